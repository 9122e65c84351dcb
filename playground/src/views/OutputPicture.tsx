import { useEffect, useRef } from "preact/hooks";
import { pictures } from "../state.js";

/** What the network says, beside what is so. */
export function OutputPicture() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = pictures.value.output;
  useEffect(() => {
    if (!canvas.current || picture?.shape !== "plane") return;
    const { side, values } = picture;
    const context = canvas.current.getContext("2d") as CanvasRenderingContext2D;
    const image = context.createImageData(side, side);
    values.forEach((value, k) => {
      const at = 4 * ((side - 1 - Math.floor(k / side)) * side + (k % side));
      image.data.set([60 + 180 * value, 110 + 20 * value, 220 - 180 * value, 255], at);
    });
    context.putImageData(image, 0, 0);
  }, [picture]);
  return (
    <canvas ref={canvas} width={60} height={60} style={{ width: "300px", imageRendering: "pixelated" }} />
  );
}
