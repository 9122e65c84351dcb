import { chooseData } from "../actions.js";
import { t } from "../i18n/texts.js";
import { CLASSIC_SETS } from "../setup/setup.js";
import { setup } from "../state.js";

export function DataPanel() {
  const texts = t().data;
  return (
    <section class="panel" style={{ gridArea: "data" }} aria-labelledby="data">
      <h2 id="data">{texts.heading}</h2>
      {CLASSIC_SETS.map((kind) => (
        <button
          aria-pressed={setup.value.data.kind === kind}
          onClick={() => chooseData({ kind, rows: 400, noise: 0.1 })}
        >
          {texts[kind]}
        </button>
      ))}
      {(["births", "spam"] as const).map((kind) => (
        <button aria-pressed={setup.value.data.kind === kind} onClick={() => chooseData({ kind })}>
          {texts[kind]}
        </button>
      ))}
    </section>
  );
}
