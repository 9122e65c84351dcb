import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { Place } from "./Picture.js";

/** What is drawn only between the axes. */
export function Clipped({ place, children }: { place: Place; children: ComponentChildren }) {
  const id = useId();
  const { left, right, top, bottom } = place;
  return (
    <>
      <clipPath id={id}>
        <rect x={left} y={top} width={right - left} height={bottom - top} />
      </clipPath>
      <g clip-path={`url(#${id})`}>{children}</g>
    </>
  );
}
