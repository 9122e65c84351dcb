import { describe, expect, it } from "vitest";
import { showResult as toCsv } from "../src/cli/commands/predict/csv.js";
import { showResult as toJsonLines } from "../src/cli/commands/predict/json.js";
import { exact } from "../src/cli/commands/predict/predictions.js";

/** Predictions on their way out: the digits of a float32, and the two ways to write a table of them. */

describe("a predicted float32", () => {
  it.each([0, 1, -1, 0.1, 1 / 3, 11234.5673828125, 1e-30, 3.4e38, 16777216, 123456.789])(
    "%s reads back as the same",
    (value) => {
      expect(Math.fround(exact(value))).toBe(Math.fround(value));
    },
  );

  it("has as few digits as that needs", () => {
    expect(exact(Math.fround(0.1))).toBe(0.1);
    expect(exact(Math.fround(11234.57))).toBe(11234.57);
  });
});

describe("a table of predictions", () => {
  const predictions = {
    header: ["kind", "probability of a,b"],
    rows: [
      ["a", 1],
      ['b "c"', 0.5],
      ["d\ne", 0],
    ],
  };

  it("as CSV quotes what would break a line", () => {
    expect(toCsv(predictions)).toBe('kind,"probability of a,b"\na,1\n"b ""c""",0.5\n"d\ne",0\n');
  });

  it("as JSON is one object a row", () => {
    const lines = toJsonLines(predictions).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { kind: "a", "probability of a,b": 1 },
      { kind: 'b "c"', "probability of a,b": 0.5 },
      { kind: "d\ne", "probability of a,b": 0 },
    ]);
  });
});
