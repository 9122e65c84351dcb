import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";

import { describe, expect, test } from "vitest";

import {
  dataset,
  type Dataset,
  dense,
  type Epoch,
  type FitControl,
  type Progress,
  Model,
  type ModelOptions,
  OptionError,
  sgd,
  windows,
} from "../../src/index.js";
import { fit, type WorkerFitOptions } from "../../src/worker/index.js";
import { PROGRAM } from "../../src/worker/program-text.js";
import { caught } from "../support/caught.js";
import {
  bytes,
  CLASSES,
  inputs,
  labelled,
  long,
  names,
  outcome,
  random,
  REGRESSION,
  targets,
  train,
  validation,
  wide,
  withoutTimes,
} from "./worker-cases.js";

/** downhill/worker in Node: what model.fit does here, a thread does there, to the same bits. Browsers and the rest: tests/runtimes. */

const YES_NO: ModelOptions = { inputs: 3, layers: [dense(1)], loss: "binaryCrossEntropy", positive: "above" };
const SERIES: ModelOptions = { inputs: 7, layers: [dense(5, "relu"), dense(2)], loss: "mae" };

type Case = [name: string, options: ModelOptions, data: Dataset, fit: WorkerFitOptions];
const CASES: Case[] = [
  ["batches, dropout and a schedule", REGRESSION, train, { epochs: 6 }],
  [
    "all rows in one batch, in their order",
    REGRESSION,
    train,
    { epochs: 6, batchSize: "all", shuffle: false },
  ],
  [
    "validation and early stopping",
    REGRESSION,
    train,
    { epochs: 60, batchSize: 50, validation, earlyStopping: { patience: 2, minDelta: 0.01 } },
  ],
  ["clipping and a tolerance", REGRESSION, train, { epochs: 5, clipNorm: 0.1, gradientTolerance: 10 }],
  [
    "rates that have to be halved",
    { ...REGRESSION, optimizer: sgd({ learningRate: 50 }) },
    train,
    { epochs: 5, onDiverge: "halve", validation },
  ],
  ["labels", CLASSES, labelled, { epochs: 5, classWeights: "balanced" }],
  [
    "columns in another order",
    CLASSES,
    dataset({ inputs: inputs.map(([a, b, c]) => [c, a, b]), labels: names }, { columns: ["c", "a", "b"] }),
    { epochs: 5, classWeights: { above: 3 } },
  ],
  [
    "two labels, which the model does not know yet, and weights of rows",
    YES_NO,
    dataset(
      { inputs, labels: names.map((name) => (name === "above" ? name : "not")) },
      { weights: inputs.map((_, row) => row % 3) },
    ),
    { epochs: 5, classWeights: Float64Array.of(1, 2) as unknown as number[] },
  ],
  ["windows", SERIES, windows(random.list(400), { past: 7, ahead: 2 }), { epochs: 4 }],
  [
    "a slice of float32 rows",
    REGRESSION,
    float32().slice(100, 400),
    { epochs: 4, validation: float32().slice(0, 90) },
  ],
  ["without standardizing", { ...REGRESSION, standardize: false }, train, { epochs: 4 }],
];

function float32(): Dataset {
  const both = { inputs: Float32Array.from(inputs.flat()), targets: Float32Array.from(targets.flat()) };
  return dataset(both, { inputWidth: 3, targetWidth: 2 });
}

describe.each(CASES)("%s", (_, options, data, fitOptions) => {
  test("gives the same bits and the same history as model.fit, and goes on to the same bits", async () => {
    const [here, there] = [new Model(options), new Model(options)];
    for (let round = 0; round < 2; round++) {
      const expected = await here.fit(data, fitOptions);
      const history = await fit(there, data, fitOptions);
      expect(withoutTimes(history)).toEqual(withoutTimes(expected));
      if (history.epochs.some(({ epoch }) => epoch === history.best.epoch))
        expect(history.epochs).toContain(history.best);
      expect(bytes(there)).toEqual(bytes(here));
    }
    expect(there.classes).toEqual(here.classes);
    const { onDiverge } = fitOptions;
    here.fitSync(data, { epochs: 2, onDiverge });
    there.fitSync(data, { epochs: 2, onDiverge });
    expect(bytes(there)).toEqual(bytes(here));
  });
});

test("epochs are told one by one, in order, and each waits for what onEpoch gives", async () => {
  const model = new Model(REGRESSION);
  const seen: string[] = [];
  const onEpoch = async ({ epoch }: Epoch): Promise<void> => {
    seen.push(`${epoch} begins`);
    await sleep(5);
    seen.push(`${epoch} ends`);
  };
  const { epochs } = await fit(model, train, { epochs: 3, onEpoch });
  expect(seen).toEqual([1, 2, 3].flatMap((epoch) => [`${epoch} begins`, `${epoch} ends`]));
  expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
});

describe("onEpoch", () => {
  /** Both ways of training, with an onEpoch that is the same. */
  async function both(
    onEpoch: (model: Model, epoch: Epoch, control: FitControl) => unknown,
    more: Partial<WorkerFitOptions> = {},
  ): Promise<void> {
    const [here, there] = [new Model(REGRESSION), new Model(REGRESSION)];
    const options = (model: Model): WorkerFitOptions => ({
      epochs: 6,
      ...more,
      onEpoch: (epoch, control) => onEpoch(model, epoch, control),
    });
    const expected = await outcome(here.fit(train, options(here)));
    expect(await outcome(fit(there, train, options(there)))).toEqual(expected);
    expect(bytes(there)).toEqual(bytes(here));
    here.fitSync(train, { epochs: 1 });
    there.fitSync(train, { epochs: 1 });
    expect(bytes(there)).toEqual(bytes(here));
  }

  test("sees the model after its epoch, asking changes no bit", async () => {
    const seen: unknown[] = [];
    await both((model, epoch) => {
      seen.push([
        epoch.epoch,
        model.predict([1, 2, 3]),
        model.loss(validation),
        model.parameters,
        bytes(model),
      ]);
      model.gradient(validation);
    });
    expect(seen.slice(6)).toEqual(seen.slice(0, 6));
    expect(new Set(seen.slice(0, 6).map((entry) => String((entry as unknown[])[1]))).size).toBe(6);
  });

  test("may assign parameters, and the fit goes on from them", async () => {
    let assigned = 0;
    await both((model, { epoch }) => {
      if (epoch !== 2 && epoch !== 6) return;
      model.parameters = model.parameters.map((value, i) => value / (i + 2));
      assigned++;
    });
    expect(assigned).toBe(4);
  });

  test("stops by stop(), at once or later", async () => {
    await both((_, { epoch }, { stop }) => epoch === 3 && stop());
    await both(
      async (_, { epoch }, { stop }) => {
        await sleep(1);
        if (epoch === 2) stop();
      },
      { validation },
    );
  });

  test("comes with an onProgress, at most ten times a second, also within an epoch", async () => {
    const many = random.table(50_000, 3);
    const rows = dataset({ inputs: many, targets: many.map(([a, b]) => [a, b]) });
    const layers = [dense(256, "relu"), dense(256, "relu"), dense(2)];
    const model = new Model({ ...REGRESSION, layers });
    const seen: Progress[] = [];
    const parameters: unknown[] = [];
    const onProgress = (progress: Progress): void => {
      seen.push(progress);
      parameters.push(String(model.snapshot().parameters), String(model.parameters));
      expect(() => (model.parameters = model.parameters)).toThrow(OptionError);
    };
    const begun = performance.now();
    await fit(model, rows, { epochs: 1, batchSize: 500, onProgress });
    const seconds = (performance.now() - begun) / 1000;
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.length).toBeLessThanOrEqual(10 * seconds + 1);
    for (const { epoch, fraction, rows } of seen) {
      expect(epoch).toBe(1);
      expect(fraction).toBeCloseTo(rows / 50_000);
    }
    // Within the first epoch the model is what it was before.
    expect(new Set(parameters).size).toBe(1);
    const twin = new Model({ ...REGRESSION, layers });
    twin.fitSync(rows, { epochs: 1, batchSize: 500 });
    expect(bytes(model)).toEqual(bytes(twin));
  });

  test("onProgress stops by stop(), and by throwing", async () => {
    const model = wide();
    const stops = { ...long, onProgress: (_: Progress, { stop }: FitControl) => stop() };
    expect((await fit(model, train, stops)).stoppedBy).toBe("stopped");
    const error = new Error("mine");
    const throws = (): never => {
      throw error;
    };
    await expect(fit(model, train, { ...long, onProgress: throws })).rejects.toBe(error);
    await fit(model, train, { epochs: 1 });
  });

  test("that throws ends the fit with its error, and leaves the model in order", async () => {
    const error = new RangeError("mine");
    const fails = (_: Model, { epoch }: Epoch): void => {
      if (epoch === 4) throw error;
    };
    await both(fails);
    await both(async (...all) => fails(...(all as unknown as [Model, Epoch])), { validation });
    await expect(
      fit(new Model(REGRESSION), train, {
        epochs: 5,
        onEpoch: () => fails(new Model(REGRESSION), { epoch: 4 } as Epoch),
      }),
    ).rejects.toBe(error);
  });
});

describe("meanwhile", () => {
  test("the model is being trained: asking it, and another training of it, throw; its snapshot follows", async () => {
    const model = wide();
    const stopping = new AbortController();
    const fitting = fit(model, train, { ...long, signal: stopping.signal });
    expect(() => model.predict([1, 2, 3])).toThrow(/being trained\. Await that fit/);
    expect(() => model.step(inputs.slice(0, 2), targets.slice(0, 2))).toThrow(
      /being trained\. Await that fit/,
    );
    expect(() => model.free()).toThrow(OptionError);
    await expect(fit(model, train, { epochs: 1 })).rejects.toThrow(/^fit: this model is being trained/);
    await expect(model.fit(train, { epochs: 1 })).rejects.toThrow(/^Model\.fit: this model is being trained/);
    const losses: number[] = [];
    while (losses.length < 2) {
      await sleep(5);
      const snapshot = model.snapshot();
      if (snapshot.toJSON().training.epoch === 0) continue;
      const loss = snapshot.loss(train);
      if (loss !== losses[losses.length - 1]) losses.push(loss);
    }
    stopping.abort();
    const { epochs } = await fitting;
    // All epochs, and the last one's model.
    expect(epochs.map(({ epoch }) => epoch)).toEqual(epochs.map((_, i) => i + 1));
    expect(model.toJSON().training.epoch).toBe(epochs.length);
    const twin = wide();
    twin.fitSync(train, { epochs: epochs.length });
    expect(bytes(model)).toEqual(bytes(twin));
  });

  test("it has no checkpoint, in its callbacks or outside: whose is said", async () => {
    const model = wide();
    const wanted =
      "Model.checkpoint: this fit has none: it is only beginning, or runs in a worker or over a stream.";
    const told: string[] = [];
    const ask = (): void => void told.push(caught(OptionError, () => model.checkpoint()).message);
    const fitting = fit(model, train, { epochs: 2, onEpoch: ask, onProgress: ask });
    ask();
    await fitting;
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(new Set(told)).toEqual(new Set([wanted]));
    expect(() => model.checkpoint()).toThrow("no fit is under way");
  });

  test("epochs wait for this thread when it is busy: they come together, not in thousands of messages", async () => {
    const worker = new Worker(PROGRAM, { eval: true });
    let messages = 0;
    worker.on("message", () => messages++);
    const line = dataset({ inputs: [1, 2, 3], targets: [2, 4, 6] });
    const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse" });
    const fitting = fit(model, line, { epochs: 5000, worker });
    // The thread starts by itself, and this one is not there for any of its messages.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    expect((await fitting).epochs.map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: 5000 }, (_, i) => i + 1),
    );
    expect(messages).toBeLessThan(100);
    await worker.terminate();
  });

  test("this thread is free, also within an epoch", async () => {
    const many = random.table(20_000, 3);
    const rows = dataset({ inputs: many, targets: many.map(([a, b]) => [a, b]) });
    const layers = [dense(256, "relu"), dense(256, "relu"), dense(2)];
    const model = new Model({ ...REGRESSION, layers });
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const begun = performance.now();
    await fit(model, rows, { epochs: 1, batchSize: 500 });
    clearInterval(timer);
    // An epoch takes hundreds of milliseconds.
    expect(longest).toBeLessThan((performance.now() - begun) / 2);
  });
});

describe("signal", () => {
  test("that is aborted already: no epoch is run", async () => {
    const [here, there] = [new Model(REGRESSION), new Model(REGRESSION)];
    const options = { epochs: 3, signal: AbortSignal.abort() };
    const expected = withoutTimes(await here.fit(train, options));
    expect(withoutTimes(await fit(there, train, options))).toEqual(expected);
    expect(expected).toMatchObject({ stoppedBy: "signal", epochs: [] });
    expect(there.toJSON()).toEqual(here.toJSON());
  });

  test("within a slice of an epoch, which is undone", async () => {
    const many = new Float32Array(3 * 200_000).map((_, i) => Math.sin(i));
    const rows = dataset(
      { inputs: many, targets: many.subarray(0, 400_000) },
      { inputWidth: 3, targetWidth: 2 },
    );
    const model = new Model({ ...REGRESSION, layers: [dense(256, "relu"), dense(256, "relu"), dense(2)] });
    const before = bytes(model);
    const stopping = new AbortController();
    const fitting = fit(model, rows, { epochs: 1, signal: stopping.signal });
    // The epoch takes seconds, starting a worker less than one.
    await sleep(500);
    const aborted = performance.now();
    stopping.abort();
    const { stoppedBy, epochs } = await fitting;
    expect(stoppedBy).toBe("signal");
    expect(performance.now() - aborted).toBeLessThan(400);
    expect(epochs).toEqual([]);
    expect(model.toJSON().parameters).toEqual(Model.load(before).toJSON().parameters);
  });

  test("one without events is looked at between epochs; listeners are taken off again", async () => {
    const polled = { aborted: false } as { aborted: boolean };
    const onEpoch = ({ epoch }: Epoch): void => void (polled.aborted = epoch === 3);
    const signal = polled as unknown as AbortSignal;
    expect((await fit(wide(), train, { ...long, signal, onEpoch })).stoppedBy).toBe("signal");

    const counted = new AbortController().signal;
    let listeners = 0;
    const add = counted.addEventListener.bind(counted);
    const remove = counted.removeEventListener.bind(counted);
    counted.addEventListener = (...all: Parameters<typeof add>) => (listeners++, add(...all));
    counted.removeEventListener = (...all: Parameters<typeof remove>) => (listeners--, remove(...all));
    await fit(new Model(REGRESSION), train, { epochs: 1, signal: counted });
    expect(listeners).toBe(0);
  });
});
