/* What a person can do on the pad. A stroke is learnt from when it ends. */
import { effect } from "@preact/signals";
import { change, chooseData } from "./actions.js";
import {
  type Curve,
  type CurvePoint,
  FIRST_CURVE,
  hasPoint,
  withoutPoint,
  withStroke,
} from "./setup/curve.js";
import { cursor, setup, strokes } from "./state.js";

/** Fewer points than these are no curve to learn from. */
const FEWEST = 2;
/** How far an arrow key moves the cursor. */
const STEP = 0.05;

// Strokes are of the curve that is learnt from: a link, or other data, brings another.
effect(() => {
  const { data } = setup.value;
  const isOurs = data.kind === "drawn" && strokes.peek().includes(data.points);
  if (!isOurs) strokes.value = [];
});

/** The curve that is on the pad. */
export function curveHere(): Curve {
  const { data } = setup.value;
  return strokes.value.at(-1) ?? (data.kind === "drawn" ? data.points : []);
}

/** Other data, with the first curve on the pad. */
export function chooseDrawing(): void {
  chooseData({ kind: "drawn", points: FIRST_CURVE });
}

/** A stroke begins: from here on it can be taken back. */
export function beginStroke(place: CurvePoint): void {
  const curve = curveHere();
  strokes.value = [
    ...(strokes.value.length === 0 ? [curve] : strokes.value),
    withStroke(curve, place, place),
  ];
}

export function goOn(from: CurvePoint, to: CurvePoint): void {
  strokes.value = [...strokes.value.slice(0, -1), withStroke(curveHere(), from, to)];
}

/** What is on the pad is learnt, once there is enough of it. */
export function endStroke(): void {
  const points = curveHere();
  if (points.length >= FEWEST) change({ data: { kind: "drawn", points } });
}

export function takeBackStroke(): void {
  if (strokes.value.length < 2) return;
  strokes.value = strokes.value.slice(0, -1);
  endStroke();
}

export function clearPad(): void {
  const curve = curveHere();
  if (curve.length > 0) strokes.value = [...(strokes.value.length === 0 ? [curve] : strokes.value), []];
}

const MOVES: Readonly<Record<string, CurvePoint>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
};

/** A key on the pad. @returns whether it was one of the pad's */
export function pressOnPad(key: string): boolean {
  const place = cursor.value ?? [0, 0];
  if (key in MOVES) {
    const [dx, dy] = MOVES[key];
    cursor.value = [within(place[0] + dx), within(place[1] + dy)];
  } else if (key === " " || key === "Enter") {
    cursor.value = place;
    beginStroke(place);
    endStroke();
  } else if (key === "Backspace" || key === "Delete") {
    takeAway(place);
  } else return false;
  return true;
}

function takeAway([x]: CurvePoint): void {
  const curve = curveHere();
  if (!hasPoint(curve, x)) return;
  strokes.value = [...(strokes.value.length === 0 ? [curve] : strokes.value), withoutPoint(curve, x)];
  endStroke();
}

/** On the pad, and without the dust of adding decimals. */
function within(value: number): number {
  return Math.round(Math.min(1, Math.max(-1, value)) * 1000) / 1000 + 0;
}
