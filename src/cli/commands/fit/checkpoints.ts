import { OptionError, type Epoch, type Model } from "../../../index.js";
import { writeWhole } from "../../write/output-file.js";
import type { Interval } from "../options.js";
import type { FitOptions } from "./plan.js";

/** Of --every. */
const DEFAULT_INTERVAL: Interval = { unit: "seconds", count: 30 };

/** The file of --checkpoint, written now and then while a model is trained, and at Ctrl-C; without one, nothing. */
export class Checkpoints {
  /** The model in training, once there is one. */
  model: Model | undefined;
  readonly #file: string | undefined;
  readonly #every: Interval;
  #writtenAt = performance.now();
  #keptAtInterrupt: string | undefined;
  #failure: unknown;

  constructor({ checkpoint, every = DEFAULT_INTERVAL }: FitOptions) {
    this.#file = checkpoint;
    this.#every = every;
  }

  epochIsDone({ epoch }: Epoch): void {
    const { unit, count } = this.#every;
    if (unit === "epochs" && epoch % count === 0) this.#write();
    else this.timePasses();
  }

  timePasses(): void {
    const { unit, count } = this.#every;
    if (unit === "seconds" && performance.now() - this.#writtenAt >= 1000 * count) this.#write();
  }

  /**
   * Ctrl-C: keeps the training as it stands, before the fit ends and takes back the epoch under way. A failure waits for
   * `afterInterrupt`, as nobody catches what a listener throws.
   */
  atInterrupt(): void {
    try {
      this.#write();
      this.#keptAtInterrupt = this.#file;
    } catch (error) {
      // An OptionError: the fit still looks at its rows, so that there is nothing to keep yet.
      if (!(error instanceof OptionError)) this.#failure = error;
    }
  }

  /** The file, where Ctrl-C has written it. @throws what it could not write */
  afterInterrupt(): string | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#keptAtInterrupt;
  }

  #write(): void {
    if (this.#file === undefined || this.model === undefined) return;
    writeWhole(this.#file, this.model.checkpoint());
    this.#writtenAt = performance.now();
  }
}
