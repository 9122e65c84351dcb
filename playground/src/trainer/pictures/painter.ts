import type { Model } from "downhill";
import type { Rows } from "../data/rows.js";
import type { PictureName, Pictures } from "../messages.js";
import { type OutputPainter, outputPainter } from "./output.js";
import { Pace } from "./pace.js";
import { SurfacePainter } from "./surface.js";
import { type UnitsPainter, unitsPainter } from "./units.js";

/** What computes the pictures of one training: those that are on the screen, and each as often as its share of the time allows. */
export class Painter {
  readonly #output: OutputPainter;
  readonly #units: UnitsPainter;
  readonly #surface: SurfacePainter;
  readonly #paces = { output: new Pace(0.1), units: new Pace(0.05), surface: new Pace(0.12) };
  #lastMs = 0;

  constructor(rows: Rows, parameters: number) {
    this.#output = outputPainter(rows);
    this.#units = unitsPainter(rows);
    this.#surface = new SurfacePainter(rows, parameters);
  }

  /** How long the last pictures took: they keep to their own shares, and frames without them need not wait. */
  get lastMs(): number {
    return this.#lastMs;
  }

  /** Told after each epoch: the parameters are a step of the path. */
  note(epoch: number, read: () => Float32Array): void {
    this.#surface.note(epoch, read);
  }

  /** All at once where training does not wait for them; what is absent is as it was. Every array is the caller's. */
  paint(model: Model, names: readonly PictureName[], epoch: number, isPlaying: boolean): Pictures {
    const take = <Result>(name: PictureName, work: () => Result): Result | undefined =>
      names.includes(name) ? this.#paces[name].take(work, !isPlaying) : undefined;
    const start = performance.now();
    const output = take("output", () => this.#output(model, isPlaying));
    const units = take("units", () => this.#units(model));
    const surface = take("surface", () => this.#surface.paint(model, epoch, isPlaying));
    this.#lastMs = performance.now() - start;
    return { ...(output && { output }), ...(units && { units }), ...(surface && { surface }) };
  }
}
