import { describe, expect, test } from "vitest";

import {
  Model,
  dataset,
  dense,
  huber,
  type ClassificationMetrics,
  type Dataset,
  type Label,
  type LossSpec,
  type RegressionMetrics,
} from "../../src/index.js";
import { regressionMetrics } from "../../src/judge/metrics.js";
import { expectClose } from "../support/close.js";
import { Random } from "../support/random.js";

/** The figures of each target in `evaluate`, against a reference that counts whole copies of rows, one target at a time. */

/** The weighted rows of column c as pairs of a prediction and the truth, each as often as its weight says. */
function pairsOf(predicted: Float64Array, targets: number[][], weights: number[], c: number): number[][] {
  const width = targets[0].length;
  return targets.flatMap((row, r) =>
    Array.from({ length: weights[r] }, () => [predicted[r * width + c], row[c]]),
  );
}

const meanOf = (numbers: number[]): number => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;

function regressionOf(pairs: number[][]): RegressionMetrics {
  const errors = pairs.map(([p, t]) => p - t);
  const middle = meanOf(pairs.map(([, t]) => t));
  const mse = meanOf(errors.map((e) => e * e));
  const variance = meanOf(pairs.map(([, t]) => (t - middle) ** 2));
  return { mae: meanOf(errors.map(Math.abs)), rmse: Math.sqrt(mse), r2: 1 - mse / variance };
}

function yesNoOf(pairs: number[][]): ClassificationMetrics {
  const [yes, no] = [pairs.filter(([, t]) => t >= 0.5), pairs.filter(([, t]) => t < 0.5)];
  const duels = yes.flatMap(([a]) => no.map(([b]) => (a > b ? 1 : a === b ? 0.5 : 0)));
  const count = (rows: number[][], guess: boolean): number => rows.filter(([p]) => p >= 0.5 === guess).length;
  const confusion = [no, yes].map((rows) => [count(rows, false), count(rows, true)]);
  const accuracy = (confusion[0][0] + confusion[1][1]) / pairs.length;
  return { accuracy, ...(duels.length > 0 && { auc: meanOf(duels) }), confusion };
}

describe("a regression of several targets", () => {
  test.each(["mse", "mae", huber()] as LossSpec[])(
    "%o: each target's mae, rmse and r2 in its own unit",
    (loss) => {
      for (let seed = 1; seed <= 10; seed++) {
        const random = new Random(seed);
        const outputs = 2 + random.whole(4);
        const rows = 20 + random.whole(200); // also more than one block
        const inputs = random.table(rows, 2);
        // Units from a thousandth to a million.
        const units = random.list(outputs, () => 10 ** (random.whole(10) - 3));
        const targets = inputs.map(([a, b]) =>
          Array.from(units, (unit, c) => unit * (5 + a * c - b + random.normal())),
        );
        const weights = inputs.map(() => random.whole(3));
        weights[0] = 1;
        const data = dataset({ inputs, targets }, { weights });
        const model = new Model({ inputs: 2, layers: [dense(4, "tanh"), dense(outputs)], loss, seed });
        model.fitSync(data, { epochs: 3 });
        const found = model.evaluate(data) as RegressionMetrics & {
          targets: RegressionMetrics[];
          loss: number;
        };
        const predicted = model.predictAll(inputs);
        expect(found.targets).toHaveLength(outputs);
        found.targets.forEach((target, c) => {
          const { mae, rmse, r2 } = regressionOf(pairsOf(predicted, targets, weights, c));
          expectClose([target.mae / mae, target.rmse / rmse, target.r2], [1, 1, r2], {
            tolerance: 1e-10,
            label: `seed ${seed}, target ${c}`,
          });
          expect(Object.keys(target)).toEqual(["mae", "rmse", "r2"]);
        });
        // What stands beside them is over all cells, as the metrics have it.
        const { mae, rmse, r2 } = regressionMetrics(predicted, targets.flat(), outputs, weights);
        expectClose([found.mae / mae, found.rmse / rmse, found.r2], [1, 1, r2], { tolerance: 1e-13 });
        expectClose(mae, meanOf(found.targets.map((target) => target.mae)), { tolerance: 1e-13 });
      }
    },
  );

  test("one target has no list of its own: its figures are there", () => {
    const data = dataset({ inputs: [1, 2, 3], targets: [1, 3, 4] });
    const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", standardize: false });
    expect(Object.keys(model.evaluate(data))).toEqual(["loss", "mae", "rmse", "r2"]);
  });
});

/** y = x for each of the outputs, numbers untouched. */
function same(outputs: number, loss: LossSpec = "mae"): Model {
  const model = new Model({ inputs: outputs, layers: [dense(outputs)], loss, standardize: false });
  const w = Array.from({ length: outputs ** 2 }, (_, i) => Number(i % (outputs + 1) === 0));
  model.parameters = [...w, ...Array<number>(outputs).fill(0)];
  return model;
}

describe("where squares or weights leave float64", () => {
  const rows = [
    [1, 10],
    [2, 30],
    [4, 20],
  ];
  const ones = [
    [1, 1],
    [1, 1],
    [1, 1],
  ];

  test.each([1e-300, 1e-200, 1e200, 1e300])(
    "targets in units of %d give the same figures in that unit",
    (unit) => {
      const scaled = (table: number[][], by: number): number[][] =>
        table.map((row) => row.map((t) => t * by));
      // Predictions are about 1 in one case and about the target in the other.
      for (const predicted of [ones, rows.map(([a, b]) => [b / 10, a])]) {
        const base = regressionMetrics(predicted.flat(), rows.flat(), 2);
        const found = regressionMetrics(scaled(predicted, unit).flat(), scaled(rows, unit).flat(), 2);
        expectClose([found.mae / unit, found.rmse / unit, found.r2], [base.mae, base.rmse, base.r2], {
          tolerance: 1e-12,
        });
      }
      const data = dataset({
        inputs: rows,
        targets: rows.map((row) => row.map((t) => t * Math.max(unit, 1))),
      });
      const found = same(2).evaluate(data) as RegressionMetrics & { targets: RegressionMetrics[] };
      for (const { mae, rmse, r2 } of [found, ...found.targets])
        for (const figure of [mae, rmse, r2]) expect(figure).toSatisfy(Number.isFinite);
    },
  );

  test.each([1e-320, 1e-200, 1e200, 4e307])("weights in units of %d are those weights", (unit) => {
    const weights = [1, 2, 0];
    const heavy = weights.map((weight) => weight * unit);
    const targets = rows.map(([a, b]) => [b / 10, a + 5]);
    expect(regressionMetrics(rows.flat(), targets.flat(), 2, heavy)).toEqual(
      regressionMetrics(rows.flat(), targets.flat(), 2, weights),
    );
    const figures = (w: number[]): unknown => {
      const {
        loss,
        mae,
        rmse,
        r2,
        targets: each,
      } = same(2).evaluate(dataset({ inputs: rows, targets }, { weights: w })) as RegressionMetrics & {
        loss: number;
        targets: unknown;
      };
      return { loss, mae, rmse, r2, each };
    };
    expect(figures(heavy)).toEqual(figures(weights));
    const yes = dataset({ inputs: [1, -1, 2], targets: [1, 0, 0] }, { weights: [unit, 2 * unit, unit] });
    expect(same(1, "binaryCrossEntropy").evaluate(yes)).toMatchObject({ accuracy: 0.75, auc: 2 / 3 });
  });

  test("what a row of weight 0 holds does not matter", () => {
    const targets = [
      [3, 3],
      [1e300, -1e200],
      [5, 7],
      [4, 4],
    ];
    const inputs = [
      [1, 2],
      [0, 0],
      [2, 9],
      [5, 5],
    ];
    const model = same(2);
    const without = (data: Dataset): Dataset => data.take([0, 2, 3]);
    const data = dataset({ inputs, targets }, { weights: [1, 0, 1, 1] });
    expect(model.evaluate(data)).toEqual(model.evaluate(without(data)));
  });
});

describe("several yes/no outputs", () => {
  test("each has its accuracy, auc and confusion; what stands beside them is over all", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = new Random(seed);
      const outputs = 2 + random.whole(4);
      const rows = 5 + random.whole(200);
      const inputs = random.table(rows, 2, () => random.whole(5) - 2); // scores tie
      // The first output is always no: it has no auc.
      const targets = inputs.map(() =>
        Array.from({ length: outputs }, (_, c) => (c === 0 ? 0 : random.whole(2))),
      );
      const weights = inputs.map(() => random.whole(3));
      weights[rows - 1] = 2;
      const data = dataset({ inputs, targets }, { weights });
      const model = new Model({
        ...{ inputs: 2, layers: [dense(outputs)], loss: "binaryCrossEntropy" as const, seed },
        standardize: false,
      });
      const found = model.evaluate(data);
      const predicted = model.predictAll(inputs);
      const each = targets[0].map((_, c) => yesNoOf(pairsOf(predicted, targets, weights, c)));
      expect(found.targets?.map(({ confusion }) => confusion)).toEqual(
        each.map(({ confusion }) => confusion),
      );
      found.targets?.forEach(({ accuracy, auc }, c) => {
        expectClose(accuracy, each[c].accuracy, { tolerance: 1e-13, label: `seed ${seed}, output ${c}` });
        expect(auc === undefined).toBe(each[c].auc === undefined);
        expectClose(auc ?? 0, each[c].auc ?? 0, { tolerance: 1e-13, label: `seed ${seed}, output ${c}` });
      });
      expect(found.targets?.[0]).not.toHaveProperty("auc");
      expect(found).not.toHaveProperty("auc");
      const all = yesNoOf(targets[0].flatMap((_, c) => pairsOf(predicted, targets, weights, c)));
      expectClose(found.accuracy, all.accuracy, { tolerance: 1e-13, label: `seed ${seed}` });
      expect(found.confusion).toEqual(all.confusion);
    }
  });

  test("one yes/no output, and several classes, have no such list", () => {
    const data = dataset({ inputs: [-1, 1], targets: [0, 1] });
    expect(same(1, "binaryCrossEntropy").evaluate(data)).not.toHaveProperty("targets");
    const labels: Label[] = ["a", "b"];
    const inputs = [
      [1, 0],
      [0, 1],
    ];
    expect(same(2, "crossEntropy").evaluate(dataset({ inputs, labels }))).not.toHaveProperty("targets");
  });
});
