import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { language } from "../../state.js";
import "./Canvas.css";
import { type Palette, palette } from "./palette.js";
import type { Size } from "./plot.js";

export type Draw = (context: CanvasRenderingContext2D, size: Size, palette: Palette) => void;

/**
 * A canvas as sharp as the screen. Each time that it is rendered it is drawn anew, with the next image that the screen shows, in CSS
 * pixels; its size is told by the page's layout, never asked for.
 */
export function Canvas({ draw, label, class: name = "" }: { draw: Draw; label?: string; class?: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const now = useRef({ draw, size: { width: 0, height: 0 }, request: 0 });
  now.current.draw = draw;
  const colours = palette.value;
  // Texts in it are in the language.
  void language.value;

  const redraw = (): void => {
    cancelAnimationFrame(now.current.request);
    now.current.request = requestAnimationFrame(() => {
      const { draw, size } = now.current;
      if (canvas.current && size.width > 0)
        paint(canvas.current, size, (context) => draw(context, size, colours));
    });
  };
  useLayoutEffect(redraw);
  const latest = useRef(redraw);
  latest.current = redraw;
  useEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) => {
      now.current.size = { width: contentRect.width, height: contentRect.height };
      latest.current();
    });
    observer.observe(canvas.current as HTMLCanvasElement);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(now.current.request);
    };
  }, []);
  // A picture that the text beside it says already is hidden from screen readers.
  const said = label === undefined ? { "aria-hidden": true } : { role: "img" as const, "aria-label": label };
  return <canvas ref={canvas} class={`sharp ${name}`} {...said} />;
}

function paint(
  canvas: HTMLCanvasElement,
  { width, height }: Size,
  draw: (context: CanvasRenderingContext2D) => void,
): void {
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  const scale = devicePixelRatio;
  const [across, along] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== across || canvas.height !== along) [canvas.width, canvas.height] = [across, along];
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  draw(context);
}
