import { adam, Model, windows, type Dataset, type Epoch, type History } from "../../index.js";
import { median } from "../base/statistics.js";
import { layersOf, LEARNING_RATE, type BirthsSetting, type Watcher } from "./experiment.js";
import { readShipped } from "./shipped.js";

/** Mean absolute errors in births. */
export interface BirthsErrors {
  readonly train: number;
  readonly test: number;
}

/** A guess that needs no training. */
export interface NaiveGuess extends BirthsErrors {
  readonly model: string;
}

export interface BirthsResult extends BirthsErrors {
  readonly epochs: number;
  readonly bestEpoch: number;
  /** The errors after epoch `lookAt`. */
  readonly early?: BirthsErrors;
  /** What is predicted for each test day, where pictures are asked for. */
  readonly predicted?: Float64Array;
  /** The errors after each epoch, of what is drawn. */
  readonly curve?: readonly (BirthsErrors & { readonly epoch: number })[];
}

type Part = keyof BirthsErrors;

const DAYS = {
  train: { first: "2010-01-01", last: "2013-12-31" },
  test: { first: "2014-01-01", last: "2014-12-31" },
};

/** 2013, a year with all its holidays, decides when to stop; it is a validation set then and teaches nothing else. */
const FIRST_VALIDATION_DAY = "2013-01-01";

const WEEK = 7;

/** Births a day in the United States: train on the days of 2010 to 2013, test on those of 2014. */
export class Births {
  readonly #births: Float64Array;
  readonly #days: readonly string[];

  constructor() {
    const table = readShipped("births.csv.gz");
    this.#births = table.numbers(table.column("births"));
    this.#days = table.column("date").cells;
  }

  /** The guesses that need no training, on the same rows as the networks. */
  naive(): NaiveGuess[] {
    const train = this.#rows("train", WEEK);
    const test = this.#rows("test", WEEK);
    const middle = median(train.targets);
    const errors = (guess: (row: number, inputs: Dataset["inputs"]) => number): BirthsErrors => ({
      train: errorOfGuess(train, guess),
      test: errorOfGuess(test, guess),
    });
    return [
      { model: "median of the training days", ...errors(() => middle) },
      { model: "yesterday again", ...errors((row, inputs) => inputs[row * WEEK + WEEK - 1]) },
      { model: "same weekday last week", ...errors((row, inputs) => inputs[row * WEEK]) },
    ];
  }

  /** The test days: when, how many births, and how many a week before, which is the guess to beat. */
  testDays(): { dates: readonly string[]; births: Float64Array; lastWeek: Float64Array } {
    const { inputs, targets, rows } = this.#rows("test", WEEK);
    const first = this.#day(DAYS.test.first);
    return {
      dates: this.#days.slice(first, first + rows),
      births: Float64Array.from(targets),
      lastWeek: Float64Array.from(targets, (_, row) => inputs[row * WEEK]),
    };
  }

  /** Trains one network; undefined when the watcher's signal has ended it. */
  async run(
    setting: BirthsSetting,
    seed: number,
    epochs: number,
    watcher: Watcher,
  ): Promise<BirthsResult | undefined> {
    const { past, hidden, loss, patience, lookAt, drawn } = setting;
    const train = this.#rows("train", past);
    const test = this.#rows("test", past);
    const optimizer = adam({ learningRate: learningRateOf(setting, epochs) });
    const model = new Model({ inputs: train, layers: layersOf(hidden), loss, optimizer, seed });
    const measure = (): BirthsErrors => ({ train: errorOf(model, train), test: errorOf(model, test) });
    const isDrawn = watcher.keepsPictures && drawn;
    const curve: (BirthsErrors & { epoch: number })[] = [];
    const onEpoch = (epoch: Epoch): void => {
      watcher.onEpoch(epoch);
      if (isDrawn) curve.push({ epoch: epoch.epoch, ...measure() });
    };
    const pictures = (): Pick<BirthsResult, "predicted" | "curve"> => ({
      ...(watcher.keepsPictures && { predicted: model.predictAll(test) }),
      ...(isDrawn && { curve }),
    });
    const options = { batchSize: 32, signal: watcher.signal, onEpoch };

    if (patience !== undefined) {
      const border = this.#day(FIRST_VALIDATION_DAY) - this.#day(DAYS.train.first);
      const history = await model.fit(train.slice(0, border), {
        ...options,
        epochs,
        validation: train.slice(border),
        earlyStopping: { patience },
      });
      return history.stoppedBy === "signal"
        ? undefined
        : { ...measure(), ...lengthOf(history), ...pictures() };
    }

    let done = 0;
    let early: BirthsErrors | undefined;
    if (lookAt !== undefined && lookAt < epochs) {
      const begun = await model.fit(train, { ...options, epochs: lookAt });
      if (begun.stoppedBy === "signal") return undefined;
      done = lookAt;
      early = measure();
    }
    const history = await model.fit(train, { ...options, epochs: epochs - done });
    return history.stoppedBy === "signal"
      ? undefined
      : { ...measure(), ...lengthOf(history), early, ...pictures() };
  }

  /** The days whose births are predicted; the input days reach back before the first, so that every window has the same. */
  #rows(part: Part, past: number): Dataset {
    const { first, last } = DAYS[part];
    return windows(this.#births.subarray(this.#day(first) - past, this.#day(last) + 1), { past });
  }

  #day(date: string): number {
    return this.#days.indexOf(date);
  }
}

function learningRateOf({ settle, epochs: planned }: BirthsSetting, epochs: number) {
  if (!settle || epochs !== planned) return LEARNING_RATE;
  return { schedule: "cosine", initial: LEARNING_RATE, epochs } as const;
}

function errorOf(model: Model, data: Dataset): number {
  const result = model.evaluate(data);
  if (!("mae" in result)) throw new Error("a regression was expected");
  return result.mae;
}

function errorOfGuess(
  { rows, inputs, targets }: Dataset,
  guess: (row: number, inputs: Dataset["inputs"]) => number,
): number {
  let sum = 0;
  for (let r = 0; r < rows; r++) sum += Math.abs(guess(r, inputs) - targets[r]);
  return sum / rows;
}

function lengthOf({ epochs, best }: History): Pick<BirthsResult, "epochs" | "bestEpoch"> {
  return { epochs: epochs[epochs.length - 1].epoch, bestEpoch: best.epoch };
}
