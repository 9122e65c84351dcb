import { type Dataset, type Epoch, type FitControl, type FitOptions, type History, Model } from "downhill";
import { hashOf } from "../setup/hash.js";
import { fitOptions, modelOptions } from "../setup/model.js";
import type { Setup } from "../setup/setup.js";
import type { Rows } from "./data/rows.js";
import type { About, Frame, Phase, PictureName } from "./messages.js";
import { naiveGuesses } from "./naive.js";
import { type Painter, painterFor } from "./pictures/painter.js";

/** Milliseconds between two frames while training: one for each that a screen shows would only keep the trainer from its work. */
const FRAME_MS = 40;

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
  readonly #options: FitOptions;
  readonly #send: Listener["send"];
  readonly #fail: Listener["fail"];
  #phase: Phase = "paused";
  #history: History | undefined;
  #best: { epoch: number; loss: number } | undefined;
  #losses: Frame["losses"][number][] = [];
  #epoch = 0;
  #lastFrame = -Infinity;
  /** Whether the page has drawn the last frame. */
  #isDrawn = true;
  #pictures: readonly PictureName[];
  /** The epoch to pause after: Infinity while playing. */
  #until = 0;
  /** Whether training ends there rather than pauses. */
  #endsThere = false;
  /** Goes on after a pause; undefined before the first epoch. */
  #resume: (() => void) | undefined;

  /** @throws the library's errors for choices that do not go together */
  constructor(setup: Setup, rows: Rows, { send, fail }: Listener, pictures: readonly PictureName[]) {
    this.#pictures = pictures;
    this.#rows = rows;
    this.#send = send;
    this.#fail = fail;
    this.model = new Model(modelOptions(setup, rows));
    this.#options = fitOptions(setup, rows);
    this.#painter = painterFor(rows, this.model, setup);
    this.about = {
      ...{ task: rows.task, shape: rows.shape, target: rows.target, columns: rows.columns },
      ...{ classes: rows.classes, notes: rows.notes },
      rows: { train: rows.train.rows, validation: rows.validation?.rows ?? 0, test: rows.test?.rows ?? 0 },
      parameters: this.model.count,
      measure: rows.task === "regression" ? "MAE" : "errors",
      naive: naiveGuesses(rows),
      inputs: this.model.spec.inputs,
    };
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

  async #train(): Promise<void> {
    const onEpoch = (epoch: Epoch, control: FitControl): Promise<void> | void => this.#after(epoch, control);
    this.#history = await this.model.fit(this.#rows.train, { ...this.#options, onEpoch });
    this.#phase = "done";
    this.#tell();
  }

  /** Training cannot go on: the model has its last good weights. */
  #end(error: Error): void {
    this.#phase = "done";
    this.#tell();
    this.#fail(error);
  }

  /** After each epoch, while which the model can be asked: shows it now and then, and waits where it is to pause. */
  #after(epoch: Epoch, control: FitControl): Promise<void> | void {
    this.#note(epoch);
    if (this.#epoch < this.#until) {
      if (this.#isDrawn && performance.now() - this.#lastFrame >= FRAME_MS) this.#tell();
      return;
    }
    if (this.#endsThere) return control.stop();
    this.#phase = "paused";
    this.#tell();
    return new Promise((resolve) => {
      this.#resume = () => {
        if (this.#endsThere && this.#until <= this.#epoch) control.stop();
        resolve();
      };
    });
  }

  frame(): Frame {
    const isPlaying = this.#phase === "playing";
    const losses = this.#losses;
    this.#losses = [];
    const { parameters } = this.model;
    return {
      ...{ phase: this.#phase, epoch: this.#epoch, losses, best: this.#best, parameters },
      stoppedBy: this.#history?.stoppedBy,
      score: this.#score(isPlaying),
      hash: isPlaying ? undefined : hashOf(new Uint8Array(parameters.buffer)),
      pictures: this.#painter.paint(this.#pictures, isPlaying),
    };
  }

  #tell(): void {
    this.#isDrawn = false;
    this.#lastFrame = performance.now();
    this.#send(this.frame());
  }

  #note({ epoch, loss, validationLoss }: Epoch): void {
    this.#epoch = epoch;
    this.#losses.push({ epoch, loss, validation: validationLoss });
    if (validationLoss !== undefined && !(validationLoss >= (this.#best?.loss ?? Infinity)))
      this.#best = { epoch, loss: validationLoss };
    this.#painter.note(this.model.parameters);
  }

  /** The test rows are kept for pauses and the end: whoever watches them while choosing has seen them. */
  #score(isPlaying: boolean): Frame["score"] {
    if (this.#epoch === 0) return {};
    const { train, validation, test } = this.#rows;
    return {
      ...(validation && { validation: this.#measure(validation) }),
      ...(!isPlaying && { train: this.#measure(train) }),
      ...(!isPlaying && test && { test: this.#measure(test) }),
    };
  }

  #measure(data: Dataset): number {
    const scores = this.model.evaluate(data);
    return "mae" in scores ? scores.mae : 1 - scores.accuracy;
  }
}
