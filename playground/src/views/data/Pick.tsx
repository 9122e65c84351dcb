import { chooseData } from "../../actions.js";
import { chooseDrawing } from "../../drawing.js";
import { t } from "../../i18n/texts.js";
import { CLASSIC_SETS, type ClassicSet } from "../../setup/setup.js";
import { setup } from "../../state.js";
import { CurveThumbnail, Thumbnail } from "./Thumbnail.js";

/** The data that come with the page. */
export function Pick() {
  const texts = t().data;
  const { data } = setup.value;
  return (
    <div class="pick" role="group" aria-label={texts.examples}>
      {CLASSIC_SETS.map((kind) => (
        <button key={kind} aria-pressed={data.kind === kind} onClick={() => chooseClassic(kind)}>
          <Thumbnail kind={kind} />
          {texts[kind]}
        </button>
      ))}
      <button aria-pressed={data.kind === "drawn"} onClick={chooseDrawing}>
        <CurveThumbnail />
        {texts.drawn}
      </button>
      {(["births", "spam"] as const).map((kind) => (
        <button
          key={kind}
          class="wide"
          aria-pressed={data.kind === kind}
          onClick={() => chooseData({ kind })}
        >
          {texts[kind]}
          <small class="quiet">{kind === "births" ? texts.birthsHint : texts.spamHint}</small>
        </button>
      ))}
    </div>
  );
}

/** Another set keeps the number of points and the noise. */
function chooseClassic(kind: ClassicSet): void {
  const { data } = setup.value;
  const { rows, noise } = "noise" in data ? data : { rows: 400, noise: 0.1 };
  chooseData({ kind, rows, noise });
}
