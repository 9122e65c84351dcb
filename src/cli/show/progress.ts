import { Presets, SingleBar } from "cli-progress";

/** Shows how far a training is. */
export interface Progress {
  /** Begins a bar of `total` epochs. */
  start(title: string, total: number): void;
  /** Moves it on. `note` says how good the model is by now. */
  update(epoch: number, note: string): void;
  /** Takes it away, so that lines can be printed. */
  stop(): void;
}

/** For output that a program reads. */
export const SILENT: Progress = { start() {}, update() {}, stop() {} };

/** A bar when both outputs are a terminal, silence when one is piped. */
export function progressBar(): Progress {
  const isWatched = process.stdout.isTTY && process.stderr.isTTY && process.env.TERM !== "dumb";
  return isWatched ? new Bar() : SILENT;
}

class Bar implements Progress {
  readonly #bar = new SingleBar(
    {
      format: "{title}  {bar}  epoch {value}/{total}  {note}",
      stream: process.stderr,
      clearOnComplete: true,
      barsize: 24,
      // Ctrl-C is answered by the command itself, which has a model to save.
      gracefulExit: false,
    },
    Presets.shades_classic,
  );

  constructor() {
    // The bar turns line wrapping off; a program that ends at once must still turn it on again.
    process.once("exit", () => this.stop());
  }

  start(title: string, total: number): void {
    this.#bar.start(total, 0, { title, note: "" });
  }

  update(epoch: number, note: string): void {
    this.#bar.update(epoch, { note });
  }

  stop(): void {
    this.#bar.stop();
  }
}
