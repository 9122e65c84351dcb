import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

import { afterEach, describe, expect, test, vi } from "vitest";

import {
  DataError,
  dataset,
  type Dataset,
  DivergedError,
  Model,
  type ModelOptions,
  OptionError,
  sgd,
  ShapeError,
} from "../../src/index.js";
import { fit, WorkerError, type WorkerFitOptions } from "../../src/worker/index.js";
import { PROGRAM } from "../../src/worker/program-text.js";
import { TOP } from "../support/markdown.js";
import {
  bytes,
  CLASSES,
  inputs,
  labelled,
  long,
  outcome,
  REGRESSION,
  ROWS,
  targets,
  train,
  wide,
} from "./worker-cases.js";

/** downhill/worker, what goes wrong and whose the memory and the worker are. The process's test needs dist: `npm run build`. */

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
