import { expect, test } from "vitest";
import { DataError } from "../../src/index.js";
import { type Cell, table } from "../../src/table/index.js";
import { caught } from "../support/caught.js";

/** A column of dates is read as its cells show, and asked about where they do not. */

function daysOf(cells: readonly Cell[], kinds = {}): number[] {
  const rows = cells.map((day, y) => ({ day, y: y + 0.5 }));
  return Array.from(table(rows, { target: "y", missing: "mean", kinds }).inputs);
}

const day = (year: number, month: number, date: number): number =>
  Date.UTC(year, month - 1, date) / 86_400_000;

const cases: [string, readonly Cell[], readonly number[]][] = [
  ["ISO dates", ["2015-01-02", "2015-03-04"], [day(2015, 1, 2), day(2015, 3, 4)]],
  [
    "a time of day",
    ["2015-01-02 06:00", "2015-03-04T12:00Z"],
    [day(2015, 1, 2) + 0.25, day(2015, 3, 4) + 0.5],
  ],
  ["English months", ["Jan 2 2015", "4-Mar-2015"], [day(2015, 1, 2), day(2015, 3, 4)]],
  [
    "Dates",
    [new Date(Date.UTC(2015, 0, 2)), new Date(Date.UTC(2015, 2, 4))],
    [day(2015, 1, 2), day(2015, 3, 4)],
  ],
  ["one cell that shows the day first", ["1/2/2015", "13/2/2015"], [day(2015, 2, 1), day(2015, 2, 13)]],
  ["one cell that shows the month first", ["1/2/2015", "2/13/2015"], [day(2015, 1, 2), day(2015, 2, 13)]],
  ["each in one way, by itself", ["13/2/2015", "2/14/2015"], [day(2015, 2, 13), day(2015, 2, 14)]],
  ["a missing cell", ["2015-01-02", null, " "], [day(2015, 1, 2), NaN, NaN]],
];
test.each(cases)("%s", (_, cells, wanted) => {
  expect(daysOf(cells)).toEqual(wanted);
});

test("what may begin with the day or the month is asked about, by the first such cell", () => {
  const cells = ["2015-01-31", "1/2/2015", "3/4/2015"];
  const error = caught(DataError, () => daysOf(cells));
  expect(error.message).toBe(
    'table: column "day" holds dates such as "1/2/2015", and no row shows whether they begin with the day or the month. ' +
      'Say kinds: { "day": { kind: "date", order: "day/month" } }, or "month/day".',
  );
  expect(error.received).toBe("1/2/2015");
  const orders = ["day/month", "month/day"].map(
    (order) => daysOf(cells, { day: { kind: "date", order } })[1],
  );
  expect(orders).toEqual([day(2015, 2, 1), day(2015, 1, 2)]);
});
