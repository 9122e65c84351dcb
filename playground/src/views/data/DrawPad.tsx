import { useRef } from "preact/hooks";
import {
  beginStroke,
  clearPad,
  curveHere,
  endStroke,
  goOn,
  pressOnPad,
  takeBackStroke,
} from "../../drawing.js";
import { decimal, formatNumber } from "../../i18n/format.js";
import { t } from "../../i18n/texts.js";
import { type Curve, type CurvePoint, hasPoint } from "../../setup/curve.js";
import { cursor, strokes } from "../../state.js";

/** A curve, drawn by hand: by mouse, finger, pen or keys. */
export function DrawPad() {
  const texts = t().data;
  const curve = curveHere();
  return (
    <div class="draw">
      <Pad curve={curve} />
      <div class="row">
        <button onClick={takeBackStroke} disabled={strokes.value.length < 2}>
          {texts.takeBack}
        </button>
        <button onClick={clearPad} disabled={curve.length === 0}>
          {texts.clear}
        </button>
        <span class="small quiet numbers">{texts.points(formatNumber(curve.length))}</span>
      </div>
      <p class="small quiet" id="pad-help">
        {texts.padHelp}
      </p>
    </div>
  );
}

function Pad({ curve }: { curve: Curve }) {
  const texts = t().data;
  /** Where the pointer was last, while it is down. */
  const last = useRef<CurvePoint | undefined>(undefined);
  return (
    <div
      class="pad"
      role="application"
      tabIndex={0}
      aria-label={`${texts.pad}. ${summary(curve)}`}
      aria-describedby="pad-help"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        last.current = placeOf(event, event.currentTarget);
        beginStroke(last.current);
      }}
      onPointerMove={(event) => {
        if (last.current === undefined) return;
        const place = placeOf(event, event.currentTarget);
        goOn(last.current, place);
        last.current = place;
      }}
      onLostPointerCapture={() => {
        if (last.current === undefined) return;
        last.current = undefined;
        endStroke();
      }}
      onKeyDown={(event) => {
        const { ctrlKey, metaKey, altKey, key } = event;
        if (!ctrlKey && !metaKey && !altKey && pressOnPad(key)) event.preventDefault();
      }}
    >
      <svg viewBox="-1 -1 2 2" preserveAspectRatio="none" aria-hidden="true">
        <path class="axes" d="M-1 0H1M0 -1V1" />
        <path class="points" d={curve.map(([x, y]) => `M${x} ${-y}h0`).join("")} />
      </svg>
      {curve.length === 0 && <p class="quiet">{texts.padEmpty}</p>}
      {cursor.value && <Cursor place={cursor.value} curve={curve} />}
    </div>
  );
}

/** The keyboard's place, which is also said. */
function Cursor({ place: [x, y], curve }: { place: CurvePoint; curve: Curve }) {
  const said = t().data.place(decimal(x, 2), decimal(y, 2), hasPoint(curve, x));
  return (
    <>
      <span class="cursor" style={{ left: `${50 + 50 * x}%`, top: `${50 - 50 * y}%` }} aria-hidden="true" />
      <span class="spoken" aria-live="polite">
        {said}
      </span>
    </>
  );
}

function summary(curve: Curve): string {
  const texts = t().data;
  if (curve.length === 0) return texts.points(formatNumber(0));
  return texts.padText(
    formatNumber(curve.length),
    decimal(curve[0][0], 2),
    decimal(curve[curve.length - 1][0], 2),
  );
}

function placeOf({ clientX, clientY }: PointerEvent, pad: Element): CurvePoint {
  const { left, top, width, height } = pad.getBoundingClientRect();
  return [(2 * (clientX - left)) / width - 1, 1 - (2 * (clientY - top)) / height];
}
