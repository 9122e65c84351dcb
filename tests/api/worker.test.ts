import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

import { afterEach, describe, expect, test, vi } from "vitest";

import {
  adam,
  DataError,
  dataset,
  type Dataset,
  dense,
  DivergedError,
  dropout,
  type Epoch,
  type FitControl,
  type History,
  Model,
  type ModelOptions,
  OptionError,
  sgd,
  ShapeError,
  windows,
} from "../../src/index.js";
import { fit, WorkerError, type WorkerFitOptions } from "../../src/worker/index.js";
import { PROGRAM } from "../../src/worker/program-text.js";
import { Random } from "../support/random.js";
import { TOP } from "../support/markdown.js";

/** downhill/worker in Node: what model.fit does here, a thread does there, to the same bits. Browsers and the rest: tests/runtimes. */

const random = new Random(21);
const ROWS = 500;
const inputs = random.table(ROWS, 3);
const targets = inputs.map(([a, b, c]) => [Math.sin(a) + b * c, 10 * a - c]);
const names = inputs.map(([a, b]) => (a > b ? "above" : a > 0 ? "between" : "below"));
const train = dataset({ inputs, targets });
const others = random.table(90, 3);
const validation = dataset({ inputs: others, targets: others.map(([a, b, c]) => [a * b, c]) });
const labelled = dataset({ inputs, labels: names }, { columns: ["a", "b", "c"] });

const REGRESSION: ModelOptions = {
  inputs: 3,
  layers: [dense(9, "silu"), dropout(0.1), dense(2)],
  loss: "mse",
  optimizer: adam({ learningRate: { schedule: "cosine", initial: 0.02, epochs: 20, warmup: 2 } }),
  seed: 5,
};
const CLASSES: ModelOptions = {
  inputs: labelled,
  layers: [dense(8, "tanh"), dense(3)],
  loss: "crossEntropy",
  optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }),
};
const YES_NO: ModelOptions = { inputs: 3, layers: [dense(1)], loss: "binaryCrossEntropy", positive: "above" };
const SERIES: ModelOptions = { inputs: 7, layers: [dense(5, "relu"), dense(2)], loss: "mae" };

const bytes = (model: Model): Uint8Array => model.save({ optimizer: true });
const withoutTimes = ({ epochs, best, ...rest }: History): unknown => ({
  ...rest,
  best: { ...best, elapsedMs: 0 },
  epochs: epochs.map((epoch) => ({ ...epoch, elapsedMs: 0 })),
});
/** How a fit ends: with its history or its error. */
const outcome = (fitting: Promise<History>): Promise<unknown> => fitting.then(withoutTimes, (error) => error);

/** A fit that lasts until something stops it. */
const long = { epochs: 1e9 };
const wide = (): Model =>
  new Model({ ...REGRESSION, layers: [dense(64, "relu"), dense(64, "relu"), dense(2)] });

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
    here.fitSync(data, { epochs: 2 });
    there.fitSync(data, { epochs: 2 });
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
    expect(() => model.predict([1, 2, 3])).toThrow(/being trained, and is not done yet/);
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

describe("errors are those of fit", () => {
  const wild = { ...REGRESSION, standardize: false, optimizer: sgd({ learningRate: 3 }) } as ModelOptions;
  const cases: [string, ModelOptions, unknown, unknown, abstract new (...all: never[]) => Error][] = [
    ["no Dataset", REGRESSION, inputs, { epochs: 1 }, DataError],
    [
      "rows too short",
      REGRESSION,
      dataset({ inputs: [[1, 2]], targets: [[1, 2]] }),
      { epochs: 1 },
      ShapeError,
    ],
    [
      "an unknown class",
      CLASSES,
      dataset({ inputs: [[1, 2, 3]], labels: ["aside"] }),
      { epochs: 1 },
      DataError,
    ],
    ["validation that does not fit", REGRESSION, train, { epochs: 1, validation: labelled }, OptionError],
    ["class weights of nobody", CLASSES, labelled, { epochs: 1, classWeights: { nobody: 1 } }, OptionError],
    ["a wrong option", REGRESSION, train, { epochs: 0 }, OptionError],
    ["a misspelt one", REGRESSION, train, { epochs: 1, batchsize: 3 }, OptionError],
    ["an onEpoch that is none", REGRESSION, train, { epochs: 1, onEpoch: 3 }, OptionError],
    ["divergence", wild, train, { epochs: 50 }, DivergedError],
  ];

  test.each(cases)("%s", async (_, options, data, fitOptions, kind) => {
    const [here, there] = [new Model(options), new Model(options)];
    const expected = (await outcome(here.fit(data as Dataset, fitOptions as WorkerFitOptions))) as Error;
    const error = (await outcome(fit(there, data as Dataset, fitOptions as WorkerFitOptions))) as Error;
    expect(error).toBeInstanceOf(kind);
    const text = expected.message
      .replaceAll("Model.fit:", "fit:")
      .replace(/signal\.$/, "signal, worker, transfer.");
    expect(error.message).toBe(text);
    const fields = ({ message: _m, ...rest }: object & { message?: string }): object => rest;
    if (!expected.message.includes("Known: epochs")) expect(fields(error)).toEqual(fields(expected));
    // The model is left as fit leaves it.
    expect(there.toJSON()).toEqual(here.toJSON());
    expect(bytes(there)).toEqual(bytes(here));
  });

  test.each([
    ["worker", 5],
    ["worker", {}],
    ["transfer", "yes"],
  ])("%s: %j", async (name, value) => {
    const fitting = fit(new Model(REGRESSION), train, { epochs: 1, [name]: value });
    await expect(fitting).rejects.toThrow(new RegExp(`^fit: ${name} must be `));
  });

  test("no Model", async () => {
    for (const model of [undefined, {}, train])
      await expect(fit(model as Model, train, { epochs: 1 })).rejects.toThrow(
        /^fit: the first argument must be a Model, got/,
      );
  });
});

describe("a worker that dies, or is never born", () => {
  /** A model that was trained before, and what may not change. */
  function trained(): { model: Model; before: Uint8Array } {
    const model = wide();
    model.fitSync(train, { epochs: 1 });
    return { model, before: bytes(model) };
  }

  async function expectAsBefore({ model, before }: { model: Model; before: Uint8Array }): Promise<void> {
    expect(bytes(model)).toEqual(before);
    const twin = Model.load(before);
    twin.fitSync(train, { epochs: 1 });
    await fit(model, train, { epochs: 1 });
    expect(bytes(model)).toEqual(bytes(twin));
  }

  const deaths: [string, string, RegExp, unknown][] = [
    [
      "an error that nobody catches",
      'throw new TypeError("boom")',
      /^fit: the worker died: boom\. The model is as it was/,
      TypeError,
    ],
    [
      "an end",
      "process.exit(7)",
      /^fit: the worker died: it ended with code 7\. The model is as it was/,
      undefined,
    ],
  ];
  test.each(deaths)("%s", async (_, death, text, cause) => {
    const subject = trained();
    // It lives until some epochs are told.
    const worker = new Worker(`${PROGRAM}\nsetTimeout(() => { ${death} }, 300)`, { eval: true });
    let told = 0;
    const error = await fit(subject.model, train, { ...long, worker, onEpoch: () => told++ }).catch((e) => e);
    expect(error).toBeInstanceOf(WorkerError);
    expect(error.message).toMatch(text);
    if (cause) expect(error.cause).toBeInstanceOf(cause);
    expect(told).toBeGreaterThan(0);
    await expectAsBefore(subject);
  });

  test("one that is ended while onEpoch waits", async () => {
    const subject = trained();
    const worker = new Worker(PROGRAM, { eval: true });
    const onEpoch = async (): Promise<void> => {
      await worker.terminate();
      await sleep(20);
    };
    await expect(fit(subject.model, train, { ...long, worker, onEpoch })).rejects.toThrow(
      /worker died: it ended with code/,
    );
    await sleep(50);
    await expectAsBefore(subject);
  });

  test("a script that is not there", async () => {
    const subject = trained();
    const worker = pathToFileURL("/nowhere/worker.js");
    const error = await fit(subject.model, train, { epochs: 1, worker }).catch((e) => e);
    expect(error).toBeInstanceOf(WorkerError);
    expect(error.message).toMatch(
      /^fit: the worker could not be started: .*nowhere.*Its script must import "downhill\/worker-thread\.js"\. model\.fit needs no worker\.$/,
    );
    expect(error.cause).toBeInstanceOf(Error);
    await expectAsBefore(subject);
  });

  test("a runtime whose constructor refuses", async () => {
    const subject = trained();
    const refusal = new Error("Access to this API has been restricted");
    class Worker {
      constructor() {
        throw refusal;
      }
    }
    Object.assign(globalThis, { Worker });
    const error = await fit(subject.model, train, { epochs: 1 }).catch((e) => e);
    Reflect.deleteProperty(globalThis, "Worker");
    expect(error.message).toMatch(/^fit: the worker could not be started: Access to .*worker-src blob:/);
    expect(error.cause).toBe(refusal);
    await expectAsBefore(subject);
  });

  const { getBuiltinModule } = process;
  afterEach(() => void Object.assign(process, { getBuiltinModule }));

  test.each([
    ["no process.getBuiltinModule, as in edge functions", undefined],
    ["no such module", () => undefined],
    ["a module without a Worker, as in imitations of Node", () => ({})],
  ])("a runtime with %s", async (_, found) => {
    const subject = trained();
    Object.assign(process, { getBuiltinModule: found });
    const error = await fit(subject.model, train, { epochs: 1 }).catch((e) => e);
    Object.assign(process, { getBuiltinModule });
    expect(error).toBeInstanceOf(WorkerError);
    expect(error.message).toMatch(/^fit: this runtime has no workers.* Use model\.fit/);
    await expectAsBefore(subject);
  });
});

describe("transfer", () => {
  const floats = (): Float32Array => Float32Array.from(inputs.flat());
  const goal = (): Float32Array => Float32Array.from(targets.flat());
  const shape = { inputWidth: 3, targetWidth: 2 };

  test("without it the data stay as they are", async () => {
    const data = dataset({ inputs: floats(), targets: goal() }, shape);
    await fit(new Model(REGRESSION), data, { epochs: 1 });
    expect(data.inputs).toEqual(floats());
    expect(data.targets).toEqual(goal());
  });

  test("with it their memory is handed over, also where two datasets share it; the bits are the same", async () => {
    const [x, y] = [floats(), goal()];
    const parts = dataset(
      { inputs: x, targets: y },
      { ...shape, weights: inputs.map((_, row) => 1 + (row % 2)) },
    );
    const { train, validation } = parts.split({ validation: 0.2, shuffle: false });
    const [here, there] = [new Model(REGRESSION), new Model(REGRESSION)];
    await here.fit(train, { epochs: 3, validation });
    await fit(there, train, { epochs: 3, validation, transfer: true });
    expect([x.length, y.length]).toEqual([0, 0]);
    expect(bytes(there)).toEqual(bytes(here));
    // What is empty now is not taken for numbers.
    const rows = dataset({ inputs: floats(), targets: goal() }, shape);
    for (const fitting of [
      fit(there, train, { epochs: 1 }),
      fit(there, rows, { epochs: 1, validation }),
      here.fit(train, { epochs: 1 }),
      here.fit(rows, { epochs: 1, validation }),
    ])
      await expect(fitting).rejects.toThrow(/the data's memory was transferred to a worker/);
  });

  test("shared memory is neither copied nor handed over", async () => {
    const shared = new Float32Array(new SharedArrayBuffer(4 * 3 * ROWS));
    shared.set(floats());
    const data = dataset({ inputs: shared, targets: goal() }, shape);
    const [here, there] = [new Model(REGRESSION), new Model(REGRESSION)];
    await here.fit(data, { epochs: 2 });
    await fit(there, data, { epochs: 2, transfer: true });
    expect(shared).toHaveLength(3 * ROWS);
    expect(bytes(there)).toEqual(bytes(here));
  });

  test("memory that cannot be handed over is an error that says so", async () => {
    // Node copies such memory; browsers throw this.
    const worker = new Worker(PROGRAM, { eval: true });
    const refusal = new Error("An ArrayBuffer is not detachable and could not be cloned.");
    worker.postMessage = () => {
      throw refusal;
    };
    const model = new Model(REGRESSION);
    const before = bytes(model);
    const options = { epochs: 1, worker };
    await expect(fit(model, train, { ...options, transfer: true })).rejects.toThrow(
      `fit: transfer: the memory of the data cannot be handed over (${refusal.message}). Leave transfer out.`,
    );
    await expect(fit(model, train, options)).rejects.toThrow(
      /^fit: the worker could not be started: An ArrayBuffer/,
    );
    expect(bytes(model)).toEqual(before);
    await fit(model, train, { epochs: 1 });
    await worker.terminate();
  });
});

describe("a Worker of the caller's own", () => {
  test("takes several fits, also two at once, beside messages of the caller's, and is left running", async () => {
    const worker = new Worker(PROGRAM, { eval: true });
    const models = [new Model(REGRESSION), new Model(REGRESSION), new Model(CLASSES)];
    worker.postMessage("hello");
    worker.postMessage({ task: 1 });
    await fit(models[0], train, { epochs: 2, worker });
    await Promise.all([
      fit(models[0], train, { epochs: 2, worker, onEpoch: () => sleep(1) }),
      fit(models[1], train, { epochs: 4, worker }),
      fit(models[2], labelled, { epochs: 3, worker }),
    ]);
    const twins = [new Model(REGRESSION), new Model(CLASSES)];
    twins[0].fitSync(train, { epochs: 4 });
    twins[1].fitSync(labelled, { epochs: 3 });
    expect(bytes(models[1])).toEqual(bytes(twins[0]));
    expect(bytes(models[2])).toEqual(bytes(twins[1]));
    expect(
      worker.listenerCount("message") + worker.listenerCount("error") + worker.listenerCount("exit"),
    ).toBe(0);
    expect(worker.threadId).toBeGreaterThan(0);
    await worker.terminate();
  });

  test("that runs something else is waited for 30 s", async () => {
    const worker = new Worker("setInterval(() => {}, 1000)", { eval: true });
    const model = new Model(REGRESSION);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const fitting = outcome(fit(model, train, { epochs: 1, worker }));
      await vi.advanceTimersByTimeAsync(30_000);
      const error = (await fitting) as Error;
      expect(error).toBeInstanceOf(WorkerError);
      expect(error.message).toMatch(
        /^fit: the worker could not be started: nothing came from it within 30 s\. Its script must/,
      );
    } finally {
      vi.useRealTimers();
    }
    await fit(model, train, { epochs: 1 });
    await worker.terminate();
  });

  test("or the address of its script", async () => {
    const worker = new URL(`data:text/javascript,${encodeURIComponent(PROGRAM)}`);
    const [here, there] = [new Model(REGRESSION), new Model(REGRESSION)];
    here.fitSync(train, { epochs: 2 });
    await fit(there, train, { epochs: 2, worker });
    expect(bytes(there)).toEqual(bytes(here));
  });
});

test("the process goes on until the fit is done, and no longer", () => {
  const file = (name: string): string => JSON.stringify(pathToFileURL(`${TOP}/dist/${name}.js`).href);
  const code = `
    import { Model, dataset, dense } from ${file("index")};
    import { fit } from ${file("worker")};
    const data = dataset({ inputs: [1, 2, 3], targets: [2, 4, 6] });
    const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse" });
    fit(model, data, { epochs: 50 }).then(({ epochs }) => console.log(epochs.length));
    const other = model.snapshot();
    fit(other, data, { epochs: 50, onEpoch() { throw new Error("mine"); } }).catch(({ message }) => console.log(message));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    encoding: "utf8",
    timeout: 20_000,
  });
  expect({ status, stderr, lines: stdout.trim().split("\n").sort() }).toEqual({
    status: 0,
    stderr: "",
    lines: ["50", "mine"],
  });
});
