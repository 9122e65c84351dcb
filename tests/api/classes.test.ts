import { describe, expect, test } from "vitest";

import {
  DataError,
  Model,
  OptionError,
  ShapeError,
  adam,
  dataset,
  dense,
  sgd,
  type Label,
  type LossSpec,
  type ModelOptions,
} from "../../src/index.js";
import { descend } from "../reference/descent.js";
import { gradientOf, type Batch, type Network } from "../reference/network.js";
import { load } from "../../src/predict-only.js";
import { caught } from "../support/caught.js";
import { expectClose } from "../support/close.js";
import { Random } from "../support/random.js";
import { remember, stateOf } from "./remembered.js";

/** Labels, classes and their weights, from the data to the answer. */

const model = (outputs: number, loss: LossSpec = "crossEntropy", classes?: readonly Label[]): Model =>
  new Model({ inputs: 1, layers: [dense(outputs)], loss, optimizer: sgd({ learningRate: 0.5 }), classes });

describe("labels that are all the same", () => {
  const losses = ["binaryCrossEntropy", "crossEntropy", "mse"] as const;

  test.each<[Label, Label]>([
    ["a", "b"],
    [7, 8],
    [true, false],
  ])("%o: no loss and no last layer is advised that would not do either", (label, other) => {
    const data = dataset({ inputs: [1, 2], labels: [label, label] as string[] });
    for (const loss of losses)
      for (const units of [1, 2, 3]) {
        const build = () => new Model({ inputs: data, layers: [dense(units)], loss });
        expect(caught(DataError, build).message, `${loss}, ${units}`).toBe(
          `Model: every label is ${JSON.stringify(label)}; a classification needs two classes.`,
        );
      }
    // Two do, where the rows show one of them.
    const classes = [label, other];
    const built = new Model({ inputs: data, layers: [dense(1)], loss: "binaryCrossEntropy", classes });
    built.fitSync(data, { epochs: 1 });
    expect(built.classes).toEqual(classes);
  });

  test("fit of a model that knows no classes yet", () => {
    const data = dataset({ inputs: [1, 2], labels: ["a", "a"] });
    for (const [room, loss] of [
      [2, "binaryCrossEntropy"],
      [2, "crossEntropy"],
      [3, "crossEntropy"],
    ] as const) {
      const { message } = caught(ShapeError, () =>
        model(loss === "binaryCrossEntropy" ? 1 : room, loss).fitSync(data, { epochs: 1 }),
      );
      expect(message).toBe(
        `Model.fitSync: the model has room for ${room} classes, the labels name 1: "a". ` +
          "Build it with classes: [...], or with two classes.",
      );
    }
  });
});

describe("labels become classes", () => {
  const orders: [string, Label[], Label[]][] = [
    ["numbers by value", [10, 9, 2, 10], [2, 9, 10]],
    ["negative and fractional numbers", [0.5, -3, 0], [-3, 0, 0.5]],
    ["texts by code unit", ["b", "a", "B", "Ä", "10", "9"], ["10", "9", "B", "a", "b", "Ä"]],
    ["booleans, no before yes", [true, false], [false, true]],
  ];

  test.each(orders)("sorted: %s", (_, labels, classes) => {
    const data = dataset({ inputs: labels.map((_label, i) => i), labels });
    expect(data.classes).toEqual(classes);
    const built = new Model({ inputs: data, layers: [dense(classes.length)], loss: "crossEntropy" });
    expect(built.classes).toEqual(classes);
    const adopting = model(classes.length);
    expect(adopting.classes).toBeUndefined();
    adopting.fitSync(data, { epochs: 1 });
    expect(adopting.classes).toEqual(classes);
    expect(adopting.spec.classes).toEqual(classes);
    expect(Model.load(adopting.save()).classes).toEqual(classes);
    expect(Model.fromJSON(JSON.stringify(adopting)).classes).toEqual(classes);
  });

  const three = dataset({ inputs: [1, 2, 3, 4, 5, 6], labels: ["c", "a", "b", "c", "a", "b"] });

  test("given classes stay in their order, also in files and in the outputs", () => {
    const given = ["c", "a", "b"];
    const trained = model(3, "crossEntropy", given);
    trained.fitSync(three, { epochs: 300 });
    expect(trained.classes).toEqual(given);
    for (const again of [
      trained,
      Model.load(trained.save()),
      Model.fromJSON(trained.toJSON()),
      load(trained.save()),
    ]) {
      expect(again.classes).toEqual(given);
      const probabilities = again.predict([1]);
      expect(again.classify([1])).toMatchObject({ label: "c", index: 0, probability: probabilities[0] });
    }
  });

  test("matched by value afterwards: a test set may lack a class", () => {
    const trained = model(3);
    trained.fitSync(three, { epochs: 20 });
    const some = dataset({ inputs: [1, 3], labels: ["c", "b"] });
    const whole = dataset({ inputs: [1, 3], labels: ["c", "b"] }).labels;
    expect(whole).toEqual(["c", "b"]);
    const { confusion } = trained.evaluate(some) as { confusion: number[][] };
    expect(confusion.map((row) => row.reduce((a, b) => a + b))).toEqual([0, 1, 1]);
    const one = (label: string): number => trained.loss(dataset({ inputs: [2], labels: [label] }));
    const p = trained.predict([2]);
    ["a", "b", "c"].forEach((label, k) => expectClose(one(label), -Math.log(p[k]), { tolerance: 1e-5 }));
  });

  const unseen: [string, (m: Model) => unknown][] = [
    ["evaluate", (m) => m.evaluate(dataset({ inputs: [1, 2], labels: ["a", "d"] }))],
    ["loss", (m) => m.loss(dataset({ inputs: [1, 2], labels: ["a", "d"] }))],
    ["gradient", (m) => m.gradient(dataset({ inputs: [1, 2], labels: ["a", "d"] }))],
    ["fitSync", (m) => m.fitSync(dataset({ inputs: [1, 2], labels: ["a", "d"] }), { epochs: 1 })],
    ["step", (m) => m.step([1, 2], ["a", "d"])],
    [
      "fitSync",
      (m) => m.fitSync(three, { epochs: 1, validation: dataset({ inputs: [1, 2], labels: ["a", "d"] }) }),
    ],
  ];

  test.each(unseen)("one never seen is an error that names row and class: %s", (name, call) => {
    const trained = model(3);
    trained.fitSync(three, { epochs: 2 });
    const unchanged = remember(trained);
    const error = caught(DataError, () => call(trained));
    expect(error.message).toMatch(new RegExp(`^Model\\.${name}: .*row 1 .*"d"`));
    expect(error).toMatchObject({ row: 1, received: "d" });
    unchanged();
  });
});

describe("a model that was built without classes", () => {
  test("takes those of its first step", () => {
    const stepping = model(2);
    stepping.step([1, 2], ["no", "yes"]);
    expect(stepping.classes).toEqual(["no", "yes"]);
  });

  test("takes 0 .. outputs - 1 where the labels are some of these", () => {
    const some = model(4);
    some.fitSync(dataset({ inputs: [1, 2], labels: [3, 1] }), { epochs: 1 });
    expect(some.classes).toEqual([0, 1, 2, 3]);
  });

  const misfits: [string, Model, Label[]][] = [
    ["too many", model(2), ["a", "b", "c"]],
    ["too few, and no numbers", model(3), ["a", "b"]],
    ["binaryCrossEntropy over three", model(1, "binaryCrossEntropy"), ["a", "b", "c"]],
    ["binaryCrossEntropy over one", model(1, "binaryCrossEntropy"), ["a"]],
    ["binaryCrossEntropy with several outputs", model(2, "binaryCrossEntropy"), ["a", "b"]],
  ];

  test.each(misfits)("refuses labels that do not fit: %s", (_, built, labels) => {
    const unchanged = remember(built);
    const data = dataset({ inputs: labels.map((_label, i) => i), labels });
    const error = caught(ShapeError, () => built.fitSync(data, { epochs: 1 }));
    expect(error.message).toMatch(/^Model\.fitSync: .*labels/);
    unchanged();
  });

  test("does not keep the classes of a fit that was refused", () => {
    const built = model(2);
    const unchanged = remember(built);
    const good = dataset({ inputs: [1, 2], labels: ["a", "b"] });
    const bad = dataset({ inputs: [1, 2], labels: ["a", "x"] });
    caught(DataError, () => built.fitSync(good, { epochs: 1, validation: bad }));
    caught(OptionError, () => built.fitSync(good, { epochs: 1, classWeights: { z: 2 } }));
    unchanged();
    built.fitSync(bad, { epochs: 1 });
    expect(built.classes).toEqual(["a", "x"]);
  });
});

describe("binaryCrossEntropy", () => {
  const random = new Random(1);
  const inputs = random.table(30, 1);
  const yes = inputs.map(([x]) => x + 0.3 * random.normal() > 0);
  const epochs = { epochs: 5, batchSize: 8 };

  test("labels and 0/1 targets are the same training, to the bit", () => {
    const byLabel = model(1, "binaryCrossEntropy");
    const byTarget = model(1, "binaryCrossEntropy");
    byLabel.fitSync(dataset({ inputs, labels: yes.map((y) => (y ? "yes" : "no")) }), epochs);
    byTarget.fitSync(dataset({ inputs, targets: yes.map(Number) }), epochs);
    expect([...byLabel.parameters]).toEqual([...byTarget.parameters]);
    expect(byLabel.classes).toEqual(["no", "yes"]);
    expect(byTarget.classes).toBeUndefined();
    expect(byLabel.classify([5]).label).toBe("yes");
    expect(byTarget.classify([5])).toMatchObject({ label: 1, index: 1 });
    expect(byLabel.classify([-5])).toMatchObject({ label: "no", index: 0 });
    expectClose(byLabel.classify([-5]).probability, 1 - byLabel.predict([-5])[0], { tolerance: 1e-6 });
  });

  test("several outputs are yes or no each for itself: targets between 0 and 1 too", () => {
    const targets = inputs.map(([x]) => [x > 0 ? 1 : 0, 0.25, x < 1 ? 1 : 0]);
    const several = new Model({
      inputs: 1,
      layers: [dense(3)],
      loss: "binaryCrossEntropy",
      standardize: false,
    });
    const batch: Batch = { inputs: inputs.flat(), targets: targets.flat() };
    const network: Network = { inputs: 1, layers: [dense(3)] };
    const exact = gradientOf(network, "binaryCrossEntropy", several.parameters, batch);
    const found = several.gradient(dataset({ inputs, targets }));
    expectClose(found.loss, exact.loss, { tolerance: 1e-5 });
    expectClose(found.gradient, exact.gradient, { tolerance: 1e-5 });
    expect(caught(OptionError, () => several.classify([1])).message).toMatch(/^Model\.classify: .*predict/);
  });

  test.each([-0.1, 1.5, 2])("a target of %d is no probability", (bad) => {
    const several = new Model({ inputs: 1, layers: [dense(2)], loss: "binaryCrossEntropy" });
    const data = dataset({
      inputs: [1, 2],
      targets: [
        [0, 1],
        [1, bad],
      ],
    });
    const error = caught(DataError, () => several.fitSync(data, { epochs: 1 }));
    expect(error.message).toContain(`targets[1][1] is ${bad}`);
    expect(error).toMatchObject({ row: 1, column: 1, received: bad });
  });
});

describe("crossEntropy over rows of probabilities", () => {
  const random = new Random(2);
  const rows = 40;
  const inputs = random.table(rows, 3, () => Math.fround(random.normal()));
  const probabilities = random
    .table(rows, 4, () => random.uniform())
    .map((row) => {
      const sum = row.reduce((a, b) => a + b);
      return row.map((p) => p / sum);
    });
  const labels = inputs.map((_, r) => (r < 4 ? r : random.whole(4)));
  const oneHot = labels.map((label) => [0, 1, 2, 3].map((k) => Number(k === label)));
  const network: Network = { inputs: 3, layers: [dense(5, "tanh"), dense(4)] };
  const optimizer = sgd({ learningRate: 0.3 });
  const build = (): Model =>
    new Model({
      inputs: 3,
      layers: [...network.layers],
      loss: "crossEntropy",
      optimizer,
      standardize: false,
    });

  test("loss and gradient are the reference's", () => {
    const built = build();
    const batch = { inputs: inputs.flat(), targets: probabilities.flat() };
    const exact = gradientOf(network, "crossEntropy", built.parameters, batch);
    const data = dataset({ inputs, targets: probabilities });
    const found = built.gradient(data);
    expectClose(found.loss, exact.loss, { tolerance: 1e-5, label: "loss" });
    expectClose(found.gradient, exact.gradient, { tolerance: 1e-5, label: "gradient" });
    expectClose(built.loss(data), exact.loss, { tolerance: 1e-5, label: "loss()" });
  });

  test("step and fit descend on them as the reference does, and validation measures them", () => {
    const batch = { inputs: inputs.flat(), targets: probabilities.flat() };
    const data = dataset({ inputs, targets: probabilities });
    const stepped = build();
    const fitted = build();
    const { path, losses } = descend(
      network,
      "crossEntropy",
      optimizer,
      stepped.parameters,
      Array(5).fill(batch),
    );
    for (let k = 0; k < 5; k++) {
      expectClose(stepped.step(inputs, probabilities), losses[k], { tolerance: 1e-5, label: `step ${k}` });
    }
    expectClose(stepped.parameters, path[4], { tolerance: 1e-5, label: "steps" });
    const history = fitted.fitSync(data, { epochs: 5, batchSize: "all", validation: data });
    expectClose(
      history.epochs.map(({ loss }) => loss),
      losses,
      { tolerance: 1e-5, label: "fit's losses" },
    );
    expectClose(history.best.validationLoss ?? NaN, fitted.loss(data), { tolerance: 1e-5 });
    expectClose(fitted.parameters, path[4], { tolerance: 1e-5, label: "fit" });
  });

  test("one-hot rows train as labels do", () => {
    const byLabel = build();
    const byRow = build();
    const options = { epochs: 4, batchSize: 16 };
    byLabel.fitSync(dataset({ inputs, labels }), options);
    byRow.fitSync(dataset({ inputs, targets: oneHot }), options);
    expectClose(byRow.parameters, byLabel.parameters, { tolerance: 1e-6 });
    expectClose(byRow.loss(dataset({ inputs, targets: oneHot })), byLabel.loss(dataset({ inputs, labels })), {
      tolerance: 1e-6,
    });
  });

  test("a model over named classes takes them too, and labels may validate rows", () => {
    const classes = ["a", "b", "c", "d"];
    const named = new Model({ inputs: 3, layers: [dense(4)], loss: "crossEntropy", classes });
    const byName = dataset({ inputs, labels: labels.map((k) => classes[k]) });
    const byRow = dataset({ inputs, targets: oneHot });
    const { best } = named.fitSync(byRow, { epochs: 3, validation: byName });
    expectClose(best.validationLoss ?? NaN, named.loss(byRow), { tolerance: 1e-6 });
    const back = named.fitSync(byName, { epochs: 3, validation: byRow }).best;
    expectClose(back.validationLoss ?? NaN, named.loss(byName), { tolerance: 1e-6 });
  });

  test("gradientTolerance sees their gradient", () => {
    const data = dataset({ inputs, targets: probabilities });
    const built = build();
    const { stoppedBy } = built.fitSync(data, { epochs: 3000, batchSize: "all", gradientTolerance: 0.02 });
    expect(stoppedBy).toBe("gradient");
    expect(Math.hypot(...built.gradient(data).gradient)).toBeLessThanOrEqual(0.0201);
  });

  test("a row that sums to something else is an error naming it", () => {
    const built = build();
    const bad = oneHot.map((row, r) => (r === 7 ? [0.5, 0.5, 0.5, 0] : row));
    const unchanged = remember(built);
    const error = caught(DataError, () => built.fitSync(dataset({ inputs, targets: bad }), { epochs: 1 }));
    expect(error.message).toMatch(/targets\[7\] sums to 1\.5/);
    expect(error.row).toBe(7);
    unchanged();
  });
});

test("classes adopted survive a later fit with fewer of them", () => {
  const built = model(3);
  built.fitSync(dataset({ inputs: [1, 2, 3], labels: ["a", "b", "c"] }), { epochs: 1 });
  built.fitSync(dataset({ inputs: [1, 2], labels: ["c", "a"] }), { epochs: 1 });
  expect(stateOf(built).classes).toEqual(["a", "b", "c"]);
});

describe("the probability of what", () => {
  const stays = dataset({
    inputs: [1, 2, 3, 4, 5, 6],
    labels: ["stay", "stay", "stay", "churn", "churn", "churn"],
  });
  const yesNo = (options: Partial<ModelOptions<"binaryCrossEntropy">> = {}, data = stays) => {
    const optimizer = adam({ learningRate: 0.1 });
    const model = new Model({
      inputs: 1,
      layers: [dense(1)],
      loss: "binaryCrossEntropy",
      optimizer,
      ...options,
    });
    model.fitSync(data, { epochs: 200 });
    return model;
  };

  test("of the second by code unit, unless positive names another", () => {
    expect(yesNo().predict([1])[0]).toBeGreaterThan(0.9); // stay
    const model = yesNo({ positive: "churn" });
    expect(model.classes).toEqual(["stay", "churn"]);
    expect(model.predict([1])[0]).toBeLessThan(0.1);
    expect(model.predict([6])[0]).toBeGreaterThan(0.9);
    expect(model.classify([6])).toMatchObject({
      label: "churn",
      index: 1,
      probability: model.predict([6])[0],
    });
    expect(model.classifyAll([[1], [6]]).map(({ label }) => label)).toEqual(["stay", "churn"]);
    expect(model.summary()).toContain('predicts the probability of "churn"');
    for (const again of [Model.load(model.save()), Model.fromJSON(model.toJSON()), load(model.save())]) {
      expect([again.classes, again.predict([6])]).toEqual([model.classes, model.predict([6])]);
    }
    const twin = new Model(model.spec);
    expect([twin.classes, twin.spec.positive]).toEqual([["stay", "churn"], "churn"]);
    expect((model.evaluate(stays) as { auc: number }).auc).toBe(1);
  });

  test("whichever way the classes come, and as numbers and booleans", () => {
    for (const options of [{ inputs: stays }, { classes: ["churn", "stay"] }, { classes: ["stay", "churn"] }])
      expect(yesNo({ ...options, positive: "churn" }).predict([6])[0]).toBeGreaterThan(0.9);
    expect(yesNo({ classes: ["stay", "churn"] }).predict([6])[0]).toBeGreaterThan(0.9);
    const numbers = dataset({ inputs: [1, 2, 3, 4, 5, 6], labels: [0, 0, 0, 1, 1, 1] });
    expect(yesNo({ positive: 0 }, numbers).predict([1])[0]).toBeGreaterThan(0.9);
    const flags = dataset({ inputs: [1, 2, 3, 4, 5, 6], labels: [true, true, true, false, false, false] });
    expect(yesNo({ positive: false }, flags).predict([6])[0]).toBeGreaterThan(0.9);
    const stepped = new Model({ inputs: 1, layers: [dense(1)], loss: "binaryCrossEntropy", positive: 0 });
    stepped.step([1, 2, 3], [0, 1, 1]);
    expect(stepped.classes).toEqual([1, 0]);
  });

  test("a positive that is none of the labels, or where there are none, is an error", () => {
    expect(caught(DataError, () => yesNo({ positive: "Churn" })).message).toBe(
      'Model.fitSync: positive is "Churn", which is none of the classes "churn", "stay".',
    );
    expect(caught(DataError, () => yesNo({ positive: "x", classes: ["a", "b"] })).message).toContain(
      "none of the classes",
    );
    const targets = dataset({ inputs: [1, 2], targets: [0, 1] });
    expect(caught(OptionError, () => yesNo({ positive: 1 }, targets)).message).toContain("Give labels");
    const three = { inputs: 1, layers: [dense(3)], loss: "crossEntropy", positive: "a" } as const;
    expect(caught(OptionError, () => new Model(three)).message).toContain(
      'positive is for "binaryCrossEntropy"',
    );
  });

  test("at exactly one half classify, classifyAll and evaluate say the second", () => {
    const model = new Model({
      inputs: stays,
      layers: [dense(1)],
      loss: "binaryCrossEntropy",
      standardize: false,
    });
    model.parameters = [0, 0];
    expect(model.predict([1])).toEqual(Float64Array.of(0.5));
    expect(model.classify([1])).toEqual({ label: "stay", index: 1, probability: 0.5 });
    expect(model.classifyAll([[1]])).toEqual([model.classify([1])]);
    expect(model.evaluate(stays)).toMatchObject({
      confusion: [
        [0, 3],
        [0, 3],
      ],
    });
    // Of several classes the first of the largest.
    const three = new Model({ inputs: 1, layers: [dense(3)], loss: "crossEntropy", standardize: false });
    three.parameters = new Float32Array(6);
    expect([three.classify([1]).index, three.classifyAll([[1], [2]])[1].index]).toEqual([0, 0]);
  });

  test("125,000 classes are no more than the stack can hold", () => {
    const classes = Array.from({ length: 125_000 }, (_, k) => k);
    const model = new Model({
      inputs: 1,
      layers: [dense(125_000)],
      loss: "crossEntropy",
      classes,
      standardize: false,
    });
    model.parameters = new Float32Array(model.count).fill(1, 77_777, 77_778);
    expect(model.classify([1]).label).toBe(77_777);
  });
});
