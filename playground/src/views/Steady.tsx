import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { phase } from "../state.js";

/** Keeps the room that its texts have once taken while training plays, so that nothing below moves up and down with their lines. */
export function Steady({ children }: { children: ComponentChildren }) {
  const outer = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const isPlaying = phase.value === "playing";
  useEffect(() => {
    const box = outer.current as HTMLDivElement;
    box.style.minHeight = "";
    if (!isPlaying) return;
    let most = 0;
    const observer = new ResizeObserver(([{ contentRect }]) => {
      most = Math.max(most, contentRect.height);
      box.style.minHeight = `${most}px`;
    });
    observer.observe(inner.current as HTMLDivElement);
    return () => observer.disconnect();
  }, [isPlaying]);
  return (
    <div ref={outer}>
      <div ref={inner}>{children}</div>
    </div>
  );
}
