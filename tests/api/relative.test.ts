import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect, test } from "vitest";

import {
  adam,
  dataset,
  DataError,
  type Dataset,
  dense,
  type LayerSpec,
  type LossSpec,
  Model,
  type ModelOptions,
  nextWindow,
  OptionError,
  windows,
  type WindowOptions,
} from "../../src/index.js";
import * as predictOnly from "../../src/predict-only.js";
import { fit as fitStream } from "../../src/stream/index.js";
import { fit as fitInWorker } from "../../src/worker/index.js";
import { caught } from "../support/caught.js";
import { expectClose } from "../support/close.js";
import { Random } from "../support/random.js";

/** Windows relative to their last value. The reference: a model trained on windows and targets that were subtracted by hand. */

const N = 300;
const PAST = 5;
const AHEAD = 2;
const random = new Random(3);
const price = Array.from({ length: N }, () => 10 + random.normal());
const dates = Array.from({ length: N }, (_, i) => Date.UTC(2020, 0, 1 + i));
let level = 5000;
const series = Array.from({ length: N }, (_, i) => (level += 3 + 4 * Math.sin(i) + random.normal()));

const BOTH: WindowOptions = { past: PAST, ahead: AHEAD, with: { price }, dates, calendar: ["weekday"] };
const ROW = PAST + PAST + 7;
const relative = windows(series, { ...BOTH, relative: "last" });
const absolute = windows(series, BOTH);

/** The newest value of each row. */
function lastOf(data: Dataset): Float64Array {
  return Float64Array.from({ length: data.rows }, (_, r) => data.inputs[r * data.inputWidth + PAST - 1]);
}

/** The rows of `data`, each window and its targets less the window's last value. */
function subtracted(data: Dataset): Dataset {
  const last = lastOf(data);
  const { inputWidth, targetWidth } = data;
  const inputs = Float64Array.from(data.inputs, (value, i) =>
    i % inputWidth < PAST ? value - last[Math.floor(i / inputWidth)] : value,
  );
  const targets = Float64Array.from(data.targets, (value, i) => value - last[Math.floor(i / targetWidth)]);
  return dataset({ inputs, targets }, { inputWidth, targetWidth });
}

const LAYERS: LayerSpec[] = [dense(8, "relu"), dense(AHEAD)];
const HOW = { optimizer: adam({ learningRate: 0.01 }), seed: 4 };
/** By hand there is no one to say which columns are indicators. */
const options = (more: Partial<ModelOptions> = {}): ModelOptions =>
  ({ inputs: relative, layers: LAYERS, loss: "mae", ...HOW, ...more }) as ModelOptions;
const byHandOptions = (more: Partial<ModelOptions> = {}): ModelOptions =>
  options({ inputs: ROW, encoding: { type: "series", indicators: 7 } as never, ...more });

const plusLast = (changes: Float64Array, data: Dataset): Float64Array => {
  const last = lastOf(data);
  return changes.map((value, i) => value + last[Math.floor(i / AHEAD)]);
};

describe.each<[string, LossSpec, boolean]>([
  ["mae", "mae", true],
  ["mse", "mse", true],
  ["not standardized", "mse", false],
])("trained by hand on subtracted rows, %s", (_, loss, standardize) => {
  const { train, validation } = relative.split({ validation: 0.2 });
  const model = new Model(options({ inputs: train, loss, standardize }));
  const byHand = new Model(byHandOptions({ loss, standardize }));
  const histories = [
    model.fitSync(train, { epochs: 5, validation }),
    byHand.fitSync(subtracted(train), { epochs: 5, validation: subtracted(validation) }),
  ];

  test("the same parameters, to the bit, and the same losses", () => {
    expect(model.parameters).toEqual(byHand.parameters);
    const losses = histories.map(({ epochs }) =>
      epochs.map(({ loss, validationLoss }) => [loss, validationLoss]),
    );
    expect(losses[0]).toEqual(losses[1]);
    expect(model.gradient(validation)).toEqual(byHand.gradient(subtracted(validation)));
  });

  test("predictions are its predictions and the last value", () => {
    const expected = plusLast(byHand.predictAll(subtracted(validation)), validation);
    expect(model.predictAll(validation)).toEqual(expected);
    expect(model.predictAll(validation.inputs)).toEqual(expected);
    for (let r = 0; r < 5; r++) {
      const row = validation.inputs.slice(r * ROW, (r + 1) * ROW);
      expect(model.predict(row)).toEqual(expected.slice(r * AHEAD, (r + 1) * AHEAD));
      expect(model.predictInto(Array.from(row), new Float64Array(AHEAD))).toEqual(
        expected.slice(r * AHEAD, (r + 1) * AHEAD),
      );
    }
  });

  test("evaluate measures what predictAll says, in the series' own unit", () => {
    const predicted = model.predictAll(validation);
    const { targets } = validation;
    const errors = predicted.map((value, i) => Math.abs(value - targets[i]));
    const { mae } = model.evaluate(validation) as { mae: number };
    expectClose(mae, errors.reduce((sum, error) => sum + error, 0) / errors.length, { tolerance: 1e-9 });
  });
});

test("a series of float32 is subtracted in float64, as by hand", () => {
  const float32 = windows(Float32Array.from(series), { past: PAST, ahead: AHEAD, relative: "last" });
  const model = new Model({ inputs: float32, layers: LAYERS, loss: "mse", ...HOW });
  const byHand = new Model({ inputs: PAST, layers: LAYERS, loss: "mse", ...HOW });
  model.fitSync(float32, { epochs: 3 });
  byHand.fitSync(subtracted(float32), { epochs: 3 });
  expect(model.parameters).toEqual(byHand.parameters);
});

test("what the model is lies in its spec, and a spec alone builds it", () => {
  const model = new Model(options());
  expect(model.spec.encoding).toEqual({ type: "series", relative: PAST, indicators: 7 });
  expect(new Model(options({ inputs: absolute })).spec.encoding).toEqual({ type: "series", indicators: 7 });
  expect(new Model(options({ inputs: ROW })).spec).not.toHaveProperty("encoding");
  const again = new Model(model.spec);
  again.fitSync(relative, { epochs: 1 });
  model.fitSync(relative, { epochs: 1 });
  expect(again.save()).toEqual(model.save());
});

test("what the network sees of a shifted series is the same: predictions are shifted with it", () => {
  const shifted = windows(
    series.map((value) => value + 2 ** 20),
    { past: PAST, ahead: AHEAD, relative: "last" },
  );
  const plain = windows(series, { past: PAST, ahead: AHEAD, relative: "last" });
  const models = [plain, shifted].map((data) => {
    const model = new Model({ inputs: data, layers: LAYERS, loss: "mae", ...HOW });
    model.fitSync(data, { epochs: 5 });
    return model.predictAll(data);
  });
  expectClose(
    models[1],
    models[0].map((value) => value + 2 ** 20),
    { tolerance: 1e-6 },
  );
});

describe("kept, and trained elsewhere", () => {
  const model = new Model(options());
  model.fitSync(relative, { epochs: 4 });
  const expected = model.predictAll(relative);
  const row = relative.inputs.slice(0, ROW);

  test("save and load, JSON, clone, snapshot", () => {
    const file = model.save({ optimizer: true });
    const copies = [
      ...[Model.load(file), Model.fromJSON(JSON.stringify(model)), model.clone(), model.snapshot()],
    ];
    for (const copy of copies) {
      expect(copy.predictAll(relative)).toEqual(expected);
      expect(copy.spec).toEqual(model.spec);
    }
    expect(Model.load(file).save({ optimizer: true })).toEqual(file);
    expect(JSON.parse(JSON.stringify(model))).toMatchObject({ version: 3 });
    expect(
      JSON.parse(JSON.stringify(new Model({ inputs: 1, layers: [dense(1)], loss: "mse" }))),
    ).toMatchObject({
      version: 2,
    });
    const [one, other] = [Model.load(file), model.clone()];
    one.fitSync(relative, { epochs: 2 });
    other.fitSync(relative, { epochs: 2 });
    expect(one.parameters).toEqual(other.parameters);
  });

  test("downhill/predict gives the same bits", () => {
    for (const loaded of [predictOnly.load(model.save()), predictOnly.fromJSON(JSON.stringify(model))]) {
      expect(loaded.predictAll(relative.inputs)).toEqual(expected);
      expect(loaded.predict(row)).toEqual(expected.slice(0, AHEAD));
    }
  });

  test("a worker gives the same bits", async () => {
    const [here, there] = [new Model(options()), new Model(options())];
    const { train, validation } = relative.split({ validation: 0.2 });
    await here.fit(train, { epochs: 4, validation });
    await fitInWorker(there, train, { epochs: 4, validation });
    expect(there.save({ optimizer: true })).toEqual(here.save({ optimizer: true }));
    expect(there.predictAll(validation)).toEqual(here.predictAll(validation));
  });

  test("a fit that is put away and resumed gives the same bits", async () => {
    const whole = new Model(options());
    await whole.fit(relative, { epochs: 6 });
    const broken = new Model(options());
    let kept: Uint8Array | undefined;
    await broken.fit(relative, {
      epochs: 6,
      onEpoch: async ({ epoch }, { stop }) => {
        await sleep(1);
        if (epoch !== 3) return;
        kept = broken.checkpoint();
        stop();
      },
    });
    const resumed = Model.resume(kept as Uint8Array, relative);
    await resumed.history;
    expect(resumed.model.save()).toEqual(whole.save());
  });

  test("a stream gives the bits of fit, its own rows not standardized, and the same scale as near as sums are", async () => {
    const batches = function* () {
      for (let from = 0; from < relative.rows; from += 50) {
        const part = relative.slice(from, Math.min(relative.rows, from + 50));
        yield {
          inputs: Array.from({ length: part.rows }, (_, r) => part.inputs.slice(r * ROW, (r + 1) * ROW)),
          targets: Array.from({ length: part.rows }, (_, r) =>
            Array.from(part.targets.slice(r * AHEAD, (r + 1) * AHEAD)),
          ),
        };
      }
    };
    for (const standardize of [false, true]) {
      const [here, there] = [new Model(options({ standardize })), new Model(options({ standardize }))];
      here.fitSync(relative, { epochs: 3, batchSize: 40 });
      await fitStream(there, batches, { epochs: 3, batchSize: 40, shuffleRows: relative.rows });
      if (standardize)
        expectClose(there.predictAll(relative), here.predictAll(relative), { tolerance: 1e-3 });
      else expect(there.parameters).toEqual(here.parameters);
    }
  });

  test("steps on batches", () => {
    const [ours, byHand] = [new Model(options()), new Model(byHandOptions())];
    const table = (data: Dataset, width: "inputs" | "targets"): number[][] => {
      const size = width === "inputs" ? ROW : AHEAD;
      return Array.from({ length: 64 }, (_, r) => Array.from(data[width].slice(r * size, (r + 1) * size)));
    };
    const other = subtracted(relative);
    for (let k = 0; k < 3; k++) {
      const loss = ours.step(table(relative, "inputs"), table(relative, "targets"));
      expect(loss).toBe(byHand.step(table(other, "inputs"), table(other, "targets")));
    }
    expect(ours.parameters).toEqual(byHand.parameters);
  });

  test("unscaled is the same function, and still relative", () => {
    const linear = new Model(options({ layers: [dense(AHEAD)] }));
    linear.fitSync(relative, { epochs: 20 });
    const plain = linear.unscaled();
    expect(plain.spec).toMatchObject({ standardize: false, encoding: { type: "series", relative: PAST } });
    expectClose(plain.predictAll(relative), linear.predictAll(relative), { tolerance: 1e-6 });
    expect(Model.load(plain.save()).predictAll(relative)).toEqual(plain.predictAll(relative));
  });

  test("nextWindow goes on", () => {
    const [next] = [
      nextWindow(series, { ...BOTH, dates: [...dates, ...[N, N + 1].map((i) => Date.UTC(2020, 0, 1 + i))] }),
    ];
    expect(next.length).toBe(ROW);
    const [first, second] = model.predict(next);
    for (const value of [first, second]) expect(Math.abs(value - series[N - 1])).toBeLessThan(20);
  });
});

test("classes are told from changes, and are not measured from anything themselves", () => {
  const ups = series.map((value, i) => (i > 0 && value > series[i - 1] + 3 ? 1 : 0));
  const signal = windows(ups, { past: PAST, relative: "last" });
  const model = new Model({
    inputs: signal,
    layers: [dense(4, "relu"), dense(1)],
    loss: "binaryCrossEntropy",
    ...HOW,
  });
  model.fitSync(signal, { epochs: 5 });
  const inputs = Float64Array.from(
    signal.inputs,
    (value, i) => value - signal.inputs[i - (i % PAST) + PAST - 1],
  );
  const changes = dataset({ inputs, targets: signal.targets }, { inputWidth: PAST });
  const byHand = new Model({ inputs: PAST, layers: model.spec.layers, loss: "binaryCrossEntropy", ...HOW });
  byHand.fitSync(changes, { epochs: 5 });
  expect(model.parameters).toEqual(byHand.parameters);
  expect(model.predictAll(signal)).toEqual(byHand.predictAll(changes));
  for (const probability of model.predictAll(signal)) {
    expect(probability).toBeGreaterThanOrEqual(0);
    expect(probability).toBeLessThanOrEqual(1);
  }
  expect(Model.load(model.save()).classify(signal.inputs.slice(0, PAST))).toEqual(
    model.classify(signal.inputs.slice(0, PAST)),
  );
});

describe("notes", () => {
  test("the newest value less itself, and what the calendar never says, are none", () => {
    const january = windows(series.slice(0, 30), {
      past: 3,
      relative: "last",
      dates: dates.slice(0, 30),
      calendar: ["weekday", "hour"],
    });
    const model = new Model({ inputs: january, layers: [dense(1)], loss: "mae", ...HOW });
    // hour=00 is the same in all rows, which does say something.
    expect(model.fitSync(january, { epochs: 1 }).notes).toEqual([
      expect.stringMatching(/^input 10 \("hour=00"\) is 1 in every row/),
    ]);
  });

  test("another series that stays is one, and so is a value that does where nothing is relative", () => {
    const still = Array<number>(N).fill(7);
    const data = windows(series, { past: 2, relative: "last", with: { still } });
    const model = new Model({ inputs: data, layers: [dense(1)], loss: "mae", ...HOW });
    expect(model.fitSync(data, { epochs: 1 }).notes).toEqual([
      expect.stringMatching(/^input 2 \("still\[-2\]"\) is 7 in every row/),
      expect.stringMatching(/^input 3 \("still\[-1\]"\) is 7 in every row/),
    ]);
  });
});

describe("errors", () => {
  test.each(["relu", "sigmoid", "softplus"] as const)("a last layer with a bound: %s", (activation) => {
    const build = (): Model => new Model(options({ layers: [dense(AHEAD, activation)] }));
    const [low, high] = activation === "sigmoid" ? [0, 1] : [0, Infinity];
    expect(caught(OptionError, build).message).toBe(
      `Model: targets that are relative to a row's last value go up and down, and "${activation}" reaches only from ` +
        `${low} to ${high}. Write dense(2) last, or windows without relative.`,
    );
  });

  test.each<[string, unknown]>([
    ['Model: encoding must be an object such as { type: "series", relative: 12 }, got "series".', "series"],
    [
      "Model: encoding: relative must be a whole number of at least 0, got -1.",
      { type: "series", relative: -1 },
    ],
    [
      "Model: encoding: indicators must be a whole number of at least 0, got 1.5.",
      { type: "series", indicators: 1.5 },
    ],
    [
      "Model: encoding: relative 10 and indicators 8 are more than the 17 inputs of a row.",
      { type: "series", relative: 10, indicators: 8 },
    ],
    [
      'Model: this model takes rows that downhill/forest reads. Write import "downhill/forest" first.',
      { type: "forest" },
    ],
  ])("%s", (message, encoding) => {
    const build = (): Model => new Model(options({ inputs: ROW, encoding: encoding as never }));
    expect(caught(OptionError, build).message).toBe(message);
  });

  test("rows and predictions that are no numbers, as of any model", () => {
    const model = new Model(options());
    model.fitSync(relative, { epochs: 1 });
    const row = Array.from(relative.inputs.slice(0, ROW));
    const bad = (column: number, value: unknown): number[] => row.with(column, value as number);
    const messages: [number[], string][] = [
      [bad(1, NaN), "input [1] is NaN"],
      [bad(PAST - 1, NaN), "input [4] is NaN"],
      [bad(PAST - 1, null), "input [4] is null"],
      [bad(8, Infinity), "input [8] is Infinity"],
      [bad(0, 1e300), "input [0] is 1e+300, too far from the training rows for float32"],
    ];
    for (const [cells, text] of messages) {
      expect(caught(DataError, () => model.predict(cells)).message).toContain(
        text.replace("input ", "Model.predict: input "),
      );
      expect(caught(DataError, () => model.predictAll([row, cells]))).toMatchObject({ row: 1 });
    }
  });
});
