import { Readable } from "node:stream";

import { describe, expect, test } from "vitest";

import {
  adam,
  DataError,
  type Dataset,
  dataset,
  dense,
  DivergedError,
  dropout,
  type FitControl,
  type History,
  Model,
  type ModelOptions,
  OptionError,
  sgd,
  ShapeError,
} from "../../src/index.js";
import { LEARNER } from "../../src/network/inside.js";
import { type Batch, type Batches, fit, steps, type StreamFitOptions } from "../../src/stream/index.js";
import { expectClose } from "../support/close.js";
import { Random } from "../support/random.js";

/** downhill/stream: rows that come in batches. Its reference is model.fit over the same rows. */

const random = new Random(9);
const ROWS = 700;
const inputs = random.table(ROWS, 3);
const names = inputs.map(([a, b]) => (a > b ? "above" : a > 0 ? "between" : "below"));
const targets = inputs.map(([a, b, c]) => [Math.sin(a) + b * c + 100, a - c]);
const twos = inputs.map((_, r) => 2 ** (r % 3) * Number(r % 5 > 0));
const others = random.table(90, 3);
const validation = dataset({
  inputs: others,
  targets: others.map(([a, b, c]) => [Math.sin(a) + b * c + 100, a - c]),
});

const REGRESSION: ModelOptions = {
  inputs: 3,
  layers: [dense(9, "silu"), dropout(0.1), dense(2)],
  loss: "mse",
  optimizer: adam({ learningRate: 0.01 }),
  standardize: false,
  seed: 11,
};
const CLASSES: ModelOptions = { ...REGRESSION, layers: [dense(6, "tanh"), dense(3)], loss: "crossEntropy" };
const YES_NO: ModelOptions = {
  ...REGRESSION,
  layers: [dense(1)],
  loss: "binaryCrossEntropy",
  positive: "above",
};

/** All that a batch may have, for all rows. */
interface All {
  readonly inputs: number[][];
  readonly targets?: number[][];
  readonly labels?: string[];
  readonly weights?: number[];
}

/** The rows in batches of at most `most`, of sizes drawn anew for each pass. */
function cut({ inputs, targets, labels, weights }: All, most: number, seed = 1): () => Generator<Batch> {
  let pass = seed;
  return function* () {
    const draw = new Random(pass++);
    for (let from = 0; from < inputs.length;) {
      const to = Math.min(inputs.length, from + draw.whole(most) + 1);
      const part = { inputs: inputs.slice(from, to), ...(weights && { weights: weights.slice(from, to) }) };
      yield labels
        ? { ...part, labels: labels.slice(from, to) }
        : { ...part, targets: (targets as number[][]).slice(from, to) };
      from = to;
    }
  };
}

const whole = ({ weights, ...source }: All): Dataset => dataset(source as never, { weights });
const bytes = (model: Model): Uint8Array => model.save({ optimizer: true });
const errorOf = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => {
      throw new Error("no error");
    },
    (error: Error) => error,
  );

const CASES: [string, ModelOptions, All, StreamFitOptions][] = [
  ["regression", REGRESSION, { inputs, targets }, { epochs: 4 }],
  ["rows as they come", REGRESSION, { inputs, targets }, { epochs: 4, shuffleRows: 0, batchSize: 50 }],
  ["weights", REGRESSION, { inputs, targets, weights: twos }, { epochs: 3 }],
  [
    "validation, patience, clipping",
    REGRESSION,
    { inputs, targets },
    { epochs: 60, batchSize: 20, validation, earlyStopping: { patience: 2, minDelta: 0.05 }, clipNorm: 0.5 },
  ],
  ["labels", CLASSES, { inputs, labels: names }, { epochs: 4 }],
  [
    "two labels and weights of classes",
    YES_NO,
    { inputs, labels: names.map((name) => (name === "above" ? name : "not")) },
    { epochs: 4, classWeights: { above: 4, not: 1 } },
  ],
];

describe.each(CASES)("%s", (_, model, all, options) => {
  const { shuffleRows, ...rest } = options;
  const shuffle = shuffleRows !== 0;

  test("the bits and the history of model.fit, where all rows have room", async () => {
    const [here, there] = [new Model(model), new Model(model)];
    for (let round = 0; round < 2; round++) {
      const expected = here.fitSync(whole(all), { ...rest, shuffle });
      const history = await fit(there, cut(all, 60), options);
      expect(bytes(there)).toEqual(bytes(here));
      const untimed = ({ epochs, best, ...others }: typeof history): unknown => ({
        ...others,
        epochs: epochs.map((epoch) => ({ ...epoch, elapsedMs: 0 })),
        best: { ...best, elapsedMs: 0 },
      });
      expect(untimed(history)).toEqual(untimed(expected));
    }
    expect(there.classes).toEqual(here.classes);
  });

  test("how the rows are cut into batches changes no bit, with standardizing too", async () => {
    const small = { ...options, ...(shuffle && { shuffleRows: 100 }) };
    const found = new Set<string>();
    for (const most of [1, 7, 32, 150, ROWS]) {
      const one = new Model({ ...model, standardize: true });
      await fit(one, cut(all, most, most), small);
      found.add(Buffer.from(bytes(one)).toString("base64"));
    }
    expect(found.size).toBe(1);
  });
});

describe("the scale", () => {
  const far = inputs.map(([a, b]) => [1e6 + a, 7, b * 1e-9]);
  const data = { inputs: far, targets: targets.map(([a]) => [a * 1e5]), weights: twos };
  const spec: ModelOptions = { inputs: 3, layers: [dense(4, "relu"), dense(1)], loss: "mae", seed: 3 };

  test("is that of model.fit but for rounding; a constant column is left out, and a note says so", async () => {
    const [here, there] = [new Model(spec), new Model(spec)];
    const expected = here.fitSync(whole(data), { epochs: 1 });
    const history = await fit(there, cut(data, 40), { epochs: 1 });
    expect(history.notes).toEqual(expected.notes);
    expect(history.notes).toHaveLength(1);
    const [a, b] = [here.toJSON().scaler, there.toJSON().scaler];
    for (const part of ["inputs", "targets"] as const) {
      expectClose(b[part]?.mean ?? [], a[part]?.mean ?? [], { tolerance: 1e-12, label: `${part} mean` });
      expectClose(b[part]?.deviation ?? [], a[part]?.deviation ?? [], { tolerance: 1e-9, label: part });
    }
  });

  test.each([1e-170, 1e-300, 1e200, 1e-9])("is that of model.fit for numbers of about %d", async (size) => {
    // The largest numbers come last, and the smallest.
    const rows = inputs.map(([a], r) => [a * size * (r < 350 ? 1e-3 : 1), a, 1]);
    const [here, there] = [new Model(spec), new Model(spec)];
    const all = { inputs: rows, targets: targets.map(([y]) => [y]) };
    here.fitSync(whole(all), { epochs: 1 });
    await fit(there, cut(all, 40), { epochs: 1 });
    const [a, b] = [here, there].map((model) => model.toJSON().scaler.inputs);
    for (const c of [0, 1, 2]) expect((b?.deviation[c] ?? 0) / (a?.deviation[c] ?? 1)).toBeCloseTo(1, 9);
    expect(((b?.mean[0] ?? 0) - (a?.mean[0] ?? 0)) / size).toBeCloseTo(0, 9);
  });

  test.each(["balanced", { above: 5, below: 0.1, between: 0 }] as const)(
    "counts the weights of classes, as model.fit: %j",
    async (classWeights) => {
      const model = { ...CLASSES, standardize: true, classes: ["above", "below", "between"] };
      const [here, there] = [new Model(model), new Model(model)];
      const all = { inputs, labels: names, weights: twos };
      here.fitSync(whole(all), { epochs: 2, classWeights });
      await fit(there, cut(all, 50), { epochs: 2, classWeights });
      const [a, b] = [here, there].map((one) => one.toJSON().scaler.inputs);
      for (const part of ["mean", "deviation"] as const)
        expectClose(b?.[part] ?? [], a?.[part] ?? [], { tolerance: 1e-12, label: part });
      expectClose(there.parameters, here.parameters, { tolerance: 1e-5 });
    },
  );

  test("stays in a second fit, as in model.fit", async () => {
    const [here, there] = [new Model(spec), new Model(spec)];
    for (const model of [here, there]) model.fitSync(whole(data), { epochs: 1 });
    here.fitSync(dataset({ inputs, targets: targets.map(([y]) => y) }), { epochs: 2 });
    await fit(there, cut({ inputs, targets: targets.map(([y]) => [y]) }, 99), { epochs: 2 });
    expect(bytes(there)).toEqual(bytes(here));
  });

  test("balanced classes count as in model.fit", async () => {
    const [here, there] = [new Model(CLASSES), new Model(CLASSES)];
    const all = { inputs, labels: names };
    here.fitSync(whole(all), { epochs: 3, classWeights: "balanced" });
    await fit(there, cut(all, 50), { epochs: 3, classWeights: "balanced" });
    expectClose(there.parameters, here.parameters, { tolerance: 1e-5 });
  });
});

describe("what batches come from", () => {
  const build = (): Model => new Model(REGRESSION);
  const options = { epochs: 2 };
  const all = { inputs, targets };

  test("a function, sync or async, of iterables, sync or async; an array; Datasets; a stream", async () => {
    const list = [...cut(all, 80)()];
    const ways: Batches[] = [
      list,
      () => list,
      () => Promise.resolve(list),
      async function* () {
        for (const batch of list) {
          await Promise.resolve();
          yield batch;
        }
      },
      () =>
        list.map(({ inputs: x, targets: y }) => dataset({ inputs: x, targets: y as number[][] })) as never,
      () =>
        new ReadableStream<Batch>({
          start(controller) {
            for (const batch of list) controller.enqueue(batch);
            controller.close();
          },
        }) as unknown as AsyncIterable<Batch>,
    ];
    const found = new Set<string>();
    for (const batches of ways) {
      const model = build();
      await fit(model, batches, options);
      found.add(Buffer.from(bytes(model)).toString("base64"));
    }
    expect(found.size).toBe(1);
  });

  const stream = (): unknown => new ReadableStream();
  test.each<[string, () => unknown, RegExp]>([
    ["a generator that runs", () => cut(all, 9)(), /can be gone through only once.* Give a function/],
    ["a stream", stream, /can be gone through only once/],
    ["a stream of Node's", () => Readable.from([]), /can be gone through only once/],
    ["nothing", () => undefined, /^fit: batches must be a function/],
    ["a dataset", () => whole(all), /^fit: batches must be a function/],
    ["a function of a number", () => () => 5, /^fit: batches must be a function.*got 5/],
    ["no batches", () => [], /have no rows/],
    ["a batch that is none", () => [[[1, 2, 3]]], /^fit: batch 0/],
    ["a batch without targets", () => [{ inputs }], /^fit: batch 0: give either targets/],
  ])("%s is an error", async (_, batches, text) => {
    const model = build();
    const before = bytes(model);
    const error = await errorOf(fit(model, batches() as Batches, options));
    expect(error.message).toMatch(text);
    expect(bytes(model)).toEqual(before);
  });
});

describe("rows that are wrong are found before anything is changed", () => {
  const good = { inputs: [[1, 2, 3]], targets: [[1, 2]] };
  const labels = { inputs: [[1, 2, 3]], labels: ["above"] };
  const cases: [string, ModelOptions, unknown[], new (...args: never[]) => Error, RegExp][] = [
    [
      "NaN",
      REGRESSION,
      [good, { inputs: [[1, NaN, 3]], targets: [[1, 2]] }],
      DataError,
      /^fit: batch 1: inputs\[0\]\[1\] is NaN/,
    ],
    [
      "a width",
      REGRESSION,
      [good, { inputs: [[1, 2]], targets: [[1, 2]] }],
      ShapeError,
      /^fit: batch 1: inputs\[0\] has 2 values/,
    ],
    ["a weight", REGRESSION, [{ ...good, weights: [-1] }], DataError, /^fit: batch 0: weights\[0\] is -1/],
    [
      "all weights 0",
      REGRESSION,
      [
        { ...good, weights: [0] },
        { ...good, weights: [0] },
      ],
      DataError,
      /All weights are 0/,
    ],
    ["labels for numbers", REGRESSION, [labels], OptionError, /needs targets, got labels/],
    [
      "labels, then targets",
      CLASSES,
      [labels, { inputs: [[1, 2, 3]], targets: [[1, 0, 0]] }],
      DataError,
      /some batches have labels, others targets \(from row 1 on\)/,
    ],
    [
      "labels of two types",
      CLASSES,
      [labels, { inputs: [[1, 2, 3]], labels: [7] }],
      DataError,
      /another type \(7\) than those before \("above"\)/,
    ],
    [
      "too many classes",
      CLASSES,
      ["a", "b", "c", "d"].map((label) => ({ inputs: [[1, 2, 3]], labels: [label] })),
      ShapeError,
      /the labels name 4: /,
    ],
    [
      "an unknown class",
      { ...CLASSES, classes: ["above", "below", "x"] },
      [{ inputs: [[1, 2, 3]], labels: ["y"] }],
      DataError,
      /has the class "y"/,
    ],
    [
      "numbers too far apart",
      { ...REGRESSION, standardize: true },
      [-1.7e308, 1.7e308].map((x) => ({ inputs: [[x, 1, 1]], targets: [[1, 2]] })),
      DataError,
      /input 0 has numbers so far apart/,
    ],
  ];
  test.each(cases)("%s", async (_, spec, batches, Kind, text) => {
    const model = new Model(spec);
    const before = bytes(model);
    const error = await errorOf(fit(model, batches as Batch[], { epochs: 1 }));
    expect(error).toBeInstanceOf(Kind);
    expect(error.message).toMatch(text);
    expect(bytes(model)).toEqual(before);
    expect(model.toJSON().scaler).toEqual(new Model(spec).toJSON().scaler);
  });

  test.each<[string, object, RegExp]>([
    [
      "shuffle",
      { shuffle: true },
      /^fit: shuffle is not for rows that come bit by bit\. Rows are shuffled in a window/,
    ],
    ["gradientTolerance", { gradientTolerance: 1 }, /gradient over all rows/],
    ["onDiverge", { onDiverge: "halve" }, /smaller learning rate/],
    ["batchSize all", { batchSize: "all" }, /batchSize must be a number/],
    ["shuffleRows", { shuffleRows: -1 }, /shuffleRows must be a whole number/],
    ["a misspelt one", { shufflerows: 1 }, /Did you mean "shuffleRows"/],
  ])("option %s", async (_, wrong, text) => {
    const error = await errorOf(
      fit(new Model(REGRESSION), [good] as Batch[], { epochs: 1, ...wrong } as never),
    );
    expect(error).toBeInstanceOf(OptionError);
    expect(error.message).toMatch(text);
  });
});

describe("on the way", () => {
  const all = { inputs, targets };
  const reference = (epochs: number): Uint8Array => {
    const model = new Model(REGRESSION);
    if (epochs > 0) model.fitSync(whole(all), { epochs });
    return bytes(model);
  };

  test.each([0, 1, 2])(
    "rows that cannot be read any more after %d epochs: the last finished epoch stays",
    async (done) => {
      let pass = 0;
      const model = new Model(REGRESSION);
      const batches = async function* () {
        const broken = pass++ === done + 1;
        let count = 0;
        for (const batch of cut(all, 60)()) {
          await Promise.resolve();
          if (broken && count++ === 5) throw new Error("the disk is gone");
          yield batch;
        }
      };
      const error = await errorOf(fit(model, batches, { epochs: 5, shuffleRows: 64 * 100 }));
      expect(error.message).toBe("the disk is gone");
      expect(bytes(model)).toEqual(reference(done));
      expect(model[LEARNER].fit).toBeUndefined();
    },
  );

  test.each([-3, 3])("a pass with %d rows more is an error", async (more) => {
    let pass = 0;
    const model = new Model(REGRESSION);
    const longer = { inputs: [...inputs, ...inputs], targets: [...targets, ...targets] };
    const batches = () => {
      const rows = ROWS + (pass++ === 2 ? more : 0);
      return cut({ inputs: longer.inputs.slice(0, rows), targets: longer.targets.slice(0, rows) }, 60)();
    };
    const error = await errorOf(fit(model, batches, { epochs: 5, shuffleRows: 320 }));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toMatch(/this pass has (at least )?\d+ rows, the first one had 700/);
    expect(model[LEARNER].epoch).toBe(1);
  });

  test("stop, signal and snapshot: as in model.fit", async () => {
    const model = new Model(REGRESSION);
    const seen: Uint8Array[] = [];
    const history = await fit(model, cut(all, 60), {
      epochs: 9,
      onEpoch({ epoch }, { stop }) {
        seen.push(bytes(model.snapshot()));
        if (epoch === 3) stop();
      },
    });
    expect(history.stoppedBy).toBe("stopped");
    expect(seen).toEqual([1, 2, 3].map(reference));
    const controller = new AbortController();
    const other = new Model(REGRESSION);
    const training = fit(other, cut(all, 60), {
      epochs: 1e9,
      signal: controller.signal,
      onEpoch: ({ epoch }) => epoch === 2 && controller.abort(),
    });
    expect(() => other.predict([1, 2, 3])).not.toThrow(); // the first pass changes nothing
    expect((await training).stoppedBy).toBe("signal");
    expect(bytes(other)).toEqual(reference(2));
  });

  test("a snapshot at any moment is the last finished epoch's", async () => {
    const model = new Model(REGRESSION);
    const found: string[] = [];
    let pass = -1;
    const text = (one: Model): string => Buffer.from(bytes(one)).toString("base64");
    const batches = async function* () {
      pass++;
      for (const batch of cut(all, 20)()) {
        await new Promise((resolve) => setTimeout(resolve));
        if (pass > 0) found.push(`${pass}: ${text(model.snapshot())}`);
        yield batch;
      }
    };
    await fit(model, batches, { epochs: 4, shuffleRows: 64, validation });
    const after = [new Model(REGRESSION)];
    for (const epochs of [1, 2, 3]) {
      const twin = new Model(REGRESSION);
      await fit(twin, cut(all, 700), { epochs, shuffleRows: 64 });
      after.push(twin);
    }
    expect([...new Set(found)]).toEqual(after.map((twin, epoch) => `${epoch + 1}: ${text(twin)}`));
  });

  test.each(["before", "in the first pass", "while a batch does not come"])("aborted %s", async (when) => {
    const controller = new AbortController();
    const model = new Model(REGRESSION);
    const before = bytes(model);
    if (when === "before") controller.abort();
    else setTimeout(() => controller.abort(), 20);
    const endless = async function* () {
      for (;;) {
        if (when === "while a batch does not come") await new Promise(() => undefined);
        yield { inputs: [[1, 2, 3]], targets: [[1, 2]] };
      }
    };
    const { stoppedBy, epochs } = await fit(model, endless, { epochs: 5, signal: controller.signal });
    expect([stoppedBy, epochs]).toEqual(["signal", []]);
    expect(bytes(model)).toEqual(before);
    expect(model[LEARNER].fit).toBeUndefined();
  });

  test("batches of as many rows as there are numbers for are those of all rows", async () => {
    for (const batchSize of [ROWS, ROWS + 1, 2 ** 31, 2 ** 32, 2 ** 32 + 2, Number.MAX_SAFE_INTEGER]) {
      const model = new Model(REGRESSION);
      const { epochs } = await fit(model, cut(all, 60), { epochs: 2, batchSize });
      expect(epochs[1].updates).toBe(2);
      const twin = new Model(REGRESSION);
      twin.fitSync(whole(all), { epochs: 2, batchSize: "all" });
      expect(bytes(model)).toEqual(bytes(twin));
    }
  });

  test("weights that come only later are an error", async () => {
    let pass = 0;
    const batches = () => cut({ ...all, ...(pass++ > 0 && { weights: twos }) }, 60)();
    const error = await errorOf(fit(new Model(REGRESSION), batches, { epochs: 1 }));
    expect(error.message).toMatch(
      /^fit: from row 0 on there are weights, which the first pass did not have\./,
    );
  });

  test("a pass without rows says how many there were", async () => {
    const used = Readable.from(cut(all, 60)());
    const error = await errorOf(fit(new Model(REGRESSION), () => used as never, { epochs: 1 }));
    expect(error.message).toMatch(/this pass has 0 rows, the first one had 700/);
  });

  // At these rates the weights stay finite for an epoch after which no loss is.
  test.each([1e3, 1e6, 1e12, 1e18, 1e25])(
    "after a divergence at %d the kept weights have a finite loss",
    async (learningRate) => {
      for (const batchSize of [ROWS, 100]) {
        for (const stop of [false, true]) {
          const spec = { ...REGRESSION, layers: [dense(2)], optimizer: sgd({ learningRate }) };
          const [here, there] = [new Model(spec), new Model(spec)];
          const options = {
            batchSize,
            onEpoch: (_: unknown, control: FitControl) => void (stop && control.stop()),
          };
          const streamed = await fit(there, cut(all, 60), { ...options, epochs: 40 }).catch(
            (e: unknown) => e,
          );
          let expected: unknown;
          try {
            expected = here.fitSync(whole(all), { ...options, epochs: 40 });
          } catch (error) {
            expected = error;
          }
          expect(there.loss(whole(all))).toBeLessThan(Infinity);
          if (expected instanceof Error) expect(streamed).toBeInstanceOf(DivergedError);
          else expect((streamed as History).notes).toEqual((expected as History).notes);
          expect(there.parameters).toEqual(here.parameters);
        }
      }
    },
  );

  test("while it trains the model is not to be asked, and the page is not frozen", async () => {
    const model = new Model(REGRESSION);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const training = fit(model, cut(all, 60), {
      epochs: 300,
      onProgress: ({ fraction }) => expect(fraction).toBeLessThan(1),
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(() => model.predict([1, 2, 3])).toThrow(/being trained/);
    expect(() => model.fitSync(whole(all), { epochs: 1 })).toThrow(/being trained/);
    await training;
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  });

  test("a learning rate that is too large is a DivergedError, and the last good epoch stays", async () => {
    const optimizer = sgd({ learningRate: 40 });
    const model = new Model({ ...REGRESSION, layers: [dense(2)], optimizer });
    const error = await errorOf(fit(model, cut(all, 60), { epochs: 50 }));
    expect(error).toBeInstanceOf(DivergedError);
    expect(error.message).toMatch(
      /^fit: the loss or a weight became infinite or NaN at epoch \d+, update \d+ /,
    );
    expect(model.parameters.every(Number.isFinite)).toBe(true);
  });
});

describe("steps", () => {
  test("one update a batch, as model.step, with weights, from rows that may end or not", async () => {
    const [here, there] = [
      new Model({ ...REGRESSION, standardize: true }),
      new Model({ ...REGRESSION, standardize: true }),
    ];
    const list = [...cut({ inputs, targets, weights: inputs.map((_, r) => 1 + (r % 3)) }, 40)()];
    const losses: number[] = [];
    for await (const loss of steps(there, list[Symbol.iterator]() as Batches)) losses.push(loss);
    const expected = list.map((batch) => here.step(batch.inputs, batch.targets as number[][], batch.weights));
    expect(losses).toEqual(expected);
    expect(bytes(there)).toEqual(bytes(here));
  });

  test("columns by name, and labels", async () => {
    const columns = ["a", "b", "c"];
    const known = dataset({ inputs, labels: names }, { columns });
    const [here, there] = [0, 1].map(() => new Model({ ...CLASSES, inputs: known, classes: known.classes }));
    const order = [2, 0, 1];
    const moved = { inputs: inputs.map((row) => order.map((c) => row[c])), labels: names };
    const batch: Batch = { ...moved, columns: order.map((c) => columns[c]) };
    for await (const loss of steps(there, [batch])) expect(loss).toBe(here.step(inputs, names));
    expect(bytes(there)).toEqual(bytes(here));
  });
});
