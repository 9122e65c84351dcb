import { describe, expect, test } from "vitest";

import {
  adam,
  DataError,
  dataset,
  type Dataset,
  dense,
  DivergedError,
  dropout,
  type Epoch,
  type FitOptions,
  type History,
  Model,
  type ModelOptions,
  OptionError,
  rmsprop,
  sgd,
} from "../../src/index.js";
import { caught } from "../support/caught.js";
import { Random } from "../support/random.js";

/** A fit that is broken off at a checkpoint and taken up again, by bytes alone, ends as one that was not. */

const random = new Random(21);
const inputs = random.table(300, 3);
const target = (row: ArrayLike<number>): number => row[0] * row[1] - row[2];
const weights = inputs.map((_, r) => 1 + (r % 3));
const columns = ["a", "b", "c"];
const train = dataset({ inputs, targets: inputs.map(target) }, { weights, columns });
const others = random.table(90, 3);
const validation = dataset({ inputs: others, targets: others.map(target) });
const labelled = dataset({ inputs, labels: inputs.map((row) => (target(row) > 0 ? "up" : "down")) });

interface Fit {
  readonly model: ModelOptions;
  readonly data: Dataset;
  readonly options: FitOptions;
}

const regression: ModelOptions = {
  inputs: 3,
  layers: [dense(9, "silu"), dropout(0.1), dense(1)],
  loss: "mse",
  optimizer: adam({ learningRate: { schedule: "step", initial: 0.02, every: 3, factor: 0.5 } }),
  seed: 11,
};

const FITS: Record<string, Fit> = {
  plain: {
    model: { ...regression, optimizer: adam() },
    data: train,
    options: { epochs: 6 },
  },
  "validation, patience, a tolerance, clipping": {
    model: { ...regression, optimizer: rmsprop({ learningRate: 0.03 }) },
    data: train,
    options: {
      epochs: 40,
      batchSize: 50,
      validation,
      earlyStopping: { patience: 3, minDelta: 0.001 },
      gradientTolerance: 1e-6,
      clipNorm: 0.5,
    },
  },
  "rates that had to be halved": {
    model: { ...regression, optimizer: sgd({ learningRate: 50 }) },
    data: train,
    options: { epochs: 8, validation, onDiverge: "halve" },
  },
  "halved rates with patience": {
    model: { ...regression, layers: [dense(1)], optimizer: sgd({ learningRate: 30 }) },
    data: train,
    options: { epochs: 60, batchSize: "all", validation, earlyStopping: { patience: 4 }, onDiverge: "halve" },
  },
  "classes with weights, one batch": {
    model: {
      inputs: 3,
      layers: [dense(5, "tanh"), dense(2)],
      loss: "crossEntropy",
      optimizer: sgd({ momentum: 0.9 }),
    },
    data: labelled,
    options: { epochs: 5, batchSize: "all", shuffle: false, classWeights: { up: 2, down: 1 } },
  },
};

const untimed = (epochs: readonly Epoch[]): object[] => epochs.map(({ elapsedMs: _, ...epoch }) => epoch);
const ended = ({ epochs, best, ...rest }: History): object => ({
  ...rest,
  epochs: untimed(epochs),
  best: untimed([best]),
});

describe.each(Object.entries(FITS))("%s", (_, { model: spec, data, options }) => {
  const whole = new Model(spec);
  const history = whole.fitSync(data, options);
  const bytes = whole.save({ optimizer: true });

  /** The checkpoints that a fit gives where it is asked at each of these epochs. */
  function checkpointsAt(epochs: readonly number[]): Map<number, Uint8Array> {
    const model = new Model(spec);
    const found = new Map<number, Uint8Array>();
    model.fitSync(data, {
      ...options,
      onEpoch: ({ epoch }) => {
        if (epochs.includes(epoch)) found.set(epoch, model.checkpoint());
      },
    });
    return found;
  }

  test("resumed after each of some epochs, the last one too", async () => {
    const last = history.epochs.length;
    const found = checkpointsAt([1, 2, last - 1, last]);
    expect(found.size).toBe(new Set([1, 2, last - 1, last]).size);
    for (const [epoch, checkpoint] of found) {
      const told: number[] = [];
      const resumed = Model.resume(checkpoint, data, {
        validation: options.validation,
        onEpoch: (done) => void told.push(done.epoch),
      });
      expect(ended(await resumed.history)).toEqual(ended(history));
      expect(resumed.model.save({ optimizer: true })).toEqual(bytes);
      expect(told).toEqual(Array.from({ length: last - epoch }, (__, i) => epoch + 1 + i));
    }
  });

  test("broken off again and again, from one checkpoint to the next", async () => {
    let checkpoint = checkpointsAt([1]).get(1) as Uint8Array;
    for (let leg = 0; ; leg++) {
      let next: Uint8Array | undefined;
      const resumed = Model.resume(checkpoint, data, {
        validation: options.validation,
        onEpoch: (__, { stop }) => {
          next = resumed.model.checkpoint();
          stop();
        },
      });
      const found = await resumed.history;
      if (next === undefined) {
        expect(leg).toBe(history.epochs.length - 1);
        expect(ended(found)).toEqual(ended(history));
        expect(resumed.model.save({ optimizer: true })).toEqual(bytes);
        return;
      }
      checkpoint = next;
    }
  });
});

/** A checkpoint from within an epoch, which takes longer than the tenth of a second after which onProgress is told. */
async function withinAnEpoch(): Promise<{
  model: ModelOptions;
  data: Dataset;
  checkpoint: Uint8Array;
  share: number;
}> {
  const many = random.table(60_000, 4);
  const data = dataset({ inputs: many, targets: many.map(target) });
  const model: ModelOptions = {
    inputs: 4,
    layers: [dense(256, "tanh"), dense(64, "tanh"), dense(1)],
    loss: "mse",
    seed: 2,
  };
  const fitted = new Model(model);
  let checkpoint: Uint8Array | undefined;
  let share = 0;
  await fitted.fit(data, {
    epochs: 1,
    onProgress({ fraction }, { stop }) {
      checkpoint = fitted.checkpoint();
      share = fraction;
      stop();
    },
  });
  return { model, data, checkpoint: checkpoint as Uint8Array, share };
}

test("resumed within an epoch", async () => {
  const { model, data, checkpoint, share } = await withinAnEpoch();
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThan(1);
  const whole = new Model(model);
  const history = whole.fitSync(data, { epochs: 1 });
  const resumed = Model.resume(checkpoint, data);
  expect(ended(await resumed.history)).toEqual(ended(history));
  expect(resumed.model.save({ optimizer: true })).toEqual(whole.save({ optimizer: true }));
});

test("a second fit, whose best weights are those that it came with", async () => {
  const model = new Model(regression);
  model.fitSync(train, { epochs: 30 });
  const twin = model.clone();
  const options: FitOptions = { epochs: 4, validation };
  const history = twin.fitSync(train, options);
  let checkpoint = new Uint8Array();
  model.fitSync(train, {
    ...options,
    onEpoch: ({ epoch }) => {
      if (epoch === 31) checkpoint = model.checkpoint();
    },
  });
  const resumed = Model.resume(checkpoint, train, { validation });
  expect(ended(await resumed.history)).toEqual(ended(history));
  expect(resumed.model.save({ optimizer: true })).toEqual(twin.save({ optimizer: true }));
});

test("one that diverges later keeps the weights that the unbroken one keeps", async () => {
  const steep = new Model({
    ...regression,
    layers: [dense(1)],
    optimizer: sgd({ learningRate: 3 }),
    standardize: false,
  });
  const large = dataset({
    inputs: random.table(64, 3).map((row) => row.map((x) => x * 4)),
    targets: random.list(64),
  });
  const options: FitOptions = { epochs: 200, batchSize: "all" };
  const checkpoints: Uint8Array[] = [];
  const run = (): History =>
    steep.fitSync(large, { ...options, onEpoch: () => void checkpoints.push(steep.checkpoint()) });
  const error = caught(DivergedError, run);
  expect(checkpoints.length).toBeGreaterThan(3);
  for (const checkpoint of [
    checkpoints[0],
    checkpoints[checkpoints.length - 2],
    checkpoints[checkpoints.length - 1],
  ]) {
    const resumed = Model.resume(checkpoint, large);
    const again = await resumed.history.then(
      () => undefined,
      (thrown: unknown) => thrown as DivergedError,
    );
    expect(again?.message.replace("Model.resume", "Model.fitSync")).toBe(error.message);
    expect(resumed.model.save({ optimizer: true })).toEqual(steep.save({ optimizer: true }));
  }
});

describe("errors", () => {
  const { model: spec, data } = FITS.plain;
  const model = new Model(spec);
  let checkpoint = new Uint8Array();
  model.fitSync(data, { epochs: 2, onEpoch: () => void (checkpoint = model.checkpoint()) });
  const withValidation = new Model(spec);
  let watched = new Uint8Array();
  withValidation.fitSync(data, {
    epochs: 2,
    validation,
    onEpoch: () => void (watched = withValidation.checkpoint()),
  });
  const resume =
    (bytes: unknown, rows: unknown = data, options: object = {}) =>
    (): unknown =>
      Model.resume(bytes as never, rows as never, options);

  test("no fit is under way", () => {
    expect(caught(OptionError, () => model.checkpoint()).message).toBe(
      "Model.checkpoint: no fit is under way. Call it in onEpoch or onProgress; save() keeps a finished model.",
    );
  });

  const changed = (change: (rows: number[][]) => void): Dataset => {
    const rows = inputs.map((row) => Array.from(row));
    change(rows);
    return dataset({ inputs: rows, targets: inputs.map(target) }, { weights, columns });
  };
  test.each<[string, Dataset, object, RegExp]>([
    ["one cell", changed((rows) => (rows[200][1] += 1e-3)), {}, /training inputs differ/],
    ["another order", changed((rows) => rows.reverse()), {}, /training inputs differ/],
    ["a row less", data.slice(0, 299), {}, /training rows differ/],
    [
      "a target",
      dataset({ inputs, targets: inputs.map((row, r) => target(row) + Number(r === 7)) }, { weights }),
      {},
      /training targets differ/,
    ],
    ["a weight", dataset({ inputs, targets: inputs.map(target) }), {}, /differ/],
  ])("other data: %s", (_, rows, options, says) => {
    expect(caught(DataError, resume(checkpoint, rows, options)).message).toMatch(says);
  });

  test("other validation rows, none, or too many", () => {
    const other = dataset({ inputs: others, targets: others.map(() => 1) });
    expect(caught(DataError, resume(watched, data, { validation: other })).message).toMatch(
      /validation targets differ/,
    );
    expect(caught(OptionError, resume(watched)).message).toMatch(/the fit had validation rows: give them/);
    expect(caught(OptionError, resume(checkpoint, data, { validation })).message).toMatch(
      /leave validation out/,
    );
  });

  test("options that the checkpoint has itself", () => {
    expect(caught(OptionError, resume(checkpoint, data, { epochs: 9 })).message).toMatch(
      /"epochs": unknown option/,
    );
  });

  test.each<[string, unknown, string]>([
    ["a text", "{}", 'expected a Uint8Array, got "{}". Give the bytes that checkpoint() made.'],
    ["nothing", undefined, "expected a Uint8Array, got undefined. Give the bytes that checkpoint() made."],
    ["three bytes", new Uint8Array(3), "it has 3 bytes. Give the bytes that checkpoint() made."],
    ["JSON", new TextEncoder().encode('{"format":"downhill"}'), "Give the bytes that checkpoint() made."],
    ["half of them", checkpoint.slice(0, 400), "Give the bytes that checkpoint() made."],
  ])("%s in place of a checkpoint is not told what load takes", (_, bytes, end) => {
    const { message } = caught(DataError, resume(bytes));
    expect(message.slice(-end.length)).toBe(end);
    expect(message).not.toMatch(/save|fromJSON/);
  });

  test("bytes that are none, or damaged anywhere", () => {
    expect(caught(DataError, resume(model.save())).message).toMatch(
      /this is no checkpoint \(format "downhill"\)/,
    );
    expect(caught(DataError, () => Model.load(checkpoint)).message).toMatch(/no downhill model/);
    caught(DataError, resume(new Uint8Array(3)));
    for (let at = 0; at < checkpoint.length; at += 37) {
      const bytes = checkpoint.slice();
      bytes[at] ^= 1 << (at % 8);
      caught(DataError, resume(bytes));
      caught(DataError, resume(checkpoint.slice(0, at)));
    }
  });
});
