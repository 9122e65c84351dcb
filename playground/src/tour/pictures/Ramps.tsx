import { useRef } from "preact/hooks";
import { t } from "../../i18n/texts.js";
import type { Piece } from "../data/pieces.js";
import { written } from "../numbers.js";
import { Picture, type Place } from "./Picture.js";
import "./Ramps.css";
import { type Range, scale } from "./scale.js";

/** Where ramps may lie: training takes them beyond the ends of the year. */
export const RAMP_WEEKS: Range = [-4, 57];
const HEIGHTS: Range = [-1600, 1600];
/** A ramp is at least so many weeks long. */
const SHORTEST = 0.5;

interface Props {
  readonly pieces: readonly Piece[];
  readonly onMove: (number: number, piece: Piece) => void;
}

/** Each ramp by itself in a strip, with two handles. */
export function Ramps({ pieces, onMove }: Props) {
  const texts = t().tour.pieces;
  return (
    <div class="tour-ramps" role="group" aria-label={texts.pieces}>
      {pieces.map((piece, i) => (
        <Picture
          key={i}
          isGroup
          isStrip
          label={texts.piece(i + 1)}
          x={{ range: RAMP_WEEKS, title: "" }}
          y={{ range: HEIGHTS, title: texts.piece(i + 1), at: [-1000, 0, 1000] }}
        >
          {(place) => <Ramp {...{ piece, place, number: i + 1 }} onMove={(to) => onMove(i, to)} />}
        </Picture>
      ))}
    </div>
  );
}

interface RampProps {
  readonly piece: Piece;
  readonly number: number;
  readonly place: Place;
  readonly onMove: (piece: Piece) => void;
}

function Ramp({ piece, number, place, onMove }: RampProps) {
  const texts = t().tour.pieces;
  const { x, y } = place;
  const { left, right, height: top } = piece;
  const weekAt = scale([x(0), x(1)], [0, 1]);
  const birthsAt = scale([y(0), y(1)], [0, 1]);
  const begin = (week: number): void =>
    onMove({ ...piece, left: within(week, RAMP_WEEKS[0], right - SHORTEST) });
  const end = (week: number, births: number): void =>
    onMove({
      ...piece,
      right: within(week, left + SHORTEST, RAMP_WEEKS[1]),
      height: within(births, ...HEIGHTS),
    });
  const shownTop = within(top, ...HEIGHTS);
  return (
    <>
      <path
        class="line fit"
        d={`M${x(RAMP_WEEKS[0])} ${y(0)}L${x(left)} ${y(0)}L${x(right)} ${y(shownTop)}L${Math.max(x(right), place.right)} ${y(shownTop)}`}
      />
      <Handle
        label={texts.begins(number)}
        text={texts.week(written(left, 1))}
        value={left}
        range={[RAMP_WEEKS[0], right]}
        at={[x(left), y(0)]}
        onPoint={(px) => begin(weekAt(px))}
        onArrow={(weeks) => begin(left + weeks)}
      />
      <Handle
        label={texts.ends(number)}
        text={texts.endsAt(written(right, 1), written(top))}
        value={right}
        range={[left, RAMP_WEEKS[1]]}
        at={[x(right), y(shownTop)]}
        onPoint={(px, py) => end(weekAt(px), birthsAt(py))}
        onArrow={(weeks, births) => end(right + weeks, top + births)}
      />
    </>
  );
}

const within = (value: number, from: number, to: number): number => Math.min(to, Math.max(from, value));

/** What an arrow key does: weeks to the right, births upwards; ten times as much with shift. */
const ARROWS: Readonly<Record<string, readonly [weeks: number, births: number]>> = {
  ArrowLeft: [-0.5, 0],
  ArrowRight: [0.5, 0],
  ArrowUp: [0, 20],
  ArrowDown: [0, -20],
};

interface HandleProps {
  readonly label: string;
  /** Where it is, in words. */
  readonly text: string;
  readonly value: number;
  readonly range: Range;
  readonly at: readonly [x: number, y: number];
  /** Dragged to a place of the picture, in pixels. */
  readonly onPoint: (x: number, y: number) => void;
  readonly onArrow: (weeks: number, births: number) => void;
}

/** Something to drag: by mouse, finger, pen or arrow keys. */
function Handle({ label, text, value, range, at, onPoint, onArrow }: HandleProps) {
  const grip = useRef<SVGGElement>(null);
  const drag = (event: PointerEvent): void => {
    const svg = grip.current?.ownerSVGElement;
    if (!svg || !grip.current?.hasPointerCapture(event.pointerId)) return;
    const box = svg.getBoundingClientRect();
    onPoint(event.clientX - box.left, event.clientY - box.top);
  };
  return (
    <g
      ref={grip}
      class="tour-handle"
      role="slider"
      tabindex={0}
      aria-label={label}
      aria-valuemin={range[0]}
      aria-valuemax={range[1]}
      aria-valuenow={value}
      aria-valuetext={text}
      transform={`translate(${at[0]} ${at[1]})`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
        event.preventDefault();
      }}
      onPointerMove={drag}
      onKeyDown={(event) => {
        const arrow = ARROWS[event.key];
        if (!arrow) return;
        event.preventDefault();
        event.stopPropagation();
        const times = event.shiftKey ? 10 : 1;
        onArrow(times * arrow[0], times * arrow[1]);
      }}
    >
      <circle class="reach" r={20} />
      <circle class="grip" r={8} />
    </g>
  );
}
