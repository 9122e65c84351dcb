import { Presets, SingleBar, type Options, type Params } from "cli-progress";

/** Shows how far a training is. */
export interface Progress {
  /** Begins a bar of `total` epochs, of which some may be done. */
  start(title: string, total: number, done?: number): void;
  /** Moves it on. `notes` say how good the model is by now, the most important first. */
  update(epoch: number, notes: readonly string[]): void;
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

/** Columns of the longest bar, and of the shortest that still shows anything. */
const LONGEST = 24;
const SHORTEST = 8;

/** One line of numbers, with a bar where there is room for one. */
export function drawBar(
  { barCompleteString = "", barIncompleteString = "" }: Options,
  { progress, value, total, eta, maxWidth }: Params,
  { title, notes }: { title: string; notes: readonly string[] },
): string {
  const left = value > 0 && value < total && Number.isFinite(eta) ? [`${timeLeft(eta)} left`] : [];
  const parts = [`epoch ${value}/${total}`, ...notes, ...left];
  // cli-progress leaves two columns free.
  const numbers = joinFitting(parts, maxWidth - 2);
  const room = maxWidth - 2 - title.length - numbers.length - 4;
  if (room < SHORTEST) return numbers;
  const width = Math.min(LONGEST, room);
  const done = Math.round(progress * width);
  return `${title}  ${barCompleteString.slice(0, done)}${barIncompleteString.slice(0, width - done)}  ${numbers}`;
}

/** As many of the first parts as fit, each whole: the beginning of a number is another number. */
function joinFitting(parts: readonly string[], width: number): string {
  for (let count = parts.length; count > 0; count--) {
    const line = parts.slice(0, count).join("  ");
    if (line.length <= width) return line;
  }
  return "";
}

function timeLeft(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

class Bar implements Progress {
  readonly #bar = new SingleBar(
    {
      format: drawBar,
      stream: process.stderr,
      clearOnComplete: true,
      // Ctrl-C is answered by the command itself, which has a model to save.
      gracefulExit: false,
    },
    Presets.shades_classic,
  );

  constructor() {
    // The bar turns line wrapping off; a program that ends at once must still turn it on again.
    process.once("exit", () => this.stop());
  }

  start(title: string, total: number, done = 0): void {
    this.#bar.start(total, done, { title, notes: [] });
  }

  update(epoch: number, notes: readonly string[]): void {
    this.#bar.update(epoch, { notes });
  }

  stop(): void {
    this.#bar.stop();
  }
}
