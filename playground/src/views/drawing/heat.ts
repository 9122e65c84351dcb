import type { Rgb } from "./palette.js";

/**
 * Colours as an image of one pixel a cell: the page stretches it over its place, which costs nothing.
 *
 * @param colour of the value with this index, row by row from the lowest, as the y axis counts
 */
export function paintCells(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  colour: (index: number) => Rgb,
): void {
  const { canvas } = context;
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  context.putImageData(imageOf(width, height, colour), 0, 0);
}

/** The same as an image, the highest row first. */
export function imageOf(width: number, height: number, colour: (index: number) => Rgb): ImageData {
  const image = new ImageData(width, height);
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      const [red, green, blue] = colour(j * width + i);
      const at = 4 * ((height - 1 - j) * width + i);
      image.data[at] = red;
      image.data[at + 1] = green;
      image.data[at + 2] = blue;
      image.data[at + 3] = 255;
    }
  }
  return image;
}
