import { existsSync, readFileSync } from "node:fs";
import { type Epoch, type History, Model, type ResumeOptions } from "../../../index.js";
import { UsageError } from "../../base/failure.js";
import { writeWhole } from "../../write/output-file.js";
import type { Interval } from "../options.js";
import type { FitPlan } from "./plan.js";

/** Of --every. */
const DEFAULT_INTERVAL: Interval = { unit: "seconds", count: 30 };

/** The file of --checkpoint: written now and then while a model is trained, and gone on from. */
export class Checkpoints {
  /** The model in training, once there is one. */
  model: Model | undefined;
  readonly #plan: FitPlan;
  #writtenAt = performance.now();

  constructor(plan: FitPlan) {
    this.#plan = plan;
  }

  /**
   * The training that the file holds, where it is to go on and the file is there.
   *
   * @throws UsageError where it is another training's
   */
  resumed(
    callbacks: ResumeOptions & { signal: AbortSignal },
  ): { model: Model; history: Promise<History> } | undefined {
    const { parts, options } = this.#plan;
    const { checkpoint, resume } = options;
    if (checkpoint === undefined || !resume || !existsSync(checkpoint)) return undefined;
    const other = new AbortController();
    const signal = AbortSignal.any([callbacks.signal, other.signal]);
    const resumed = Model.resume(readFileSync(checkpoint), parts.train, { ...callbacks, signal });
    const differs = this.#difference(resumed);
    if (differs === undefined) return resumed;
    other.abort();
    throw new UsageError(
      `--checkpoint ${checkpoint}: holds a training with other ${differs}. Repeat the command that it came from, or leave out --resume and name another file.`,
    );
  }

  epochIsDone({ epoch }: Epoch): void {
    const { unit, count } = this.#plan.options.every ?? DEFAULT_INTERVAL;
    if (unit === "epochs" && epoch % count === 0) this.#write();
    else this.timePasses();
  }

  timePasses(): void {
    const { unit, count } = this.#plan.options.every ?? DEFAULT_INTERVAL;
    if (unit === "seconds" && performance.now() - this.#writtenAt >= 1000 * count) this.#write();
  }

  #write(): void {
    const { checkpoint } = this.#plan.options;
    if (checkpoint === undefined || !this.model) return;
    writeWhole(checkpoint, this.model.checkpoint());
    this.#writtenAt = performance.now();
  }

  /** What is not the same in the training that the file holds, in words. */
  #difference({ model, options }: ReturnType<typeof Model.resume>): string | undefined {
    const { model: planned, options: asked, patience, parts } = this.#plan;
    const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
    if (!same(model.notes, planned.notes)) return "columns, or of another file";
    if (!same(withoutClasses(model), withoutClasses(planned))) return "options of the network";
    if (options.epochs !== asked.epochs) return `--epochs (${options.epochs})`;
    const batch = asked.batch === "all" ? parts.train.rows : Math.min(asked.batch, parts.train.rows);
    if (options.batchSize !== batch) return `--batch (${options.batchSize})`;
    if (options.onDiverge !== asked.onDiverge) return `--on-diverge (${options.onDiverge})`;
    if ((options.earlyStopping?.patience ?? 0) !== patience)
      return `--patience (${options.earlyStopping?.patience ?? 0})`;
    return undefined;
  }
}

/** They become known with the first training. */
function withoutClasses({ spec }: Model): object {
  return { ...spec, classes: undefined };
}
