import { describe, expect, test } from "vitest";

import {
  Model,
  adam,
  dataset,
  dense,
  DivergedError,
  dropout,
  sgd,
  type FitOptions,
  type ModelOptions,
} from "../src/index.js";
import { LEARNER } from "../src/network/inside.js";
import { checkpointOf, resume, type SessionCheckpoint } from "../src/training/checkpoint.js";
import { Session, type SessionEpoch } from "../src/training/session.js";
import { caught } from "./support/caught.js";
import { Random } from "./support/random.js";

/** A fit in slices, asked questions in between, and taken up again: always the bits of a fit in one piece. */

const random = new Random(5);
const ROWS = 700;
const rows = (count: number): number[][] => random.table(count, 3);
const target = ([a, b, c]: number[]): number[] => [Math.sin(a) + b * c + 100, a - c];
const inputs = rows(ROWS);
const train = dataset({ inputs, targets: inputs.map(target) });
const others = rows(90);
const validation = dataset({ inputs: others, targets: others.map(target) });

const OPTIONS: ModelOptions<"mse"> = {
  inputs: 3,
  layers: [dense(9, "silu"), dropout(0.1), dense(5, "tanh"), dense(2)],
  loss: "mse",
  optimizer: adam({ learningRate: 0.01 }),
  seed: 11,
};
const build = (): Model => new Model(OPTIONS);
const begin = (model: Model, options: FitOptions): Session =>
  Session.begin("test", model[LEARNER], train, options);

/** Runs a session to its end in slices of `rows()` rows; what `between` does after each must not matter. */
function run(session: Session, slice: () => number, between: () => void = () => {}): SessionEpoch[] {
  const epochs: SessionEpoch[] = [];
  while (!session.done) {
    const { epoch } = session.advance(slice());
    if (epoch) epochs.push(epoch);
    between();
  }
  session.end();
  return epochs;
}

const FITS: [string, FitOptions][] = [
  ["batches of 32", { epochs: 4 }],
  ["batches larger than a block", { epochs: 4, batchSize: 300 }],
  ["all rows in one batch", { epochs: 4, batchSize: "all", shuffle: false }],
  [
    "early stopping",
    { epochs: 30, batchSize: 50, validation, earlyStopping: { patience: 2, minDelta: 0.05 } },
  ],
  ["clipping and a tolerance", { epochs: 5, batchSize: 64, clipNorm: 0.1, gradientTolerance: 0.01 }],
];

describe.each(FITS)("%s", (_, options) => {
  const whole = build();
  const history = whole.fitSync(train, options);
  const told = history.epochs.map(({ elapsedMs: _elapsed, ...epoch }) => epoch);
  const bytes = whole.save({ optimizer: true });

  test.each([1, 31, 128, 129, 300, 699, 10_000])("in slices of %d rows", (slice) => {
    const model = build();
    expect(run(begin(model, options), () => slice)).toEqual(told);
    expect(model.save({ optimizer: true })).toEqual(bytes);
  });

  test("asked questions after each slice, among them those that once shared the fit's instance", () => {
    const model = build();
    const session = begin(model, options);
    session.isPaused = true;
    const ask = (): void => {
      model.loss(validation);
      model.gradient(validation);
      model.predict([1, 2, 3]);
      model.predictAll(validation);
      model.evaluate(validation);
      void model.parameters;
    };
    const draw = new Random(3);
    expect(run(session, () => 1 + draw.whole(200), ask)).toEqual(told);
    expect(model.save({ optimizer: true })).toEqual(bytes);
  });

  test("resumed from a checkpoint after each slice", () => {
    const draw = new Random(8);
    let model = build();
    let session = begin(model, options);
    const epochs: SessionEpoch[] = [];
    while (!session.done) {
      // Some slices are longer than a batch of all rows: a checkpoint inside a batch is one of its beginning.
      const { epoch } = session.advance(1 + draw.whole(1000));
      if (epoch) epochs.push(epoch);
      if (session.done) break;
      const checkpoint: SessionCheckpoint = structuredClone(checkpointOf(session));
      session.end("stopped");
      // Elsewhere: a model that knows the spec and the scaler, and has other weights.
      const elsewhere = model.clone();
      elsewhere.parameters = new Float32Array(model.count).fill(0.5);
      model = elsewhere;
      session = resume("test", model[LEARNER], train, options, checkpoint);
    }
    expect(session.end()).toEqual({
      best: options.validation ? history.best.epoch : undefined,
      stoppedBy: history.stoppedBy,
    });
    expect(epochs).toEqual(told);
    expect(model.save({ optimizer: true })).toEqual(bytes);
  });
});

describe("between two slices of an epoch", () => {
  test("the model answers as of the last finished epoch", () => {
    const model = build();
    const one = build();
    one.fitSync(train, { epochs: 1 });
    const session = begin(model, { epochs: 2 });
    session.isPaused = true;
    const begun = model.parameters;
    session.advance(100);
    expect(model.parameters, "in the first epoch").toEqual(begun);
    while (!session.advance(100).epoch);
    expect(model.parameters, "after the first epoch").toEqual(one.parameters);
    session.advance(100);
    expect(model.parameters, "in the second epoch").toEqual(one.parameters);
    expect(model.loss(validation)).toBe(one.loss(validation));
    expect(model.predict([1, 0, 1])).toEqual(one.predict([1, 0, 1]));
    session.end();
  });

  test("a fit that ends there is as if the epoch had not begun", () => {
    const model = build();
    const one = build();
    one.fitSync(train, { epochs: 1 });
    const session = begin(model, { epochs: 3 });
    while (!session.advance(100).epoch);
    session.advance(100);
    expect(session.end("signal")).toEqual({ best: undefined, stoppedBy: "signal" });
    expect(model.save({ optimizer: true })).toEqual(one.save({ optimizer: true }));
    for (const rows of [Infinity, 2 ** 31]) {
      const whole = begin(build(), { epochs: 1 });
      expect(whole.advance(rows).epoch).toBeDefined();
      whole.end();
    }
  });

  test.each([1e-2, 30])(
    "what is asked between any two slices is the last finished epoch, at rate %d",
    (learningRate) => {
      const spec: ModelOptions = { ...OPTIONS, layers: [dense(2)], optimizer: sgd({ learningRate }) };
      const options: FitOptions = {
        epochs: 8,
        batchSize: 100,
        validation,
        onDiverge: "halve",
        shuffle: false,
      };
      const asked = new Model(spec);
      const session = Session.begin("test", asked[LEARNER], train, options);
      const states: string[] = [];
      const state = (model: Model): string => model.snapshot().parameters.join();
      while (!session.done) {
        const { epoch } = session.advance(60);
        if (epoch) states[epoch.epoch] = state(asked);
        else if (session.learner.epoch > 0 && states[session.learner.epoch]) {
          expect(state(asked), `after epoch ${session.learner.epoch}`).toBe(states[session.learner.epoch]);
        }
      }
      session.end();
      const twin = new Model(spec);
      const seen: string[] = [];
      twin.fitSync(train, { ...options, onEpoch: ({ epoch }) => void (seen[epoch] = state(twin)) });
      expect(states).toEqual(seen);
    },
  );

  test("the beginning comes in steps, and the rows in slices", () => {
    const wide = dataset({ inputs: random.table(2000, 100), targets: random.list(2000) });
    const model = new Model({ inputs: 100, layers: [dense(1)], loss: "mse" });
    const options = { epochs: 1, validation: wide };
    const steps = Session.beginSteps("test", model[LEARNER], wide, options);
    let count = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) count++;
    // Three passes over 200,000 cells, and three over 2,000 targets.
    expect(count).toBe(3 * Math.ceil(2000 / Math.ceil(32_768 / 100)) + 3);
    const session = step.value;
    expect(() => model.fitSync(wide, options)).toThrow(/being trained/);
    for (let slices = 0; slices < 4; slices++) {
      expect(session.advance(1000)).toEqual({ rows: 1000, done: false });
      expect(session.rowsDone).toBe(0);
    }
    session.advance(1000);
    expect(session.rowsDone).toBe(1024);
    session.end();
  });

  test("a slice ends where a batch ends, unless one batch is larger than the slice", () => {
    const session = begin(build(), { epochs: 1, batchSize: 50 });
    session.load();
    session.advance(60);
    expect(checkpointOf(session).row).toBe(100);
    session.end();
    const large = begin(build(), { epochs: 1, batchSize: 600 });
    large.load();
    large.advance(60);
    expect(checkpointOf(large).row, "inside the first batch").toBe(0);
    large.advance(400);
    expect(checkpointOf(large).row).toBe(600);
    large.end();
  });

  test("a divergence returns to the epoch's start, also after a checkpoint inside the epoch", () => {
    const model = new Model({ ...OPTIONS, layers: [dense(2)], optimizer: sgd({ learningRate: 1e18 }) });
    const calm = new Model({ ...OPTIONS, layers: [dense(2)], optimizer: sgd({ learningRate: 1e-9 }) });
    const session = begin(calm, { epochs: 1, batchSize: 10 });
    session.advance(30);
    const checkpoint = checkpointOf(session);
    session.end("stopped");
    model.fitSync(train.slice(0, 1), { epochs: 1 });
    const resumed = resume("test", model[LEARNER], train, { epochs: 1, batchSize: 10 }, checkpoint);
    caught(DivergedError, () => run(resumed, () => 10));
    expect(resumed.advance(), "after the failure").toEqual({ rows: 0, done: true });
    resumed.end();
    expect(model.parameters).toEqual(checkpoint.good.parameters);
  });
});

test("what patience has seen survives JSON, also after losses that JSON does not have", () => {
  const beyond = dataset({
    inputs: others.map((row) => row.map((x) => x * 1e38)),
    targets: others.map(target),
  });
  const session = begin(build(), { epochs: 3, validation: beyond });
  session.advance();
  const { watch } = checkpointOf(session);
  session.end();
  expect(JSON.parse(JSON.stringify(watch))).toEqual(watch);
  expect(watch.bestEpoch).toBe(1);
});
