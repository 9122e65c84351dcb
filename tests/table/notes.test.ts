import { expect, test } from "vitest";

import { table } from "../../src/table/index.js";
import { built, days, OPTIONS, tableOf } from "./sample.js";

/** What a table says of its columns, once each. */

const list = <Cell>(count: number, cell: (i: number) => Cell): Cell[] =>
  Array.from({ length: count }, (_, i) => cell(i));

test("nothing where there is nothing to say", () => {
  expect(table(days(), OPTIONS).notes).toEqual([]);
});

test("a column that is the same in every row", () => {
  for (const [cells, shown] of [
    [list(5, () => 3), "3"],
    [list(5, () => "x"), '"x"'],
    [list(5, () => "yes"), '"yes"'],
  ] as const)
    expect(tableOf(cells).notes).toEqual([
      `column "it" is ${shown} in every row: it tells nothing, and is left out of the predictions`,
    ]);
});

test("and says so once: not again when a model is fitted, nor for the categories that its rows lack", () => {
  const data = table(
    days().map((row) => ({ ...row, same: "x", also: 3 })),
    OPTIONS,
  );
  expect(data.notes).toHaveLength(2);
  expect(built(data).fitSync(data, { epochs: 1 }).notes).toEqual(data.notes);
  const part = data.take(list(48, (i) => i).filter((i) => days()[i].town !== "Oslo"));
  expect(built(data).fitSync(part, { epochs: 1 }).notes).toEqual(part.notes);
});

test("a column that numbers the rows, one that names them", () => {
  expect(tableOf(list(20, (i) => 1000 - i)).notes).toEqual([
    'column "it" holds whole numbers that all differ: if they only number the rows, leave it out with drop',
  ]);
  for (const cells of [list(19, (i) => i + 5), list(30, (i) => i + 0.5), list(30, (i) => i % 29)])
    expect(tableOf(cells).notes).toEqual([]);
  const named = table(
    list(21, (i) => ({ id: `row ${i}`, wind: i % 5, rain: i % 7 })),
    { target: "rain" },
  );
  expect(named.columns).toEqual(["wind"]);
  expect(named.notes).toEqual([
    'column "id" is another text in each row: it only names the rows, and is left out',
  ]);
  // Rows to be predicted may have it all the same.
  const model = built(named);
  model.fitSync(named, { epochs: 1 });
  expect(model.predict({ id: "row 99", wind: 1 })).toEqual(model.predict({ wind: 1 }));
});

test("a feature that equals the target", () => {
  const same = 'column "it" is the target "rain" in every row: that is looking up the answer';
  expect(tableOf(list(5, (i) => i)).notes).toEqual([same]);
  expect(tableOf(list(5, (i) => String(i))).notes).toEqual([same]);
  const texts = ["a", "b", "a"];
  expect(table({ it: texts, rain: texts }, { target: "rain" }).notes).toEqual([same]);
  const several = table({ a: [1, 2, 4], b: [5, 6, 7], it: [5, 6, 7] }, { target: ["a", "b"] });
  expect(several.notes).toEqual([same.replace("rain", "b")]);
});

test("rows that stand in the training part too", () => {
  const records = list(10, (i) => ({ wind: i, town: "ab"[i % 2], rain: 2 * i }));
  const data = table([...records, ...records.slice(0, 2), { ...records[2], rain: 99 }], { target: "rain" });
  const { train, validation, test: last } = data.split({ validation: 0.15, test: 0.08, shuffle: false });
  expect([train.rows, validation.rows, last.rows]).toEqual([10, 2, 1]);
  expect(train.notes).toEqual(data.notes);
  expect(validation.notes).toEqual([
    "validation: 2 rows stand in the training part too, target and all: what is measured on such rows is partly memory. Drop copies before the split",
  ]);
  // The last is another target.
  expect(last.notes).toEqual([]);
});

test("dates without any date", () => {
  expect(tableOf(["a", "b", "a"], { dates: ["month"] }).notes).toEqual([
    "dates says what to make of dates, and no column holds any",
  ]);
});
