import fc from "fast-check";
import { describe, expect } from "vitest";

import { parseCsv } from "../../src/cli/read/csv.js";
import { readProblem } from "../../src/cli/problem/problem.js";
import { splitProblem } from "../../src/cli/problem/split.js";
import { property } from "./runner.js";

/** Letters and what CSV gives a meaning to; never blank at an end, where cells are trimmed. */
const cell = fc
  .array(fc.constantFrom("a", "B", "é", "7", "-", " ", ",", ";", "\t", "|", '"', "\n", "."), { maxLength: 6 })
  .map((letters) => letters.join("").trim())
  // A word for a missing cell, or a comment, is not text.
  .filter((text) => text !== "" && !/^#|^sep=/i.test(text) && !text.includes("\0"));

describe("CSV text", () => {
  const written = fc
    .record({ width: fc.integer({ min: 2, max: 4 }), rows: fc.integer({ min: 1, max: 5 }) })
    .chain(({ width, rows }) =>
      fc.record({
        cells: fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
          minLength: rows,
          maxLength: rows,
        }),
        delimiter: fc.constantFrom(",", ";", "\t", "|"),
        ending: fc.constantFrom("\n", "\r\n", "\r"),
        mark: fc.constantFrom("", "\uFEFF"),
        said: fc.boolean(),
        last: fc.boolean(),
      }),
    );
  property("gives the cells that were written, quoted as RFC 4180 says", 0.06, written, (given, tally) => {
    const { cells, delimiter, ending, mark, last } = given;
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const header = cells[0].map((_, c) => `c${c}`).join(delimiter);
    // Line ends inside of quotes are the file's too.
    const lines = cells.map((row) => row.map((text) => quote(text.replaceAll("\n", ending))).join(delimiter));
    const text = mark + [`sep=${delimiter}`, header, ...lines].join(ending) + (last ? ending : "");
    const table = tally.attempt(() => parseCsv(text, "data.csv"));
    if (!table) throw new Error("a well-formed file was refused");
    cells[0].forEach((_, c) => {
      expect(table.column(`c${c}`).cells.map((found) => found.replaceAll("\0", ""))).toEqual(
        cells.map((row) => row[c]),
      );
    });
  });

  const value = fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(String) },
    fc.integer().map(String),
    fc.constantFrom(
      "",
      "NA",
      "null",
      "?",
      "1,5",
      "1.000,5",
      "1.234",
      "2024-01-31",
      "31/12/2024",
      "yes",
      "no",
      "007",
      "1e400",
      "-",
      "inf",
      '"',
      "#",
      "a b",
    ),
    cell,
  );
  const anyText = fc.record({
    lines: fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { maxLength: 14 }),
    delimiter: fc.constantFrom(",", ";", "\t", "|", ", "),
    ending: fc.constantFrom("\n", "\r\n", "\r"),
    target: fc.constantFrom("a", "b", "c", "nothing", ""),
    width: fc.integer({ min: 1, max: 4 }),
    even: fc.boolean(),
    past: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    task: fc.constantFrom(undefined, undefined, "regression" as const, "classification" as const),
  });
  property("of any kind becomes rows without NaN, or an error of ours", 0.1, anyText, (given, tally) => {
    const { lines, delimiter, ending, target, width, even, past, task } = given;
    const names = ["a", "b", "c", "d"].slice(0, width);
    const body = even ? lines.map((row) => names.map((_, c) => row[c % row.length])) : lines;
    const text = [names, ...body].map((row) => row.join(delimiter)).join(ending);
    const problem = tally.attempt(() => {
      const table = parseCsv(text, "data.csv");
      return readProblem(table, { target, task, past } as never);
    });
    if (!problem) return;
    expect(problem.data.inputs.every(Number.isFinite)).toBe(true);
    if (problem.data.labels === undefined) expect(problem.data.targets.every(Number.isFinite)).toBe(true);
    const parts = tally.attempt(() =>
      splitProblem(problem, { validation: 0.2, test: 0.2, seed: 1 } as never),
    );
    if (parts) expect(parts.train.rows).toBeGreaterThan(0);
  });
});
