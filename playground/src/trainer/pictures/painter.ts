import type { Model } from "downhill";
import type { Setup } from "../../setup/setup.js";
import type { Rows } from "../data/rows.js";
import type { PictureName, Pictures } from "../messages.js";
import { outputPicture } from "./output.js";

/** What computes the pictures of one training. */
export interface Painter {
  /** Told after each epoch: the parameters are a step of the path. */
  note(parameters: Float32Array): void;
  paint(names: readonly PictureName[], isPlaying: boolean): Pictures;
}

export function painterFor(rows: Rows, model: Model, _setup: Setup): Painter {
  return {
    note: () => undefined,
    paint: (names) => ({ ...(names.includes("output") && { output: outputPicture(rows, model) }) }),
  };
}
