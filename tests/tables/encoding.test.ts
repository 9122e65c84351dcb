import { describe, expect, test } from "vitest";
import { type Dataset, Model, dense } from "../../src/index.js";
import { encode, type EncodedRows, table } from "../../src/table/index.js";
import { expectClose } from "../support/close.js";
import { readReference, trainingRowsOf } from "./reference.js";
import { NAMES, type Row, taskNamed } from "./tasks.js";

/** What the network sees of six public data sets is what scikit-learn's columns are, to 1e-6. */

const TOLERANCE = 1e-6;

function untrained(rows: Dataset): Model {
  const isRegression = rows.classes === undefined;
  const outputs = rows.classes?.length ?? 1;
  return new Model({ inputs: rows, layers: [dense(outputs)], loss: isRegression ? "mse" : "crossEntropy" });
}

function meansOf({ columns, values }: EncodedRows): number[] {
  const rows = values.length / columns.length;
  return columns.map((_, c) => {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += values[r * columns.length + c];
    return sum / rows;
  });
}

/** The column of a constant text is left out of windows: it could only shift the intercept. */
const LEFT_OUT = "location=Seattle";

describe.each(NAMES)("%s", (name) => {
  const task = taskNamed(name);
  const reference = readReference(name);
  const data = task.data();
  const [train, testRows] = [data.take(task.train), data.take(task.test)];
  const model = untrained(train);
  // The scale and what fills a gap are found by the first training, whatever becomes of the weights.
  model.fitSync(train, { epochs: 1, batchSize: "all" });
  const encoded = encode(model, train);
  const encodedTest = encode(model, testRows);
  const kept = reference.names.map((_, c) => c).filter((c) => reference.names[c] !== LEFT_OUT);
  const pick = <Item>(list: readonly Item[]): Item[] => kept.map((c) => list[c]);

  test("has the same rows, classes and columns in the same order", () => {
    expect([train.rows, testRows.rows]).toEqual(reference.rows);
    expect(train.classes).toEqual(name === "birdstrikes-damage" ? [false, true] : reference.classes);
    expect(encoded.columns).toEqual(pick(reference.names));
    expect(model.columns).toEqual(encoded.columns);
  });

  test("has as many rows with a missing cell", () => {
    const counts = [encoded, encodedTest].map(({ columns, values }, part) => {
      const gaps = columns.flatMap((column, c) => (column.endsWith(":missing") ? [c] : []));
      const rows = Array.from({ length: reference.rows[part] }, (_, r) => r * columns.length);
      return rows.filter((row) => gaps.some((c) => values[row + c] === 1)).length;
    });
    expect(counts).toEqual(reference.rowsWithMissingCell);
  });

  test("has the same first rows", () => {
    const width = encoded.columns.length;
    reference.firstRows.forEach(({ index, encoded: row }, k) => {
      const ours = encoded.values.subarray(k * width, (k + 1) * width);
      expectClose(ours, pick(row), { tolerance: TOLERANCE, label: `row ${index} of the file` });
    });
  });

  test("has the same means and deviations, and scales the same columns", () => {
    const { mean, deviation } = model.toJSON().scaler.inputs as { mean: number[]; deviation: number[] };
    const shares = meansOf(encoded);
    kept.forEach((c, k) => {
      const isScaled = reference.scaled[c] === 1;
      const options = { tolerance: TOLERANCE, label: reference.names[c] };
      // A column of 0 and 1 stays as it is.
      expectClose(
        [mean[k], deviation[k]],
        isScaled ? [reference.means[c], reference.deviations[c]] : [0, 1],
        options,
      );
      if (!isScaled) expectClose(shares[k], reference.means[c], options);
    });
  });

  test("has the same sums over all cells of training and test rows", () => {
    [encoded, encodedTest].forEach(({ values }, part) => {
      // The constant column is 1 in every row.
      const constant = kept.length < reference.names.length ? [train.rows, testRows.rows][part] : 0;
      const label = ["training", "test"][part];
      const sum = values.reduce((total, value) => total + value, constant);
      const squares = values.reduce((total, value) => total + value * value, constant);
      expectClose(sum, reference.sums[part], { tolerance: TOLERANCE, label });
      expectClose(squares, reference.sumsOfSquares[part], { tolerance: TOLERANCE, label });
    });
  });

  test("fills missing numbers with the same mean or median", () => {
    const width = encoded.columns.length;
    const rows = Array.from({ length: train.rows }, (_, r) => r * width);
    for (const [column, fill] of Object.entries(reference.fills)) {
      const c = encoded.columns.indexOf(column);
      const gap = encoded.columns.indexOf(`${column}:missing`);
      const filled = rows
        .filter((row) => encoded.values[row + gap] === 1)
        .map((row) => encoded.values[row + c]);
      expect(new Set(filled).size, column).toBe(1);
      const at = reference.names.indexOf(column);
      const ours = filled[0] * reference.deviations[at] + reference.means[at];
      expectClose(ours / fill, 1, { tolerance: TOLERANCE, label: column });
    }
  });

  test("finds the same categories that only test rows have", () => {
    const width = encoded.columns.length;
    const unseen = Object.entries(reference.unseen);
    // Each other text has its column in every row.
    const texts = (task.options?.features ?? []).filter((feature) =>
      encoded.columns.some((column) => column.startsWith(`${feature}=`)),
    );
    for (const feature of texts) {
      const own = encoded.columns.flatMap((column, c) =>
        column.startsWith(`${feature}=`) || column === `${feature}:missing` ? [c] : [],
      );
      let rows = 0;
      for (let r = 0; r < testRows.rows; r++)
        if (own.every((c) => encodedTest.values[r * width + c] === 0)) rows++;
      expect(rows, feature).toBe(reference.unseen[feature]?.testRows ?? 0);
    }
    if (!task.rows || !task.options) return;
    const strict = table(task.rows, { ...task.options, unknown: "error" });
    const blank = untrained(strict.take(task.train));
    blank.fitSync(strict.take(task.train), { epochs: 1, batchSize: "all" });
    const refused = task.test.filter((row) => {
      try {
        blank.predict((task.rows as readonly Row[])[row]);
        return false;
      } catch (error) {
        expect((error as Error).message).toMatch(/a category that no training row had/);
        return true;
      }
    });
    const foreign = (row: Row): boolean =>
      unseen.some(([column, { categories }]) => categories.includes(row[column] as string));
    expect(refused).toEqual(task.test.filter((row) => foreign((task.rows as readonly Row[])[row])));
  });

  test("makes as many columns of each fold of a cross-validation", () => {
    reference.folds.forEach((fold, k) => {
      const rows = trainingRowsOf(reference, k);
      expect(rows.length).toBe(fold.train);
      const columns = untrained(data.take(rows)).spec.inputs;
      // The calendar has its columns whether or not a fold has seen each month.
      if (name === "seattle-tempmax") expect(columns).toBe(reference.names.length - 1);
      else expect(columns, `fold ${k}`).toBe(fold.columns);
    });
  });
});
