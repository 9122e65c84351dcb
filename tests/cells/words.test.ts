import { expect, it } from "vitest";

import { isMissingText } from "../../src/cells/missing.js";
import { yesNo } from "../../src/cells/yes-no.js";

it.each([true, 1, "1", "true", "True", "TRUE", "yes", "Yes", "YES", "y", "Y"])("%j is yes", (cell) => {
  expect(yesNo(cell)).toBe(1);
});

it.each([false, 0, -0, "0", "false", "False", "FALSE", "no", "No", "n", "N"])("%j is no", (cell) => {
  expect(yesNo(cell)).toBe(0);
});

it.each(["", " yes", "maybe", "ja", 2, NaN, null, undefined, 1n, {}, [1], "__proto__"])(
  "%s is neither",
  (cell) => {
    expect(yesNo(cell)).toBeUndefined();
  },
);

it.each(["", "NA", "na", "N/A", "NaN", "nan", "null", "NULL", "?", "-"])(
  "%j stands for a missing value",
  (cell) => {
    expect(isMissingText(cell)).toBe(true);
  },
);

it.each(["0", "none", "--", "Nan Goldin", "-1", "n", "no", ".", "??"])("%j does not", (cell) => {
  expect(isMissingText(cell)).toBe(false);
});
