import { t } from "../../i18n/texts.js";
import { type ColourScale, gradientOf } from "./colour-scale.js";
import { measured } from "../../i18n/numbers.js";

/** The shapes of markers.ts, in a box from -8 to 8. */
const SHAPES = [
  "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
  "M-5.4-5.4h10.8v10.8h-10.8z",
  "M0-6.6L6.8 5.1h-13.6z",
  "M0-7.8L7.8 0 0 7.8-7.8 0z",
  "M0 6.6L6.8-5.1h-13.6z",
];

/** Colours of classes that have one of their own. */
const COLOURS = 8;

export function MarkerKey({
  label,
  isUnseen = false,
  colour,
}: {
  label: number;
  isUnseen?: boolean;
  colour?: string;
}) {
  const own = colour ?? `var(--class-${(label % COLOURS) + 1})`;
  return (
    <svg viewBox="-8 -8 16 16" aria-hidden="true">
      <path
        d={SHAPES[label % SHAPES.length]}
        style={{ fill: isUnseen ? "var(--surface)" : own, stroke: own, strokeWidth: 2 }}
      />
    </svg>
  );
}

/** A line as it is drawn. */
export function LineKey({ colour, dash, width = 2.5 }: { colour: string; dash?: string; width?: number }) {
  return (
    <svg viewBox="0 0 24 16" style={{ width: "1.6rem" }} aria-hidden="true">
      <path
        d="M0 8h24"
        style={{ stroke: `var(--${colour})`, strokeWidth: width, strokeDasharray: dash, fill: "none" }}
      />
    </svg>
  );
}

/** The classes that rows have, each with its marker. */
export function ClassKeys({ classes }: { classes: readonly string[] }) {
  return (
    <>
      {classes.map((name, label) => (
        <span key={name}>
          <MarkerKey label={label} /> {name}
        </span>
      ))}
    </>
  );
}

/** Filled and outlined markers. */
export function SeenKeys({ hasUnseen }: { hasUnseen: boolean }) {
  const { trained, unseen } = t().results.output;
  return (
    <>
      <span>
        <MarkerKey label={0} colour="var(--quiet)" /> {trained}
      </span>
      {hasUnseen && (
        <span>
          <MarkerKey label={0} colour="var(--quiet)" isUnseen /> {unseen}
        </span>
      )}
    </>
  );
}

/** A scale of colours, with its ends. */
export function Ramp({
  scale,
  name,
  from,
  to,
}: {
  scale: ColourScale;
  name?: string;
  from?: string;
  to?: string;
}) {
  return (
    <span class="numbers">
      {name} {from ?? measured(scale.from, 3)}
      <i class="ramp" style={{ background: gradientOf(scale) }} aria-hidden="true" />
      {to ?? measured(scale.to, 3)}
    </span>
  );
}
