import { takeBackChoice } from "../../files.js";
import { t } from "../../i18n/texts.js";
import { failure, lastGood, setup, wanted } from "../../state.js";

/** The library's own words where data and choices do not go together, and the way back. */
export function DataFailure() {
  if (failure.value?.where !== "data") return null;
  const texts = t().data;
  const { message, needsFile } = failure.value;
  // A link's file is asked for where its training will be.
  if (needsFile && wanted.value) return null;
  const { data, inputs } = setup.value;
  const said =
    needsFile && data.kind === "csv"
      ? texts.needsFile(data.name)
      : inputs?.length === 0
        ? texts.noInputs
        : message;
  return (
    <div role="alert" class="error">
      <p>{said}</p>
      {lastGood.value && <button onClick={takeBackChoice}>{texts.undo}</button>}
    </div>
  );
}
