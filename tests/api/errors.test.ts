import { describe, expect, test } from "vitest";

import {
  DataError,
  Model,
  OptionError,
  ShapeError,
  adam,
  adamw,
  dataset,
  dense,
  dropout,
  huber,
  rmsprop,
  sgd,
  type FitOptions,
  type LayerSpec,
  type ModelOptions,
} from "../../src/index.js";
import { caught } from "../support/caught.js";
import { any, expectError, type Case, type Kind } from "./complaint.js";
import { remember } from "./remembered.js";

/** Bad input at the API: the error's class, its fields, a text that names the place, and a model that is as it was. */

const seven = new Model({ inputs: 7, layers: [dense(1)], loss: "mse", standardize: false });

describe("the texts of the design", () => {
  const rows = Array.from({ length: 20 }, (_, r) => [r, 1, 2, r === 12 ? NaN : 3]);
  const cases: Case[] = [
    [
      "predict",
      () => seven.predict([1, 2, 3]),
      ShapeError,
      "Model.predict: expected 7 inputs, got 3. This model was built with inputs: 7.",
      { expected: 7, received: 3 },
    ],
    [
      "an activation",
      () => dense(16, any("reLU")),
      OptionError,
      /^dense\(16, "reLU"\): unknown activation\. Did you mean "relu"\? Known: linear, relu, /,
      { received: "reLU" },
    ],
    [
      "the last layer",
      () => new Model({ inputs: 2, layers: [dense(3)], loss: "crossEntropy", classes: [1, 2, 3, 4] }),
      ShapeError,
      'Model: loss "crossEntropy" over 4 classes needs dense(4) last, got dense(3).',
      { expected: 4, received: 3 },
    ],
    [
      "a NaN",
      () => dataset({ inputs: rows, targets: rows.map(() => 1) }),
      DataError,
      "dataset: inputs[12][3] is NaN. Drop or fill that row; one NaN destroys every weight.",
      { row: 12, column: 3, received: NaN },
    ],
  ];
  test.each(cases)("%s", (...item) => expectError(item));
});

describe("lists with holes, which map and every pass over", () => {
  const good: ModelOptions = { inputs: 2, layers: [dense(1)], loss: "mse" };
  const twoNames = Object.assign(new Array<string>(2), { 1: "b" });
  const missing = "Model: a layer must be dense(...) or dropout(...), got undefined.";
  const cases: Case[] = [
    [
      "the only layer",
      () => new Model({ ...good, layers: new Array<LayerSpec>(1) }),
      OptionError,
      missing,
      { received: undefined },
    ],
    [
      "a layer before the last",
      () => new Model({ ...good, layers: Object.assign(new Array<LayerSpec>(2), { 1: dense(1) }) }),
      OptionError,
      missing,
    ],
    [
      "a model's columns",
      () => new Model({ ...good, columns: twoNames }),
      ShapeError,
      "Model: columns must be 2 names, one for each input, got an array of 2.",
    ],
    [
      "a dataset's columns",
      () => dataset({ inputs: [[1, 2]], targets: [1] }, { columns: twoNames }),
      OptionError,
      "dataset: columns must be an array of strings, got an array of 2.",
    ],
  ];
  test.each(cases)("%s", (...item) => expectError(item));
});

describe("a width that no memory has", () => {
  const cases: Case[] = [2 ** 40, 2 ** 53].flatMap((wide) => [
    [
      `${wide} inputs`,
      () => new Model({ inputs: wide, layers: [dense(1)], loss: "mse", standardize: false }),
      DataError,
      /^Model: this needs at least \d+\.\d\d GiB of memory/,
    ],
    [
      `${wide} units last`,
      () => new Model({ inputs: 1, layers: [dense(wide)], loss: "crossEntropy" }),
      DataError,
      /^Model: this needs at least \d+\.\d\d GiB of memory/,
    ],
  ]);
  test.each(cases)("%s", (...item) => expectError(item));
});

describe("new Model", () => {
  const good: ModelOptions = { inputs: 2, layers: [dense(1)], loss: "mse" };
  const built =
    (change: Record<string, unknown>): (() => Model) =>
    () =>
      new Model(any({ ...good, ...change }));
  const data = dataset({ inputs: [[1, 2]], targets: [[1, 2]] });
  const cases: Case[] = [
    ["nothing", () => new Model(any(undefined)), OptionError, /^Model: options must be an object/],
    ["an unknown option", built({ input: 3 }), OptionError, /^Model: "input".*Did you mean "inputs"/],
    ["inputs 0", built({ inputs: 0 }), OptionError, /^Model: inputs.*at least 1, got 0/],
    ["inputs -3", built({ inputs: -3 }), OptionError, /^Model: inputs.*got -3/],
    ["inputs 2.5", built({ inputs: 2.5 }), OptionError, /^Model: inputs.*got 2\.5/],
    ["inputs text", built({ inputs: "2" }), OptionError, /^Model: inputs.*got "2"/],
    ["inputs missing", built({ inputs: undefined }), OptionError, /^Model: inputs/],
    ["no layers", built({ layers: [] }), OptionError, /^Model: layers/],
    ["layers missing", built({ layers: undefined }), OptionError, /^Model: layers/],
    ["a layer that is none", built({ layers: [dense(3), 5] }), OptionError, /^Model: a layer must be dense/],
    ["a layer of another kind", built({ layers: [{ type: "conv" }] }), OptionError, /^Model: layer "conv"/],
    [
      "a layer with a misspelt field",
      built({ layers: [{ type: "dense", unit: 3 }] }),
      OptionError,
      /"unit".*"units"/,
    ],
    [
      "dropout last",
      built({ layers: [dense(1), dropout(0.5)] }),
      OptionError,
      /^Model: the last layer must be dense/,
    ],
    ["no loss", built({ loss: undefined }), OptionError, /^Model: loss/],
    ["a loss that is none", built({ loss: "MSE" }), OptionError, /^Model: loss "MSE".*Did you mean "mse"/],
    ["crossentropy", built({ loss: "crossentropy" }), OptionError, /Did you mean "crossEntropy"/],
    [
      "crossEntropy after a softmax of one's own",
      built({ loss: "crossEntropy", layers: [dense(3, "sigmoid")] }),
      OptionError,
      /^Model: loss "crossEntropy".*linear.*"sigmoid"/,
    ],
    [
      "binaryCrossEntropy after a sigmoid",
      built({ loss: "binaryCrossEntropy", layers: [dense(1, "sigmoid")] }),
      OptionError,
      /^Model: loss "binaryCrossEntropy".*linear.*"sigmoid"/,
    ],
    ["classes for a regression", built({ classes: ["a", "b"] }), OptionError, /^Model: loss "mse".*classes/],
    [
      "a class twice",
      built({ loss: "crossEntropy", layers: [dense(2)], classes: ["a", "a"] }),
      DataError,
      /"a" twice/,
    ],
    [
      "mixed classes",
      built({ loss: "crossEntropy", layers: [dense(2)], classes: ["a", 1] }),
      DataError,
      /classes\[1\] is 1/,
    ],
    [
      "three classes for yes or no",
      built({ loss: "binaryCrossEntropy", classes: ["a", "b", "c"] }),
      OptionError,
      /exactly 2 classes, got 3/,
    ],
    [
      "targets that do not fit the outputs",
      built({ inputs: data }),
      ShapeError,
      /2 targets a row needs dense\(2\) last/,
    ],
    [
      "an optimizer by name",
      built({ optimizer: "adam" }),
      OptionError,
      /^Model: optimizer must be one of sgd/,
    ],
    [
      "an optimizer that is none",
      built({ optimizer: { type: "lion" } }),
      OptionError,
      /^Model: optimizer "lion"/,
    ],
    ["seed 1.5", built({ seed: 1.5 }), OptionError, /^Model: seed.*1\.5/],
    ["seed text", built({ seed: "1" }), OptionError, /^Model: seed.*"1"/],
    ["standardize text", built({ standardize: "yes" }), OptionError, /^Model: standardize.*"yes"/],
    ["too few columns", built({ columns: ["a"] }), ShapeError, /^Model: columns.*2 names/],
  ];
  test.each(cases)("%s", (...item) => expectError(item));
});

describe("layers, losses and optimizers", () => {
  const rate =
    (learningRate: unknown): (() => unknown) =>
    () =>
      sgd({ learningRate: any(learningRate) });
  const cases: Case[] = [
    ["dense(0)", () => dense(0), OptionError, /^dense\(0\): units.*at least 1, got 0/],
    ["dense(-1)", () => dense(-1), OptionError, /got -1/],
    ["dense(2.5)", () => dense(2.5), OptionError, /got 2\.5/],
    ["dense(NaN)", () => dense(NaN), OptionError, /got NaN/],
    ["dense(Infinity)", () => dense(Infinity), OptionError, /got Infinity/],
    ["an initializer", () => dense(2, "relu", { initializer: any("he") }), OptionError, /initializer/],
    ["dropout(1)", () => dropout(1), OptionError, /^dropout\(1\): rate.*below 1, got 1/],
    ["dropout(-0.1)", () => dropout(-0.1), OptionError, /got -0\.1/],
    ["huber delta 0", () => huber({ delta: 0 }), OptionError, /^huber: delta.*above 0, got 0/],
    ["a rate of 0", rate(0), OptionError, /^sgd: learningRate.*above 0.*got 0/],
    ["a negative rate", rate(-1), OptionError, /got -1/],
    ["a rate of NaN", rate(NaN), OptionError, /got NaN/],
    ["a text rate", rate("0.1"), OptionError, /got "0\.1"/],
    ["a function as rate", rate(() => 0.1), OptionError, /a function/],
    [
      "an unknown schedule",
      rate({ schedule: "linear", initial: 1 }),
      OptionError,
      /"linear".*Known: step, cosine/,
    ],
    [
      "a step schedule without factor",
      rate({ schedule: "step", initial: 1, every: 2 }),
      OptionError,
      /factor/,
    ],
    [
      "a cosine with warmup beyond",
      rate({ schedule: "cosine", initial: 1, epochs: 3, warmup: 3 }),
      OptionError,
      /epochs/,
    ],
    ["adam beta1 1", () => adam({ beta1: 1 }), OptionError, /^adam: beta1.*below 1, got 1/],
    ["adam momentum", () => adam(any({ momentum: 0.9 })), OptionError, /^adam: "momentum": unknown option/],
    ["adam lr", () => adam(any({ lr: 0.1 })), OptionError, /^adam: "lr": unknown option.*learningRate/],
    ["adamw weightDecay -1", () => adamw({ weightDecay: -1 }), OptionError, /^adamw: weightDecay/],
    ["rmsprop epsilon 0", () => rmsprop({ epsilon: 0 }), OptionError, /^rmsprop: epsilon/],
    ["nesterov without momentum", () => sgd({ nesterov: true }), OptionError, /momentum above 0/],
  ];
  test.each(cases)("%s", (...item) => expectError(item));
});

describe("fit's options", () => {
  const data = dataset({ inputs: [1, 2, 3], targets: [1, 2, 4] });
  const options = (change: Record<string, unknown>): FitOptions => any({ epochs: 1, ...change });
  const wide = dataset({ inputs: [[1, 2]], targets: [1] });
  const cases: [string, FitOptions, Kind, RegExp][] = [
    ["none", any(undefined), OptionError, /options must be an object/],
    ["a number", any(3), OptionError, /options must be an object such as \{ epochs: 3 \}, got 3/],
    ["no epochs", any({}), OptionError, /epochs.*got undefined/],
    ["epochs 0", options({ epochs: 0 }), OptionError, /epochs.*at least 1, got 0/],
    ["epochs 1.5", options({ epochs: 1.5 }), OptionError, /epochs.*got 1\.5/],
    ["epochs Infinity", options({ epochs: Infinity }), OptionError, /epochs.*got Infinity/],
    ["a misspelt name", options({ batchsize: 3 }), OptionError, /"batchsize".*Did you mean "batchSize"/],
    ["batchSize 0", options({ batchSize: 0 }), OptionError, /batchSize.*got 0/],
    ["batchSize -1", options({ batchSize: -1 }), OptionError, /batchSize.*got -1/],
    ["batchSize 2.5", options({ batchSize: 2.5 }), OptionError, /batchSize.*got 2\.5/],
    ["batchSize every", options({ batchSize: "every" }), OptionError, /batchSize.*"all".*got "every"/],
    ["shuffle a seed", options({ shuffle: 1 }), OptionError, /shuffle.*true or false, got 1/],
    [
      "gradientTolerance 0",
      options({ gradientTolerance: 0 }),
      OptionError,
      /gradientTolerance.*above 0, got 0/,
    ],
    ["clipNorm -1", options({ clipNorm: -1 }), OptionError, /clipNorm.*above 0, got -1/],
    ["clipNorm NaN", options({ clipNorm: NaN }), OptionError, /clipNorm.*got NaN/],
    ["validation a fraction", options({ validation: 0.1 }), OptionError, /validation.*Dataset.*got 0\.1/],
    ["validation too wide", options({ validation: wide }), ShapeError, /validation: expected 1 input, got 2/],
    [
      "earlyStopping true",
      options({ earlyStopping: true, validation: data }),
      OptionError,
      /earlyStopping.*object such as \{ patience: \.\.\. \}, got true/,
    ],
    [
      "earlyStopping without patience",
      options({ earlyStopping: {}, validation: data }),
      OptionError,
      /patience/,
    ],
    [
      "patience 0",
      options({ earlyStopping: { patience: 0 }, validation: data }),
      OptionError,
      /patience.*got 0/,
    ],
    [
      "minDelta -1",
      options({ earlyStopping: { patience: 1, minDelta: -1 }, validation: data }),
      OptionError,
      /minDelta.*got -1/,
    ],
    [
      "earlyStopping without validation",
      options({ earlyStopping: { patience: 3 } }),
      OptionError,
      /earlyStopping needs validation/,
    ],
    ["onEpoch true", options({ onEpoch: true }), OptionError, /onEpoch.*function, got true/],
    ["signal a controller", options({ signal: new AbortController() }), OptionError, /signal.*AbortSignal/],
    ["classWeights of numbers", options({ classWeights: [1, 2] }), OptionError, /classWeights/],
  ];

  test.each(cases)(
    "%s: fitSync, fit and epochs all say so, nothing is changed",
    async (_, given, kind, text) => {
      const model = new Model({ inputs: 1, layers: [dense(2, "relu"), dense(1)], loss: "mse" });
      const unchanged = remember(model);
      const error = caught(kind, () => model.fitSync(data, given));
      expect(error.message).toMatch(/^Model\.fitSync: /);
      expect(error.message).toMatch(text);
      await expect(model.fit(data, given)).rejects.toBeInstanceOf(kind);
      caught(kind, () => [...model.epochs(data, given)]);
      unchanged();
      expect(model.toJSON().scaler).toEqual({ inputs: null, targets: null });
      model.fitSync(data, { epochs: 1 });
    },
  );
});
