import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { written } from "../numbers.js";
import "./Picture.css";
import { type Range, roundNumbers, type Scale, scale } from "./scale.js";

/** Where values lie on the screen. */
export interface Place {
  readonly x: Scale;
  readonly y: Scale;
  readonly width: number;
  readonly height: number;
  /** The edges of what the axes span, in pixels. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface AxisProps {
  readonly range: Range;
  readonly title: string;
  /** Values with a line; absent: round ones. */
  readonly at?: readonly number[];
  /** How a value is written. */
  readonly write?: (value: number) => string;
}

interface Props {
  /** What the picture says, for those who do not see it. */
  readonly label: string;
  readonly x: AxisProps;
  readonly y: AxisProps;
  /** Height by width; at most 380 pixels high. */
  readonly ratio?: number;
  /** One of several pictures above each other: low, without the numbers of the x axis. */
  readonly isStrip?: boolean;
  /** It holds handles, so it is no single image. */
  readonly isGroup?: boolean;
  readonly children: (place: Place) => ComponentChildren;
}

const MARGIN = { left: 58, right: 24, top: 26, bottom: 40 };
const STRIP_HEIGHT = 96;
const STRIP_BOTTOM = 8;

/** A picture with two axes, as wide as there is room, so that its letters are as large as all others. */
export function Picture({ label, x, y, ratio = 0.62, isStrip = false, isGroup = false, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const height = isStrip ? STRIP_HEIGHT : heightOf(width, ratio);
  const edges = {
    ...{ left: MARGIN.left, right: width - MARGIN.right },
    ...{ top: MARGIN.top, bottom: height - (isStrip ? STRIP_BOTTOM : MARGIN.bottom) },
  };
  const place: Place = {
    ...{ width, height, ...edges },
    x: scale(x.range, [edges.left, edges.right]),
    y: scale(y.range, [edges.bottom, edges.top]),
  };
  return (
    <div ref={box} class="tour-picture">
      <svg width={width} height={height} role={isGroup ? "group" : "img"} aria-label={label}>
        <g aria-hidden="true">
          <XAxis {...x} at={isStrip ? [] : x.at} place={place} />
          <YAxis {...y} place={place} />
        </g>
        {children(place)}
      </svg>
    </div>
  );
}

function XAxis({ range, title, at, write = written, place }: AxisProps & { place: Place }) {
  const { left, right, bottom } = place;
  const values = at ?? roundNumbers(range, Math.max(2, Math.floor(place.width / 90)));
  return (
    <>
      {values.map((value) => (
        <text key={value} x={place.x(value)} y={bottom + 16} text-anchor="middle">
          {write(value)}
        </text>
      ))}
      <line class="axis" x1={left} x2={right} y1={bottom} y2={bottom} />
      <text class="title" x={right} y={place.height - 6} text-anchor="end">
        {title}
      </text>
    </>
  );
}

function YAxis({ range, title, at, write = written, place }: AxisProps & { place: Place }) {
  const values = at ?? roundNumbers(range, Math.max(2, Math.floor(place.height / 60)));
  return (
    <>
      {values.map((value) => (
        <g key={value}>
          <line class="grid" x1={place.left} x2={place.right} y1={place.y(value)} y2={place.y(value)} />
          <text x={place.left - 8} y={place.y(value) + 4} text-anchor="end">
            {write(value)}
          </text>
        </g>
      ))}
      <text class="title" x={4} y={14}>
        {title}
      </text>
    </>
  );
}

/** A narrow picture is higher for its width: it has the same margins. */
function heightOf(width: number, ratio: number): number {
  return Math.min(380, Math.max(180, Math.round(width * ratio * (width < 480 ? 1.25 : 1))));
}

/** The width of an element, as it changes. */
function useWidth(box: { readonly current: HTMLDivElement | null }): number {
  const [width, setWidth] = useState(320);
  useEffect(() => {
    const element = box.current as HTMLDivElement;
    const watcher = new ResizeObserver(() => setWidth(Math.max(240, Math.floor(element.clientWidth))));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return width;
}
