import fc from "fast-check";
import { describe, expect } from "vitest";

import { type Dataset, dataset, windows } from "../../src/index.js";
import { labels, options, weights } from "./arbitraries.js";
import { property, untyped } from "./runner.js";

/** Of `rows` rows, a share given in thousandths, halves up: in whole numbers, so that nothing is rounded on the way. */
const shareOf = (rows: number, thousandths: number): number =>
  Math.floor((2 * thousandths * rows + 1000) / 2000);

const thousandths = fc.oneof(
  fc.integer({ min: 1, max: 999 }),
  fc.constantFrom(100, 145, 200, 250, 333, 500, 700),
);

/** Rows that carry their own number as their input, so that each can be found again in the parts. */
const labelled = fc.integer({ min: 1, max: 60 }).chain((rows) =>
  fc.record({
    rows: fc.constant(rows),
    labels: fc.option(labels(rows), { nil: undefined }),
    weights: fc.option(weights(rows), { nil: undefined }),
    validation: fc.option(thousandths, { nil: undefined }),
    test: thousandths,
    shuffle: fc.oneof(fc.constant<false>(false), fc.nat(), fc.constantFrom(0, 2 ** 53 - 1)),
    stratify: fc.option(fc.boolean(), { nil: undefined, freq: 1 }),
    gap: fc.option(fc.nat(4), { nil: undefined, freq: 1 }),
  }),
);

const numbersOf = (part: Dataset | undefined): number[] => Array.from(part?.inputs ?? []);

describe("split of a table", () => {
  property(
    "parts are disjoint, as large as said, stratified, and carry their weights and labels",
    0.06,
    labelled,
    (given, tally) => {
      const { rows, labels, weights, validation, test, shuffle, stratify, gap } = given;
      const inputs = Array.from({ length: rows }, (_, r) => r);
      const data = dataset(
        untyped({ inputs, ...(labels ? { labels } : { targets: inputs.map((r) => 2 * r) }) }),
        { weights },
      );
      const shares = {
        test: test / 1000,
        ...(validation !== undefined && { validation: validation / 1000 }),
      };
      const split = (): ReturnType<Dataset["split"]> =>
        data.split({ ...shares, shuffle, stratify, gap } as never);
      const parts = tally.attempt(split) as
        { train: Dataset; validation?: Dataset; test: Dataset } | undefined;

      const sizes = {
        test: shareOf(rows, test),
        validation: validation === undefined ? 0 : shareOf(rows, validation),
      };
      const border = gap ?? 0;
      const left = rows - sizes.test - border - (validation === undefined ? 0 : sizes.validation + border);
      const impossible =
        left < 1 ||
        sizes.test < 1 ||
        (validation !== undefined && sizes.validation < 1) ||
        test + (validation ?? 0) >= 1000;
      const meaningless =
        (border > 0 && shuffle !== false) || (stratify === true && (!labels || shuffle === false));
      if (parts === undefined) {
        // Whether a part has no row that counts depends on the shuffle.
        expect(
          impossible || meaningless || weights?.includes(0) || weights?.some(Object.is.bind(undefined, -0)),
        ).toBe(true);
        return;
      }
      expect(impossible || meaningless).toBe(false);

      expect([parts.train.rows, parts.validation?.rows ?? 0, parts.test.rows]).toEqual([
        left,
        sizes.validation,
        sizes.test,
      ]);
      const all = [parts.train, parts.validation, parts.test].flatMap(numbersOf);
      expect(new Set(all).size).toBe(all.length);
      if (shuffle === false) {
        const from = rows - sizes.test;
        expect(numbersOf(parts.test)).toEqual(inputs.slice(from));
        if (parts.validation)
          expect(numbersOf(parts.validation)).toEqual(
            inputs.slice(from - border - sizes.validation, from - border),
          );
        expect(numbersOf(parts.train)).toEqual(inputs.slice(0, left));
      } else {
        expect(all.length).toBe(rows);
        const again = data.split({ test: test / 1000, shuffle, stratify } as never) as { test: Dataset };
        expect(numbersOf(again.test), "the test rows do not depend on validation").toEqual(
          numbersOf(parts.test),
        );
      }
      for (const part of [parts.train, parts.validation, parts.test]) {
        if (!part) continue;
        const places = numbersOf(part);
        if (weights) expect(Array.from(part.weights as Float64Array)).toEqual(places.map((r) => weights[r]));
        if (labels)
          expect(part.labels).toEqual(
            places.map((r) => (labels[r] === 0 ? part.classes?.find((c) => c === 0) : labels[r])),
          );
        else expect(Array.from(part.targets)).toEqual(places.map((r) => 2 * r));
      }
      if (labels && shuffle !== false && stratify !== false) expectStratified(labels, parts);
    },
  );

  property(
    "with any options is a split or an error of ours",
    0.03,
    options({
      validation: thousandths.map((t) => t / 1000),
      test: thousandths.map((t) => t / 1000),
      shuffle: fc.oneof(fc.nat(), fc.constant(false)),
      gap: fc.nat(3),
      stratify: fc.boolean(),
    }),
    (opts, tally) => {
      const inputs = Array.from({ length: 20 }, (_, r) => r);
      const parts = tally.attempt(() =>
        dataset({ inputs, labels: inputs.map((r) => r % 3) }).split(untyped(opts)),
      );
      if (parts)
        expect(
          new Set(Object.values(parts as Record<string, Dataset>).flatMap(numbersOf)).size,
        ).toBeLessThanOrEqual(20);
    },
  );
});

/** The parts take from the last to the first; each has of every class its share of what was left, up or down to a whole row. */
function expectStratified(
  labels: readonly unknown[],
  parts: { train: Dataset; validation?: Dataset; test: Dataset },
): void {
  const left = new Map<unknown, number>();
  for (const label of labels) left.set(label, (left.get(label) ?? 0) + 1);
  let rows = labels.length;
  for (const part of [parts.test, parts.validation]) {
    if (!part) continue;
    for (const [label, count] of left) {
      const found = numbersOf(part).filter(
        (r) => labels[r] === label || (labels[r] === 0 && label === 0),
      ).length;
      expect(Math.abs(found - (part.rows * count) / rows), `class ${String(label)}`).toBeLessThan(1);
    }
    for (const r of numbersOf(part)) left.set(labels[r], (left.get(labels[r]) as number) - 1);
    rows -= part.rows;
  }
}

describe("split of windows", () => {
  const series = fc.record({
    length: fc.integer({ min: 3, max: 60 }),
    past: fc.integer({ min: 1, max: 6 }),
    ahead: fc.integer({ min: 1, max: 4 }),
    gap: fc.nat(3),
    more: fc.option(fc.nat(3), { nil: undefined }),
    validation: fc.option(thousandths, { nil: undefined }),
    test: thousandths,
  });
  property(
    "keeps time order, and no target value lies in two parts",
    0.04,
    series,
    ({ length, past, ahead, gap, more, validation, test }, tally) => {
      const days = Array.from({ length }, (_, day) => day);
      const parts = tally.attempt(() =>
        windows(days, { past, ahead, gap }).split({
          test: test / 1000,
          validation: validation && validation / 1000,
          gap: more,
        } as never),
      ) as Record<string, Dataset> | undefined;
      if (parts === undefined) return;
      const order = ["train", "validation", "test"].flatMap((name) => (parts[name] ? [parts[name]] : []));
      let newest = -1;
      for (const part of order) {
        const targets = Array.from(part.targets);
        expect(Math.min(...targets) - newest).toBeGreaterThan(newest < 0 ? 0 : (more ?? 0) + gap);
        newest = Math.max(...targets);
        part.inputs.forEach((day, i) => i % past > 0 && expect(day).toBe(part.inputs[i - 1] + 1));
      }
      const count = length - past - gap - ahead + 1;
      expect(parts.test.rows).toBe(shareOf(count, test));
    },
  );
});
