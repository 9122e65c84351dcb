import { describe, expect, test } from "vitest";

import {
  type Dataset,
  dataset,
  dense,
  DivergedError,
  huber,
  type FitOptions,
  type History,
  Model,
  type ModelOptions,
  OptionError,
  sgd,
} from "../../src/index.js";
import { LEARNER } from "../../src/network/inside.js";
import { Session } from "../../src/training/session.js";
import { caught } from "../support/caught.js";
import { Random } from "../support/random.js";

/** onDiverge: "halve": back to the last good epoch, and on with half the learning rate. */

const random = new Random(3);
const inputs = random.table(60, 2);
const data = dataset({ inputs, targets: inputs.map(([a, b]) => 3 * a - b + 0.1) });
const halve: FitOptions = { epochs: 30, batchSize: 4, onDiverge: "halve" };

const line = (learningRate: number, options: Partial<ModelOptions> = {}): Model =>
  new Model({ inputs: 2, layers: [dense(1)], loss: "mse", optimizer: sgd({ learningRate }), ...options });
const bytes = (model: Model): Uint8Array => model.save({ optimizer: true });
const rates = ({ halvings }: History): number[] => halvings.map(({ learningRate }) => learningRate);

/**
 * What `halve` promises, by hand: a fit that ends in an error leaves its last good epoch, from which one at half the rate goes on; from the
 * beginning where it fails in the same epoch.
 */
function byHand(begun: Model, train: Dataset, { epochs, ...options }: FitOptions): Model {
  const { onDiverge: _, ...rest } = options;
  let model = begun.clone();
  let failedIn = 0;
  for (let halved = 0; halved <= 10; halved++) {
    const done = model.toJSON().training.epoch;
    try {
      model.fitSync(train, { ...rest, epochs: epochs - done });
      return model;
    } catch (error) {
      if (!(error instanceof DivergedError)) throw error;
      const { parameters } = begun;
      if (error.epoch <= failedIn) model = Model.fromJSON({ ...begun.toJSON(), spec: model.spec } as never);
      expect(begun.parameters).toEqual(parameters);
      failedIn = error.epoch;
    }
    const { spec, ...json } = model.toJSON();
    const { optimizer } = model.spec;
    const half = { ...optimizer, learningRate: (optimizer.learningRate as number) / 2 };
    model = Model.fromJSON({ ...json, spec: { ...spec, optimizer: half } } as never);
  }
  throw new Error("ten halvings were too few");
}

describe("a rate that is too large is halved until it is not", () => {
  test.each([1, 2, 5, 30])("from %d: the parameters of fits at half the rate each", (rate) => {
    const options = { ...halve, shuffle: false };
    const model = line(rate);
    const history = model.fitSync(data, options);
    expect(rates(history)).toEqual(history.halvings.map((_, i) => rate / 2 ** i));
    expect(history.epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 30 }, (_, e) => e + 1));
    expect(model.loss(data)).toBeLessThan(0.01);
    expect(model.parameters).toEqual(byHand(line(rate), data, options).parameters);
  });

  test("says so in the history and its notes", () => {
    const history = line(30).fitSync(data, halve);
    expect(history.notes).toHaveLength(history.halvings.length);
    for (const [i, { epoch, learningRate, from }] of history.halvings.entries()) {
      const place = from > 0 ? `from epoch ${from}` : "from its beginning";
      expect(history.notes[i]).toBe(
        `epoch ${epoch} diverged at the learning rate ${learningRate}: training went on ${place} with half of it`,
      );
    }
  });

  test("nothing is halved where nothing diverges, and the bits are those of a fit without it", () => {
    const [one, other] = [line(0.01), line(0.01)];
    expect(one.fitSync(data, halve).halvings).toEqual([]);
    other.fitSync(data, { ...halve, onDiverge: "throw" });
    expect(bytes(one)).toEqual(bytes(other));
  });

  test("a schedule goes on at half its rates", () => {
    const initial = 40;
    const model = line(1, {
      optimizer: sgd({ learningRate: { schedule: "step", initial, every: 10, factor: 0.5 } }),
    });
    const { halvings } = model.fitSync(data, halve);
    for (const [i, { epoch, learningRate }] of halvings.entries())
      expect(learningRate).toBe((initial * 0.5 ** Math.floor((epoch - 1) / 10)) / 2 ** i);
    expect(halvings.length).toBeGreaterThan(2);
  });
});

test.each([1, 3, 17, 1000])("slices of %d rows do not matter", (rows) => {
  const validation = data.slice(0, 20);
  const options = { ...halve, validation };
  const [whole, cut] = [line(30), line(30)];
  const history = whole.fitSync(data, options);
  const session = Session.begin("test", cut[LEARNER], data, options);
  while (!session.done) session.advance(rows);
  session.end();
  expect(session.halvings).toEqual(history.halvings);
  expect(bytes(cut)).toEqual(bytes(whole));
});

test("an epoch whose successor's first loss is infinite is run again, and stands once in the history", () => {
  // At these rates the weights stay finite for an epoch after which no loss is.
  for (const rate of [1e12, 1e18, 1e19, 1e20]) {
    for (const batchSize of [60, 15] as const) {
      const options: FitOptions = { epochs: 12, batchSize, onDiverge: "halve", shuffle: false };
      const told: number[] = [];
      const model = line(rate, { layers: [dense(3, "tanh"), dense(1)] });
      const error = caught(DivergedError, () =>
        model.fitSync(data, { ...options, onEpoch: ({ epoch }) => void told.push(epoch) }),
      );
      expect(error.message).toContain("The learning rate was halved 10 times.");
      expect(error.learningRate).toBe(rate / 1024);
      expect(model.parameters.every(Number.isFinite)).toBe(true);
    }
  }
  const rerun = line(2000, { loss: huber(), layers: [dense(1)] });
  const history = rerun.fitSync(data, { ...halve, validation: data });
  expect(history.epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 30 }, (_, e) => e + 1));
  expect(history.epochs).toContain(history.best);
});

test("a validation loss that is NaN halves, too", () => {
  // The slope of mae is bounded: weights of about the rate and of both signs, which make infinity less infinity of this row.
  const far = dataset({ inputs: [[1e36, 1e36]], targets: [0] });
  const model = line(4000, { standardize: false, loss: "mae" });
  const history = model.fitSync(data, { ...halve, epochs: 3, validation: far });
  expect(history.halvings.length).toBeGreaterThan(0);
  expect(history.epochs).toHaveLength(3);
  expect(history.epochs.some(({ validationLoss }) => Number.isNaN(validationLoss))).toBe(false);
});

test("where the very first loss is infinite no rate helps: the error comes at once, and the model is as it was", () => {
  const model = line(0.1, { standardize: false });
  model.parameters = [3e38, 3e38, 0];
  const before = bytes(model);
  const huge = dataset({ inputs: [[1e30, 2e30]], targets: [0] });
  const error = caught(DivergedError, () => model.fitSync(huge, halve));
  expect(error.message).not.toContain("halved");
  expect(error).toMatchObject({ epoch: 1, update: 1, learningRate: 0.1, row: 0, column: 1 });
  expect(bytes(model)).toEqual(before);
});

test("another word is an error", () => {
  const error = caught(OptionError, () => line(1).fitSync(data, { ...halve, onDiverge: "half" as "halve" }));
  expect(error.message).toBe(
    'Model.fitSync: onDiverge "half": unknown onDiverge. Did you mean "halve"? Known: throw, halve.',
  );
});
