import { adam, dataset, Model, type Dataset } from "../../index.js";
import { layersOf, LEARNING_RATE, type SpamSetting, type Watcher } from "./experiment.js";
import { readShipped } from "./shipped.js";

export interface SpamResult {
  readonly trainLoss: number;
  readonly logLoss: number;
  readonly accuracy: number;
  readonly auc: number;
  readonly epochs: number;
  /** Test rows by class, confusion[actual][predicted], where pictures are asked for. */
  readonly confusion?: readonly (readonly number[])[];
  /** Of each test row's being spam, where pictures are asked for. */
  readonly probabilities?: Float64Array;
}

/** E-mails as 57 numbers, spam or not: every fifth row is for the test. */
export class Spam {
  readonly train: Dataset;
  readonly test: Dataset;
  /** Test rows that stand in the training rows too, a fault of the data. */
  readonly twins: number;

  constructor() {
    const table = readShipped("spam.csv.gz");
    const answer = table.column("spam");
    const labels = Array.from(table.numbers(answer));
    const columns = table.columns
      .filter((column) => column !== answer)
      .map((column) => table.numbers(column));
    const inputs = labels.map((_, r) => columns.map((values) => Math.log1p(values[r])));
    const isTest = (_: unknown, row: number): boolean => row % 5 === 0;
    const isTrain = (_: unknown, row: number): boolean => row % 5 !== 0;
    this.train = dataset({ inputs: inputs.filter(isTrain), labels: labels.filter(isTrain) });
    this.test = dataset({ inputs: inputs.filter(isTest), labels: labels.filter(isTest) });
    const seen = new Set(inputs.filter(isTrain).map(String));
    this.twins = inputs.filter(isTest).filter((row) => seen.has(String(row))).length;
  }

  /** Trains one network; undefined when the watcher's signal has ended it. */
  async run(
    { hidden }: SpamSetting,
    seed: number,
    epochs: number,
    { signal, onEpoch, keepsPictures }: Watcher,
  ): Promise<SpamResult | undefined> {
    const { train, test } = this;
    const optimizer = adam({ learningRate: LEARNING_RATE });
    const layers = layersOf(hidden);
    const model = new Model({ inputs: train, layers, loss: "binaryCrossEntropy", optimizer, seed });
    const history = await model.fit(train, { epochs, batchSize: 32, signal, onEpoch });
    if (history.stoppedBy === "signal") return undefined;
    const { loss, accuracy, auc = NaN, confusion } = model.evaluate(test);
    return {
      ...{ trainLoss: model.loss(train), logLoss: loss, accuracy, auc },
      epochs: history.epochs.length,
      ...(keepsPictures && { confusion, probabilities: model.predictAll(test) }),
    };
  }
}
