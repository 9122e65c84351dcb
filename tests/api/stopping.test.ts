import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";

import { describe, expect, test } from "vitest";

import {
  DivergedError,
  Model,
  adam,
  dataset,
  dense,
  sgd,
  type Epoch,
  type FitOptions,
  type LossSpec,
  type Signal,
} from "../../src/index.js";
import { caught } from "../support/caught.js";
import { Random } from "../support/random.js";
import { remember, stateOf } from "./remembered.js";

/** Everything that ends a fit, and whose weights stay then. */

/**
 * A bias that climbs by 0.5 an epoch: mae towards a far target. Its validation loss against 3 is |0.5 epoch - 3|, lowest
 * in epoch 6.
 */
const climber = (): Model =>
  new Model({
    ...{ inputs: 1, layers: [dense(1, "linear", { initializer: "zeros" })], loss: "mae" },
    ...{ optimizer: sgd({ learningRate: 0.5 }), standardize: false },
  });
const far = dataset({ inputs: [0], targets: [1000] });
const three = dataset({ inputs: [0], targets: [3] });
const bias = (model: Model): number => model.parameters[1];

describe("the best epoch", () => {
  test("with validation its weights are restored, though the fit went on", () => {
    const model = climber();
    const { best, epochs, stoppedBy } = model.fitSync(far, { epochs: 9, validation: three });
    expect(epochs.map(({ validationLoss }) => validationLoss)).toEqual([2.5, 2, 1.5, 1, 0.5, 0, 0.5, 1, 1.5]);
    expect(best).toEqual(epochs[5]);
    expect([bias(model), epochs.length, stoppedBy]).toEqual([3, 9, "epochs"]);
    expect(model.loss(three)).toBe(best.validationLoss);
  });

  test("without validation it is the last one and its weights stay", () => {
    const model = climber();
    const { best, epochs } = model.fitSync(far, { epochs: 9 });
    expect([best, bias(model)]).toEqual([epochs[8], 4.5]);
  });

  test("of equal ones the first is the best", () => {
    const model = climber();
    const between = dataset({ inputs: [0], targets: [2.75] }); // epochs 5 and 6 are 0.25 off
    const { best } = model.fitSync(far, { epochs: 8, validation: between });
    expect([best.epoch, bias(model)]).toEqual([5, 2.5]);
  });

  test("a second fit counts on from the last epoch, and the weights that it begins with may be the best", () => {
    const model = climber();
    const first = model.fitSync(far, { epochs: 9, validation: three });
    const { epochs, best } = model.fitSync(far, { epochs: 2, validation: three });
    expect(epochs.map(({ epoch, updates }) => [epoch, updates])).toEqual([
      [10, 10],
      [11, 11],
    ]);
    const { validationLoss, standardizedValidationLoss } = first.best;
    expect(best).toEqual({
      epoch: 9,
      loss: NaN,
      validationLoss,
      standardizedValidationLoss,
      updates: 9,
      elapsedMs: 0,
    });
    expect(bias(model)).toBe(3);
  });

  test("the same after steps alone, and patience counts from there", () => {
    const model = climber();
    for (let k = 0; k < 6; k++) model.step([0], [1000]);
    const options = { epochs: 50, validation: three, earlyStopping: { patience: 3 } };
    const { epochs, best, stoppedBy } = model.fitSync(far, options);
    expect([epochs.length, best.epoch, stoppedBy, bias(model)]).toEqual([3, 0, "earlyStopping", 3]);
  });

  test("a first fit begins with nothing learned: its first epoch is the first candidate", () => {
    const model = climber();
    model.parameters = [0, 3];
    const { best } = model.fitSync(far, { epochs: 2, validation: three });
    expect(best.epoch).toBe(1);
  });

  test("an epoch whose validation loss is infinite is never better than one with a number", () => {
    const model = new Model({ inputs: 2, layers: [dense(1)], loss: "mse", standardize: false });
    model.parameters = [3, 3, 0];
    const train = dataset({ inputs: [[0, 0]], targets: [1] });
    const huge = dataset({ inputs: [[1e38, 1e38]], targets: [0] });
    const onEpoch = ({ epoch }: Epoch): void => {
      if (epoch === 1) model.parameters = [0, 0, 0];
    };
    const { epochs, best } = model.fitSync(train, { epochs: 3, validation: huge, onEpoch });
    expect(epochs[0].validationLoss).toBe(Infinity);
    expect(best).toEqual(epochs[1]);
  });

  test("a validation loss that is NaN ends the fit with an error, the model as it was", () => {
    const model = new Model({ inputs: 2, layers: [dense(1)], loss: "mse", standardize: false });
    model.parameters = [3, -3, 0]; // Infinity - Infinity on the huge row, once float32 overflows
    const before = model.save({ optimizer: true });
    const train = dataset({ inputs: [[0, 0]], targets: [1] });
    const huge = dataset({ inputs: [[3e38, 3e38]], targets: [0] });
    const error = caught(DivergedError, () => model.fitSync(train, { epochs: 3, validation: huge }));
    expect(error.message).toMatch(/^Model\.fitSync: validation loss became NaN at epoch 1, update 1 /);
    expect(model.save({ optimizer: true })).toEqual(before);
  });
});

describe("earlyStopping", () => {
  const cases: [string, FitOptions["earlyStopping"], number, number][] = [
    ["patience 1", { patience: 1 }, 7, 6],
    ["patience 4", { patience: 4 }, 10, 6],
    ["minDelta 0: equal is not better", { patience: 2, minDelta: 0 }, 8, 6],
    ["minDelta below a step changes nothing", { patience: 2, minDelta: 0.4 }, 8, 6],
    ["minDelta of a step: a fall of exactly that is none", { patience: 2, minDelta: 0.5 }, 7, 6],
    ["minDelta above a step: small falls add up", { patience: 2, minDelta: 0.6 }, 7, 6],
    [
      "minDelta above all falls: the best weights are restored all the same",
      { patience: 3, minDelta: 10 },
      4,
      4,
    ],
  ];

  test.each(cases)("%s", (_, earlyStopping, last, best) => {
    const model = climber();
    const history = model.fitSync(far, { epochs: 100, validation: three, earlyStopping });
    expect(history.stoppedBy).toBe("earlyStopping");
    expect(history.epochs.length).toBe(last);
    expect(history.best.epoch).toBe(best);
    expect(bias(model)).toBe(best / 2);
  });

  test("epochs may be over first", () => {
    const history = climber().fitSync(far, { epochs: 7, validation: three, earlyStopping: { patience: 5 } });
    expect([history.stoppedBy, history.epochs.length]).toEqual(["epochs", 7]);
  });

  test("watches the validation rows' own weights", () => {
    const both = dataset({ inputs: [0, 0], targets: [3, 50] }, { weights: [1, 0] });
    const { best } = climber().fitSync(far, { epochs: 9, validation: both });
    expect([best.epoch, best.validationLoss]).toEqual([6, 0]);
  });
});

describe("gradientTolerance", () => {
  const data = dataset({ inputs: [1, 2, 3], targets: [2, 4, 7] });
  const descent = (batchSize: number | "all"): { model: Model; history: ReturnType<Model["fitSync"]> } => {
    const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", optimizer: sgd() });
    const history = model.fitSync(data, { epochs: 5000, batchSize, gradientTolerance: 0.01 });
    return { model, history };
  };

  test.each([1, "all"] as const)("stops when the full gradient's norm is there, batch %s", (batchSize) => {
    const { model, history } = descent(batchSize);
    expect(history.stoppedBy).toBe("gradient");
    expect(history.epochs.length).toBeLessThan(5000);
    expect(Math.hypot(...model.gradient(data).gradient)).toBeLessThanOrEqual(0.01 + 1e-7);
  });

  test("an epoch sooner it was longer", () => {
    const { history } = descent("all");
    const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", optimizer: sgd() });
    model.fitSync(data, { epochs: history.epochs.length - 1, batchSize: "all" });
    expect(Math.hypot(...model.gradient(data).gradient)).toBeGreaterThan(0.01);
  });
});

describe("the caller", () => {
  const options = (onEpoch: FitOptions["onEpoch"]): FitOptions => ({ epochs: 9, validation: three, onEpoch });

  const stopAtEight: FitOptions["onEpoch"] = ({ epoch }, { stop }) => {
    if (epoch === 8) stop();
  };

  test("onEpoch calls stop: stopped, best weights", async () => {
    for (const how of ["fit", "fitSync"] as const) {
      const model = climber();
      const { stoppedBy, epochs } = await model[how](far, options(stopAtEight));
      expect([stoppedBy, epochs.length, bias(model)], how).toEqual(["stopped", 8, 3]);
    }
  });

  test("stop after a wait, and in the loops of epochs", async () => {
    const model = climber();
    const late: FitOptions["onEpoch"] = async (epoch, control) => {
      await Promise.resolve();
      stopAtEight(epoch, control);
    };
    expect((await model.fit(far, options(late))).epochs.length).toBe(8);
    expect([...climber().epochs(far, options(stopAtEight))].length).toBe(8);
    let epochs = 0;
    for await (const _ of climber().epochs(far, options(late))) epochs++;
    expect(epochs).toBe(8);
  });

  test("what onEpoch returns stops nothing: emitters and streams return false on their own", async () => {
    const emitter = new EventEmitter();
    const full = new PassThrough({ highWaterMark: 1 });
    for (const value of [false, undefined, 0, null, ""]) {
      expect(
        climber().fitSync(
          far,
          options(() => value),
        ).epochs.length,
      ).toBe(9);
    }
    expect(
      climber().fitSync(
        far,
        options((epoch) => emitter.emit("epoch", epoch)),
      ).epochs.length,
    ).toBe(9);
    expect(
      (
        await climber().fit(
          far,
          options(({ epoch }) => full.write(`${epoch}`)),
        )
      ).epochs.length,
    ).toBe(9);
    expect(
      (
        await climber().fit(
          far,
          options(() => Promise.resolve(false)),
        )
      ).epochs.length,
    ).toBe(9);
  });

  test("onEpoch throws: its error comes out, the best weights stay, the model can go on", async () => {
    const boom = new Error("boom");
    const onEpoch = ({ epoch }: Epoch): void => {
      if (epoch % 8 === 0) throw boom;
    };
    const model = climber();
    expect(caught(Error, () => model.fitSync(far, options(onEpoch)))).toBe(boom);
    expect(bias(model)).toBe(3);
    await expect(model.fit(far, options(onEpoch))).rejects.toBe(boom);
    expect(model.fitSync(far, { epochs: 1 }).best).toMatchObject({ epoch: 17, updates: 17 });
  });

  test("break, return and throw out of for and for await leave the best weights and a model that goes on", async () => {
    const loops: ((model: Model) => unknown)[] = [
      (model) => {
        for (const { epoch } of model.epochs(far, { epochs: 20, validation: three })) if (epoch === 8) break;
      },
      async (model) => {
        for await (const { epoch } of model.epochs(far, { epochs: 20, validation: three })) {
          if (epoch === 8) return;
        }
      },
      async (model) => {
        for await (const { epoch } of model.epochs(far, { epochs: 20, validation: three })) {
          if (epoch === 8) throw new Error("enough");
        }
      },
    ];
    for (const loop of loops) {
      const model = climber();
      await Promise.resolve(loop(model)).catch((error: Error) => expect(error.message).toBe("enough"));
      expect(bias(model)).toBe(3);
      expect(model.fitSync(far, { epochs: 1 }).best).toMatchObject({ epoch: 9, updates: 9 });
    }
  });

  test("break without validation leaves the last weights", () => {
    const model = climber();
    for (const { epoch } of model.epochs(far, { epochs: 20 })) if (epoch === 5) break;
    expect(bias(model)).toBe(2.5);
  });
});

describe("signal", () => {
  test("aborted already: nothing is trained, nothing changes but what is known of the data", async () => {
    const model = climber();
    const unchanged = remember(model);
    const signal = AbortSignal.abort();
    const history = await model.fit(far, { epochs: 5, signal });
    expect([history.stoppedBy, history.epochs]).toEqual(["signal", []]);
    expect(model.fitSync(far, { epochs: 5, signal }).epochs).toEqual([]);
    unchanged();
  });

  test("aborted by a timer while fitting, far from the last epoch", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    const model = climber();
    const { stoppedBy, epochs } = await model.fit(far, {
      epochs: 1e7,
      validation: three,
      signal: controller.signal,
    });
    expect(stoppedBy).toBe("signal");
    expect(epochs.length).toBeGreaterThan(0);
    expect(bias(model)).toBe(Math.min(epochs.length, 6) / 2);
    expect(model.fitSync(far, { epochs: 1 }).best.epoch).toBe(epochs.length + 1);
  });

  test("aborted in onEpoch: that epoch is the last", () => {
    const controller = new AbortController();
    const onEpoch = ({ epoch }: Epoch): void => {
      if (epoch === 3) controller.abort();
    };
    const { stoppedBy, epochs } = climber().fitSync(far, { epochs: 9, onEpoch, signal: controller.signal });
    expect([stoppedBy, epochs.length]).toEqual(["signal", 3]);
  });

  test("anything of its shape will do, and no listener is left on it", async () => {
    let listeners = 0;
    const signal: Signal = {
      aborted: false,
      addEventListener: () => void listeners++,
      removeEventListener: () => void listeners--,
    };
    expect((await climber().fit(far, { epochs: 2, signal })).stoppedBy).toBe("epochs");
    expect(listeners).toBe(0);
  });
});

describe("divergence", () => {
  const random = new Random(3);
  const data = dataset({ inputs: random.table(8, 2), targets: random.list(8) });
  const wild = (standardize = false): Model =>
    new Model({
      inputs: 2,
      layers: [dense(1)],
      loss: "mse",
      optimizer: sgd({ learningRate: 30 }),
      standardize,
    });
  const options: FitOptions = { epochs: 100, batchSize: 4 };

  test.each([false, true])("says where, why and what to do; standardize %s", (standardize) => {
    const error = caught(DivergedError, () => wild(standardize).fitSync(data, options));
    const { epoch, update, learningRate, message } = error;
    expect(epoch).toBeGreaterThan(1);
    expect(learningRate).toBe(30);
    expect(Math.ceil(update / 2)).toBe(epoch);
    expect(message).toMatch(
      new RegExp(
        `^Model\\.fitSync: (loss|a weight) became (NaN|infinite) at epoch ${epoch}, update ${update} ` +
          "\\(learning rate 30\\)\\.\\n  The learning rate is likely too large\\. Try a smaller one or clipNorm: 1\\. ",
      ),
    );
    // A first batch that fails finds weights that were finite and good for nothing: those before them are kept.
    const kept = update % 2 === 1 ? epoch - 2 : epoch - 1;
    expect(message).toContain(`The weights are those of epoch ${kept}.`);
    expect([error.row, error.column]).toEqual([undefined, undefined]);
    expect(error.name).toBe("DivergedError");
  });

  test.each([sgd({ learningRate: 30 }), sgd({ learningRate: 30, momentum: 0.5 })])(
    "the model is what it was after the last good epoch, to the last bit: %o",
    async (optimizer) => {
      const build = (): Model =>
        new Model({ inputs: 2, layers: [dense(1)], loss: "mse", optimizer, standardize: false });
      const model = build();
      const { epoch, update } = caught(DivergedError, () => model.fitSync(data, options));
      const twin = build();
      twin.fitSync(data, { ...options, epochs: epoch - 1 });
      expect(stateOf(model)).toEqual(stateOf(twin));

      const slow = build();
      const late: unknown = await slow.fit(data, { ...options, validation: data }).catch((e: unknown) => e);
      expect(late).toBeInstanceOf(DivergedError);
      expect(late).toMatchObject({ epoch, update });
      expect(stateOf(slow)).toEqual(stateOf(twin));
    },
  );

  test.each(["stop", "signal", "break"])(
    "an epoch that a %s ended the fit behind counts as well",
    async (way) => {
      const model = new Model({
        inputs: 2,
        layers: [dense(1)],
        loss: "mse",
        optimizer: sgd({ learningRate: 1e25 }),
      });
      const before = stateOf(model);
      const controller = new AbortController();
      const onEpoch = (_: Epoch, { stop }: { stop: () => void }): void => {
        if (way === "stop") stop();
        if (way === "signal") controller.abort();
      };
      const once: FitOptions = { epochs: 9, batchSize: "all", signal: controller.signal, onEpoch };
      if (way === "break") {
        for (const epoch of model.epochs(data, once)) if (epoch) break;
      } else {
        const { notes, epochs } = await model.fit(data, once);
        expect(notes).toEqual(["epoch 1 left weights without a finite loss, and was undone"]);
        expect(epochs).toEqual([]);
      }
      expect(stateOf(model)).toEqual(before);
    },
  );

  test.each([1, 2, 3])("a last epoch after which no loss is finite counts as well: %d epochs", (epochs) => {
    for (const learningRate of [1e20, 1e30, 1e36]) {
      const model = new Model({
        inputs: 2,
        layers: [dense(1)],
        loss: "mse",
        optimizer: sgd({ learningRate }),
      });
      const before = stateOf(model);
      const error = caught(DivergedError, () => model.fitSync(data, { epochs, batchSize: "all" }));
      // Seen where the epoch ends the fit, or else by the next one's first loss.
      expect(error.epoch).toBe(Math.min(epochs, 2));
      expect(stateOf(model)).toEqual(before);
    }
  });

  const cells = random.table(40, 2);
  const spiked = (row: number, column: number, value: number) =>
    cells.map((cell, r) => cell.map((x, c) => (r === row && c === column ? value : x)));
  const wide = (inputs: number[][], targets: ArrayLike<number>, standardize: boolean, columns?: string[]) => {
    const optimizer = sgd({ learningRate: 0.3 });
    const model = new Model({ inputs: 2, layers: [dense(1)], loss: "mse", optimizer, standardize, columns });
    return caught(DivergedError, () =>
      model.fitSync(dataset({ inputs, targets: Array.from(targets) }), { epochs: 100, batchSize: 1 }),
    );
  };

  test("names the largest input, its row and column, where inputs are not scaled", () => {
    const error = wide(spiked(7, 1, -12_000), random.list(40), false, ["size", "price"]);
    expect(error.message).toContain(
      '\n  The inputs are not scaled: the largest |input| is 12000, in row 7, column 1 ("price"). Try standardize: true or ',
    );
    expect(error).toMatchObject({ row: 7, column: 1 });
  });

  test("names the target that is far from all others", () => {
    const targets = random.list(40).map((y, r) => (r === 3 ? 9e4 : y));
    const error = wide(cells, targets, false);
    expect(error.message).toContain(
      "\n  The targets are not scaled: the largest |target| is 90000, in row 3, ",
    );
    expect(error).toMatchObject({ row: 3, column: 0 });
  });

  test("names the input that is many deviations off, in scaled rows, but none of weight 0", () => {
    const inputs = Array.from({ length: 2000 }, (_, r) => [r === 1500 ? 1e6 : r % 7, r === 4 ? 1e12 : r % 5]);
    const weights = inputs.map((_, r) => Number(r !== 4));
    const data = dataset({ inputs, targets: inputs.map(([x]) => x) }, { weights });
    const optimizer = sgd({ learningRate: 3 });
    const model = new Model({ inputs: 2, layers: [dense(1)], loss: "mse", optimizer });
    const error = caught(DivergedError, () => model.fitSync(data, { epochs: 100 }));
    expect(error.message).toMatch(
      /The input in row 1500, column 0 is 1000000, 4[45] deviations from the mean: is it right\?/,
    );
    expect(error).toMatchObject({ row: 1500, column: 0 });
  });

  test("the model is usable afterwards", () => {
    const model = wild();
    const { epoch } = caught(DivergedError, () => model.fitSync(data, options));
    expect(model.parameters.every(Number.isFinite)).toBe(true);
    expect(Number.isFinite(model.predict([1, 1])[0])).toBe(true);
    model.parameters = [0, 0, 0];
    expect(model.fitSync(data, { epochs: 1 }).best.epoch).toBe(epoch);
  });

  test("in a second fit's first epoch the weights are those of the first fit's last", () => {
    const model = wild();
    model.fitSync(data, { ...options, epochs: 2 });
    const unchanged = remember(model);
    const huge = dataset({ inputs: [[1e30, 1e30]], targets: [1] });
    const error = caught(DivergedError, () => model.fitSync(huge, { epochs: 5 }));
    expect(error).toMatchObject({ epoch: 3, update: 5 });
    expect(error.message).toContain("The weights are those of epoch 2.");
    unchanged();
  });

  test("in the very first epoch they are the starting ones", () => {
    const model = wild();
    const unchanged = remember(model);
    const huge = dataset({ inputs: [[1e30, 1e30]], targets: [1] });
    const error = caught(DivergedError, () => model.fitSync(huge, { epochs: 5 }));
    expect(error).toMatchObject({ epoch: 1, update: 1 });
    unchanged();
  });

  test("step says so before the update is made, and after one that broke the weights takes it back", () => {
    const model = wild();
    const before = model.parameters;
    const error = caught(DivergedError, () => model.step([[1e30, 1e30]], [1]));
    expect(error).toMatchObject({ update: 1, learningRate: 30 });
    expect(model.parameters).toEqual(before);

    const optimizer = sgd({ learningRate: 1e30 });
    const broken = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", optimizer, standardize: false });
    caught(DivergedError, () => {
      broken.step([1e10], [1]);
      broken.step([1e10], [1]);
    });
    expect(broken.parameters.every(Number.isFinite)).toBe(true);
  });

  test("adam's state is taken back too", () => {
    const build = (): Model =>
      new Model({ inputs: 2, layers: [dense(1)], loss: "mse", optimizer: adam(), standardize: false });
    const model = build();
    const twin = build();
    for (const each of [model, twin]) each.fitSync(data, { epochs: 2 });
    const mixed = dataset({
      inputs: [
        [1, 1],
        [2, 1],
        [1e30, 1e30],
      ],
      targets: [1, 2, 3],
    });
    caught(DivergedError, () => model.fitSync(mixed, { epochs: 5, batchSize: 1, shuffle: false }));
    expect(stateOf(model)).toEqual(stateOf(twin));
    for (const each of [model, twin]) each.fitSync(data, { epochs: 2 });
    expect(stateOf(model)).toEqual(stateOf(twin));
  });
});

describe("a target's unit does not choose the epoch", () => {
  // One target is noise that is learned by heart, the other a line: the best epoch of each is another.
  const random = new Random(9);
  const inputs = random.table(40, 3);
  const noise = random.list(40);
  const build = (unit: number, other: number, rows: number[], loss: LossSpec) => {
    const targets = rows.map((r) => [unit * noise[r], other * (inputs[r][0] - inputs[r][1])]);
    return { data: dataset({ inputs: rows.map((r) => inputs[r]), targets }), loss };
  };
  const losses: LossSpec[] = ["mse", "mae", { type: "huber", delta: 1 }];
  test.each(losses)("loss %o", (loss) => {
    const fit = (unit: number, other: number) => {
      const all = Array.from({ length: 40 }, (_, r) => r);
      const { data: train } = build(unit, other, all.slice(0, 24), loss);
      const { data: validation } = build(unit, other, all.slice(24), loss);
      const optimizer = adam({ learningRate: 0.02 });
      const model = new Model({ inputs: 3, layers: [dense(20, "tanh"), dense(2)], loss, optimizer, seed: 1 });
      const history = model.fitSync(train, {
        epochs: 60,
        validation,
        earlyStopping: { patience: 20, minDelta: 1e-3 },
      });
      return { model, ...history };
    };
    const plain = fit(1, 1);
    // Powers of two are exact: the same bits. In other units the digits after the scaler differ by rounding.
    for (const [unit, other] of [
      [2 ** 17, 1],
      [1, 2 ** -20],
    ]) {
      const { model, best, epochs } = fit(unit, other);
      expect([best.epoch, epochs.length]).toEqual([plain.best.epoch, plain.epochs.length]);
      expect(best.standardizedValidationLoss).toBe(plain.best.standardizedValidationLoss);
      expect(model.parameters).toEqual(plain.model.parameters);
    }
    const { best, epochs } = fit(100_000, 1);
    expect([best.epoch, epochs.length]).toEqual([plain.best.epoch, plain.epochs.length]);
    expect(best.epoch).toBeLessThan(epochs.length);
    const least = Math.min(...epochs.map((epoch) => epoch.standardizedValidationLoss ?? NaN));
    expect(best.standardizedValidationLoss).toBe(least);
  });
});
