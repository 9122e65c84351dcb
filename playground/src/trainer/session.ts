import { type Epoch, type FitControl, type FitOptions, type History, Model } from "downhill";
import { hashOf } from "../setup/hash.js";
import { fitOptions, modelOptions } from "../setup/model.js";
import type { Setup } from "../setup/setup.js";
import type { Rows } from "./data/rows.js";
import type { About, Frame, Phase, PictureName } from "./messages.js";
import { naiveGuesses } from "./naive.js";
import { Painter } from "./pictures/painter.js";
import { Scores } from "./scores.js";
import { untrainedTwin } from "./untrained.js";

/** Milliseconds between two frames while training: with 40 in place of 100, drawing took the page down to 57 frames a second. */
const FRAME_MS = 100;

/** The most of the time that frames may take while training; pictures have shares of their own. */
const FRAME_SHARE = 0.1;

/** Who hears of a training. */
interface Listener {
  readonly send: (frame: Frame) => unknown;
  readonly fail: (error: Error) => unknown;
}

/** One training, from its first epoch on: it plays, pauses, goes one epoch, and stops. */
export class Session {
  readonly about: About;
  readonly model: Model;
  readonly #rows: Rows;
  readonly #painter: Painter;
  readonly #scores: Scores;
  readonly #options: FitOptions;
  readonly #send: Listener["send"];
  readonly #fail: Listener["fail"];
  #phase: Phase = "paused";
  #history: History | undefined;
  #best: { epoch: number; loss: number } | undefined;
  #losses: Frame["losses"][number][] = [];
  #epoch = 0;
  #validationLoss: number | undefined;
  /** The model as it can be asked before its first epoch. */
  #twin: Model | undefined;
  #nextFrame = -Infinity;
  #spentMs = 0;
  /** Whether the page has drawn the last frame. */
  #isDrawn = true;
  #pictures: readonly PictureName[];
  /** The epoch to pause after: Infinity while playing. */
  #until = 0;
  /** Whether training ends there rather than pauses. */
  #endsThere = false;
  /** Goes on after a pause; undefined before the first epoch. */
  #resume: (() => void) | undefined;

  /**
   * @param pictures those that are wanted
   * @throws the library's errors for choices that do not go together
   */
  constructor(setup: Setup, rows: Rows, { send, fail }: Listener, pictures: readonly PictureName[]) {
    this.#pictures = pictures;
    this.#rows = rows;
    this.#send = send;
    this.#fail = fail;
    this.model = new Model(modelOptions(setup, rows));
    this.#options = fitOptions(setup, rows);
    this.#painter = new Painter(rows, this.model.count);
    this.#scores = new Scores(rows, rows.task === "regression" && setup.loss === "mae");
    this.about = {
      ...{ task: rows.task, shape: rows.shape, target: rows.target, columns: rows.columns },
      ...{ classes: rows.classes, notes: rows.notes },
      rows: { train: rows.train.rows, validation: rows.validation?.rows ?? 0, test: rows.test?.rows ?? 0 },
      parameters: this.model.count,
      measure: rows.task === "regression" ? "MAE" : "errors",
      naive: naiveGuesses(rows),
      inputs: this.model.spec.inputs,
    };
    this.#painter.note(0, () => this.model.parameters);
  }

  play(): void {
    this.runTo(Infinity);
  }

  step(): void {
    this.runTo(this.#epoch + 1);
  }

  /** After the epoch that is under way. */
  pause(): void {
    this.#until = 0;
    this.#endsThere = false;
  }

  /** Ends the training: the model has the weights of its best epoch from then on. */
  stop(): void {
    this.#endsThere = true;
    this.#until = 0;
    this.#resume?.();
  }

  /** Trains up to an epoch, and there pauses or ends. */
  runTo(epoch: number, endsThere = false): void {
    if (this.#phase === "done") return;
    this.#until = epoch;
    this.#endsThere = endsThere;
    if (this.#phase === "playing") return;
    this.#phase = "playing";
    if (this.#resume) this.#resume();
    else this.#train().catch((error: Error) => this.#end(error));
  }

  show(pictures: readonly PictureName[]): void {
    this.#pictures = pictures;
    if (this.#phase !== "playing") this.#tell();
  }

  drawn(): void {
    this.#isDrawn = true;
  }

  /** The model's file, also in the middle of an epoch. */
  save(): Uint8Array {
    return this.model.snapshot().save();
  }

  /** Milliseconds spent on frames so far, pictures and all. */
  get spentMs(): number {
    return this.#spentMs;
  }

  async #train(): Promise<void> {
    const onEpoch = (epoch: Epoch, control: FitControl): Promise<void> | void => this.#after(epoch, control);
    this.#history = await this.model.fit(this.#rows.train, { ...this.#options, onEpoch });
    this.#phase = "done";
    const { epoch, validationLoss } = this.#history.best;
    // The library's own word on which epoch was the best.
    if (validationLoss !== undefined) this.#best = { epoch, loss: validationLoss };
    this.#tell();
  }

  /** Training cannot go on: the model has its last good weights. */
  #end(error: Error): void {
    this.#phase = "done";
    try {
      this.#tell();
    } catch {
      // Where a frame was what could not be made, there is none; the error is told in any case.
    }
    this.#fail(error);
  }

  /** After each epoch, while which the model can be asked: shows it now and then, and waits where it is to pause. */
  #after(epoch: Epoch, control: FitControl): Promise<void> | void {
    this.#note(epoch);
    if (this.#epoch < this.#until) {
      if (this.#isDrawn && performance.now() >= this.#nextFrame) this.#tell();
      return;
    }
    if (this.#endsThere) return control.stop();
    this.#phase = "paused";
    this.#tell();
    return new Promise((resolve) => {
      this.#resume = () => {
        this.#resume = undefined;
        if (this.#endsThere && this.#until <= this.#epoch) control.stop();
        resolve();
      };
    });
  }

  /** All that the page shows of this moment. What is in it is its own: the page may take it over. */
  frame(): Frame {
    const isPlaying = this.#phase === "playing";
    const losses = this.#losses;
    this.#losses = [];
    const model = this.#askable;
    const { parameters } = model;
    const weightsOf = this.#history?.best.epoch;
    return {
      ...{ phase: this.#phase, epoch: this.#epoch, losses, best: this.#best, parameters },
      ...{ stoppedBy: this.#history?.stoppedBy, weightsOf },
      score: this.#scores.of(model, isPlaying, this.#validationLoss),
      hash: isPlaying ? undefined : hashOf(new Uint8Array(parameters.buffer)),
      pictures: this.#painter.paint(model, this.#pictures, weightsOf ?? this.#epoch, isPlaying),
    };
  }

  get #askable(): Model {
    if (this.#epoch > 0) return this.model;
    return (this.#twin ??= untrainedTwin(this.model, this.#rows));
  }

  #tell(): void {
    this.#isDrawn = false;
    const start = performance.now();
    const frame = this.frame();
    const end = performance.now();
    this.#spentMs += end - start;
    const quick = end - start - this.#painter.lastMs;
    this.#nextFrame = end + Math.max(FRAME_MS - quick, quick * (1 / FRAME_SHARE - 1));
    this.#send(frame);
  }

  #note({ epoch, loss, validationLoss }: Epoch): void {
    this.#epoch = epoch;
    this.#validationLoss = validationLoss;
    this.#losses.push({ epoch, loss, validation: validationLoss });
    if (validationLoss !== undefined && isBetter(validationLoss, this.#best?.loss))
      this.#best = { epoch, loss: validationLoss };
    this.#painter.note(epoch, () => this.model.parameters);
  }
}

/** The first is the best so far, whatever it is; what is no number is worse than any. */
function isBetter(loss: number, best: number | undefined): boolean {
  return best === undefined || loss < (Number.isNaN(best) ? Infinity : best);
}
