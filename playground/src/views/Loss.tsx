import { useRef } from "preact/hooks";
import { change } from "../actions.js";
import { t } from "../i18n/texts.js";
import { LOSS_NAMES } from "../setup/setup.js";
import { about, setup } from "../state.js";
import { Choice } from "./Choice.js";
import { Field } from "./Field.js";

/** The loss: a choice where numbers are predicted; classes have cross-entropy. */
export function Loss() {
  const texts = t().training;
  // While the trainer builds, what it was is shown: nothing jumps.
  const last = useRef<"regression" | "classification">("classification");
  last.current = about.value?.task ?? last.current;
  if (last.current === "classification")
    return (
      <Field id="loss" name={texts.loss} explanation={texts.crossEntropyText}>
        <select id="loss" disabled aria-describedby="loss-help">
          <option>{texts.crossEntropy}</option>
        </select>
      </Field>
    );
  return (
    <Choice
      id="loss"
      name={texts.loss}
      explanation={texts.lossText}
      value={setup.value.loss}
      options={LOSS_NAMES.map((name) => [name, texts.losses[name]])}
      onValue={(loss) => change({ loss })}
    />
  );
}
