import { describe, expect, test } from "vitest";

import { dataset } from "../src/data/dataset.js";
import { DataError } from "../src/base/errors.js";
import { matchLabels, readClasses, readLabels, type Label } from "../src/data/labels.js";
import { caught } from "./support/caught.js";
import { Random } from "./support/random.js";

describe("readLabels", () => {
  test.each<[string, unknown, Label[], number[]]>([
    ["numbers by value, not as texts", [10, 9, -1, 10, 2.5], [-1, 2.5, 9, 10], [3, 2, 0, 3, 1]],
    ["typed numbers", Uint8Array.of(10, 9, 100), [9, 10, 100], [1, 0, 2]],
    [
      "texts by code unit",
      ["b", "a", "Z", "ä", "10", "9"],
      ["10", "9", "Z", "a", "b", "ä"],
      [4, 3, 2, 5, 0, 1],
    ],
    ["code units, not code points", ["\u{1f600}", "\uffff"], ["\u{1f600}", "\uffff"], [0, 1]],
    ["false before true", [true, false, true], [false, true], [1, 0, 1]],
    ["-0 is 0", [-0, 0, 1], [0, 1], [0, 0, 1]],
    ["one class", ["x", "x"], ["x"], [0, 0]],
    ["the empty text", ["", "a"], ["", "a"], [0, 1]],
    [
      "names of an object's own properties",
      ["constructor", "__proto__"],
      ["__proto__", "constructor"],
      [1, 0],
    ],
  ])("%s", (_, labels, classes, index) => {
    const read = readLabels("dataset", labels);
    expect(read.classes).toStrictEqual(classes);
    expect(Array.from(read.index)).toEqual(index);
    expect(Object.isFrozen(read.classes)).toBe(true);
  });

  test("any labels come back as they were", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = new Random(seed);
      const names = random.list(1 + random.whole(8), () => random.whole(1000) / 8);
      const numbers = Array.from({ length: 40 }, () => names[random.whole(names.length)]);
      for (const labels of [numbers, numbers.map(String)]) {
        const data = dataset({ inputs: numbers, labels });
        expect(data.labels, `seed ${seed}`).toEqual(labels);
        const classes = data.classes as Label[];
        for (let k = 1; k < classes.length; k++)
          expect(classes[k - 1] < classes[k], `seed ${seed}`).toBe(true);
      }
    }
  });

  test.each<[string, unknown]>([
    [
      'dataset: labels[2] is "1", but labels[0] is a number. Use all numbers, all strings or all booleans.',
      [1, 2, "1"],
    ],
    [
      "dataset: labels[1] is 1, but labels[0] is a string. Use all numbers, all strings or all booleans.",
      ["1", 1],
    ],
    [
      "dataset: labels[1] is 0, but labels[0] is a boolean. Use all numbers, all strings or all booleans.",
      [true, 0],
    ],
    ["dataset: labels[1] is NaN. Drop that row or give it a class.", [1, NaN]],
    ["dataset: labels[0] is NaN. Drop that row or give it a class.", Float32Array.of(NaN)],
    ["dataset: labels[1] is Infinity. Drop that row or give it a class.", [1, Infinity]],
    ["dataset: labels[1] is missing (undefined). Drop that row or give it a class.", ["a", undefined]],
    ["dataset: labels[0] is missing (null). Drop that row or give it a class.", [null, "a"]],
    [
      "dataset: labels[0] is an array of 2, expected one label. Rows of probabilities go under targets.",
      [[0, 1]],
    ],
    ["dataset: labels[0] is an object, expected a number, a string or a boolean.", [{}]],
    ["dataset: labels[0] is the bigint 5n, expected a number, a string or a boolean.", [5n]],
    ["dataset: labels is empty. At least one row is needed.", []],
    ['dataset: labels must be an array or a typed array, got "abc".', "abc"],
  ])("%s", (message, labels) => {
    expect(caught(DataError, () => readLabels("dataset", labels)).message).toBe(message);
  });

  test("the row of a bad label is told", () => {
    expect(caught(DataError, () => readLabels("dataset", [1, 2, NaN]))).toMatchObject({
      row: 2,
      received: NaN,
    });
  });
});

describe("readClasses", () => {
  test("keeps a copy in the order given", () => {
    const given = ["b", "a"];
    expect(readClasses("Model", given)).toEqual(["b", "a"]);
    expect(readClasses("Model", given)).not.toBe(given);
    expect(readClasses("Model", [10, 9])).toEqual([10, 9]);
  });

  test.each<[string, unknown]>([
    ['Model: classes names "a" twice.', ["a", "b", "a"]],
    ["Model: classes[1] is NaN. Drop that row or give it a class.", [1, NaN]],
    [
      'Model: classes[1] is "1", but classes[0] is a number. Use all numbers, all strings or all booleans.',
      [1, "1"],
    ],
    ["Model: classes must be an array or a typed array, got 3.", 3],
  ])("%s", (message, classes) => {
    expect(caught(DataError, () => readClasses("Model", classes)).message).toBe(message);
  });
});

describe("matchLabels", () => {
  test("finds each row's class by value", () => {
    const { index, classes } = readLabels("dataset", ["cat", "owl", "cat"]);
    expect(matchLabels("Model.evaluate", index, classes, ["bat", "cat", "dog", "owl"])).toEqual(
      Int32Array.of(1, 3, 1),
    );
  });

  test("equal classes keep their numbers", () => {
    const { index, classes } = readLabels("dataset", [3, 1, 2]);
    expect(matchLabels("Model.fit", index, classes, [1, 2, 3])).toEqual(index);
  });

  test("any dataset is matched with any larger list of classes", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = new Random(seed);
      const known = readClasses("Model", random.order(30).slice(0, 12));
      const labels = Array.from({ length: 25 }, () => known[random.whole(known.length)]);
      const { index, classes } = readLabels("dataset", labels);
      const matched = matchLabels("Model.fit", index, classes, known);
      expect(
        Array.from(matched, (k) => known[k]),
        `seed ${seed}`,
      ).toEqual(labels);
    }
  });

  test("a class that the model never saw is an error naming the row", () => {
    const { index, classes } = readLabels("dataset", ["cat", "dog", "bird"]);
    const error = caught(DataError, () => matchLabels("Model.evaluate", index, classes, ["cat", "dog"]));
    expect(error.message).toBe(
      'Model.evaluate: row 2 has the class "bird", which the model has never seen. Its classes: "cat", "dog".',
    );
    expect(error).toMatchObject({ row: 2, received: "bird", expected: ["cat", "dog"] });
  });

  test("says so when only the type differs, and shortens a long list", () => {
    const { index, classes } = readLabels("dataset", ["3"]);
    const known = Array.from({ length: 12 }, (_, k) => k);
    expect(() => matchLabels("Model.fit", index, classes, known)).toThrow(
      'Model.fit: row 0 has the class "3", which the model has never seen. The model knows it as a number, not as a string. ' +
        "Its classes: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more.",
    );
  });

  test("a class without a row does no harm: a part keeps the classes of the whole", () => {
    const whole = dataset({ inputs: [1, 2, 3], labels: ["cat", "dog", "bird"] });
    const part = whole.slice(0, 2);
    expect(part.classes).toEqual(["bird", "cat", "dog"]);
    const { labelIndex, classes } = part;
    expect(matchLabels("Model.fit", labelIndex as Int32Array, classes as Label[], ["cat", "dog"])).toEqual(
      Int32Array.of(0, 1),
    );
  });
});
