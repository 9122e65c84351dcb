import { CLASS_COLOURS, type Palette } from "./palette.js";

/** Circle, square, triangle, diamond, triangle down: a class has one of its own beside its colour. */
const SHAPES = 5;

export function colourOfClass({ classes }: Palette, label: number): string {
  return classes[label % CLASS_COLOURS];
}

/** The outline of a class's marker. With eight colours and five shapes forty classes differ. */
export function markerPath(
  context: CanvasRenderingContext2D,
  label: number,
  x: number,
  y: number,
  r: number,
): void {
  context.beginPath();
  switch (label % SHAPES) {
    case 0:
      context.arc(x, y, r, 0, 2 * Math.PI);
      return;
    case 1:
      return context.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
    case 2:
      return polygon(context, x, y + 0.2 * r, 1.3 * r, 3, -Math.PI / 2);
    case 3:
      return polygon(context, x, y, 1.3 * r, 4, 0);
    default:
      return polygon(context, x, y - 0.2 * r, 1.3 * r, 3, Math.PI / 2);
  }
}

function polygon(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  r: number,
  corners: number,
  turn: number,
): void {
  for (let k = 0; k < corners; k++) {
    const angle = turn + (2 * Math.PI * k) / corners;
    context.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  context.closePath();
}

/** A marker: filled with a thin rim of the ground for rows that are trained on, an outline around the ground for others. */
export function drawMarker(
  context: CanvasRenderingContext2D,
  palette: Palette,
  {
    label,
    x,
    y,
    r,
    colour,
    isUnseen,
  }: { label: number; x: number; y: number; r: number; colour: string; isUnseen: boolean },
): void {
  markerPath(context, label, x, y, r);
  context.lineWidth = isUnseen ? 1.75 : 1;
  context.fillStyle = isUnseen ? palette.surface : colour;
  context.strokeStyle = isUnseen ? colour : palette.surface;
  context.fill();
  context.stroke();
}
