import fc from "fast-check";
import { describe, expect } from "vitest";

import { type CsvTable, readCsv, streamCsv } from "../../src/csv/index.js";
import { DownhillError } from "../../src/index.js";
import { property } from "./runner.js";

const delimiters = fc.constantFrom(",", ";", "\t", "|");
const endings = fc.constantFrom("\n", "\r\n", "\r");

/** A text that is none of the words for a missing value and has no blank at its ends, where cells are trimmed; null is a missing cell. */
const text = fc
  .array(fc.constantFrom("a", "B", "é", "😀", "7", "-", " ", ",", ";", "\t", "|", '"', "\n", "."), {
    maxLength: 8,
  })
  .map((letters) => letters.join("").trim())
  .map((cell) => (cell === "" ? null : cell));
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.integer({ min: -99_999, max: 99_999 }).map((value) => value / 1000),
);
const column = fc.oneof(
  fc.record({ kind: fc.constant("number" as const), cell: fc.constant(fc.option(number, { freq: 8 })) }),
  fc.record({ kind: fc.constant("text" as const), cell: fc.constant(text) }),
  fc.record({ kind: fc.constant("yes-no" as const), cell: fc.constant(fc.option(fc.boolean())) }),
);

const tables = fc
  .record({
    columns: fc.array(column, { minLength: 1, maxLength: 4 }),
    rows: fc.integer({ min: 1, max: 12 }),
  })
  .chain(({ columns, rows }) =>
    fc.record({
      kinds: fc.constant(columns.map(({ kind }) => kind)),
      cells: fc.tuple(
        ...columns.map(({ cell }) =>
          fc.array(cell as fc.Arbitrary<string | number | boolean | null>, {
            minLength: rows,
            maxLength: rows,
          }),
        ),
      ),
      delimiter: delimiters,
      ending: endings,
      quotesAll: fc.boolean(),
      cut: fc.integer({ min: 1, max: 40 }),
      batch: fc.integer({ min: 1, max: 13 }),
    }),
  );

/** A cell with quotes where it needs them, or around every text. */
function written(cell: string | number | boolean | null, delimiter: string, quotesAll: boolean): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return Object.is(cell, -0) ? "-0" : String(cell);
  const needs = quotesAll || /["\n\r]|^(na|n\/a|nan|null|\?|-)$/i.test(cell) || cell.includes(delimiter);
  return needs ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const listed = ({ columns }: CsvTable): unknown[][] =>
  Object.values(columns).map((cells) =>
    Array.from<unknown>(cells).map((cell) => (Number.isNaN(cell) ? null : cell)),
  );

describe("a table that is written", () => {
  property(
    "with quotes as needed is read again as it was, whole and in batches, as text and as bytes",
    0.1,
    tables,
    async (given, tally) => {
      const { kinds, cells, delimiter, ending, quotesAll, cut, batch } = given;
      const rows = cells[0].map((_, row) => cells.map((of) => of[row]));
      // Empty rows at the end do not count.
      while (rows.length > 0 && rows[rows.length - 1].every((cell) => cell === null)) rows.pop();
      const lines = rows.map((row) =>
        row.map((cell) => written(cell, delimiter, quotesAll).replaceAll("\n", ending)).join(delimiter),
      );
      const file =
        [`sep=${delimiter}`, kinds.map((_, c) => `c${c}`).join(delimiter), ...lines].join(ending) + ending;
      const said = Object.fromEntries(kinds.map((kind, c) => [`c${c}`, kind]));
      const options = { kinds: said };
      // A point may be doubtful beside other separators than commas.
      const table = tally.attempt(() => readCsv(file, options));
      if (!table) return;
      expect(listed(table)).toEqual(kinds.map((_, c) => rows.map((row) => row[c])));
      expect(readCsv(new TextEncoder().encode(file), options).columns).toEqual(table.columns);
      const pieces = Array.from({ length: Math.ceil(file.length / cut) }, (_, i) =>
        file.slice(i * cut, (i + 1) * cut),
      );
      const batches: unknown[][] = kinds.map(() => []);
      try {
        for await (const part of streamCsv(pieces, { ...options, rows: batch }))
          listed(part).forEach((of, c) => batches[c].push(...of));
      } catch (error) {
        // What a later row would have decided.
        expect(String(error)).toMatch(/may mean/);
        return;
      }
      expect(batches).toEqual(listed(table));
    },
  );
});

describe("any text", () => {
  const value = fc.oneof(
    { weight: 4, arbitrary: number.map(String) },
    fc.constantFrom(
      "",
      "NA",
      "?",
      "-",
      "1,5",
      "1.000,5",
      "1.234",
      "2024-01-31",
      "31/12/2024",
      "1/2/2024",
      "yes",
      "no",
      "007",
      "1e400",
      "inf",
      '"',
      "#",
      "a b",
    ),
    text.map((cell) => cell ?? ""),
  );
  const anything = fc.record({
    lines: fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { maxLength: 10 }),
    delimiter: fc.constantFrom(",", ";", "\t", "|", ", "),
    ending: endings,
    even: fc.boolean(),
    batch: fc.integer({ min: 1, max: 4 }),
  });
  property(
    "becomes columns of their kinds, or an error of ours, and a stream never other values",
    0.1,
    anything,
    async (given, tally) => {
      const { lines, delimiter, ending, even, batch } = given;
      const names = ["a", "b", "c"];
      const body = even ? lines.map((row) => names.map((_, c) => row[c % row.length])) : lines;
      const file = [names, ...body].map((row) => row.join(delimiter)).join(ending);
      const table = tally.attempt(() => readCsv(file));
      if (!table) return;
      for (const [name, cells] of Object.entries(table.columns)) {
        expect(cells.length).toBe(table.rows);
        const kind = table.kinds[name];
        for (const cell of cells) {
          if (kind === "number") expect(typeof cell).toBe("number");
          else if (cell !== null) expect(typeof cell).toBe(kind === "yes-no" ? "boolean" : "string");
          expect(cell === Infinity || cell === "" || cell === undefined).toBe(false);
        }
      }
      let row = 0;
      try {
        for await (const part of streamCsv([file], { rows: batch, kinds: { ...table.kinds } as never })) {
          listed(part).forEach((cells, c) =>
            expect(cells).toEqual(listed(table)[c].slice(row, row + part.rows)),
          );
          row += part.rows;
        }
      } catch (error) {
        if (!(error instanceof DownhillError)) throw error;
      }
    },
  );
});
