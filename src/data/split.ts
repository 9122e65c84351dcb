import { checkBoolean, checkCount, checkNumber, checkOptions, show } from "../base/check.js";
import { DataError, OptionError } from "../base/errors.js";
import type { DatasetParts } from "./parts.js";

/** How a dataset is divided. */
export interface SplitOptions {
  /** Share of the rows kept for validation, above 0 and below 1; left out, there is no such part. */
  validation?: number;
  /** Share of the rows kept for the test, above 0 and below 1; left out, there is no such part. */
  test?: number;
  /** The seed of the shuffle, a whole number from 0; false keeps the rows' order. Windows are never shuffled. */
  shuffle?: number | false;
  /**
   * Rows left out between two parts, for rows that keep their order; default 0. Windows leave out as many as their targets
   * need, and `gap` rows more.
   */
  gap?: number;
  /** Whether each part has its share of every class; default true for labels that are shuffled, which it is for. */
  stratify?: boolean;
}

/** Rows `from` up to, not including, `to` of the (shuffled) order are this part. */
export interface Part {
  readonly name: "train" | "validation" | "test";
  readonly from: number;
  readonly to: number;
}

/** Train, then validation and test where they were asked for. */
export interface SplitPlan {
  readonly parts: readonly Part[];
  /** The seed to shuffle with, or undefined to keep the order. */
  readonly seed: number | undefined;
  /** Whether each part is to have its share of every class. */
  readonly stratify: boolean;
}

/**
 * Decides which rows go where.
 *
 * Validation and test get their fraction of all rows, rounded to the nearest whole number (halves up); train gets the
 * rest. The test rows are the last ones, so that they stay the same whether or not validation is asked for.
 *
 * @throws OptionError for fractions that are none or leave nothing, and options that do not go with the data; DataError when a
 *   part would have no row
 */
export function planSplit(caller: string, data: DatasetParts, options: SplitOptions): SplitPlan {
  checkOptions(caller, options, ["validation", "test", "shuffle", "gap", "stratify"]);
  checkShares(caller, options);
  const { rows, window, chronological, labelIndex } = data;
  if (window && !chronological) throw outOfOrder(caller);
  const seed = checkShuffle(caller, options.shuffle, window !== undefined);
  const isShuffled = seed !== undefined;
  const gap = checkGap(caller, options.gap, isShuffled);
  const stratify = checkStratify(caller, options.stratify, labelIndex !== undefined, isShuffled);
  // A target of the one part must not be one of the next.
  const border = window ? window.ahead - 1 + window.gap : 0;
  return { parts: cut(caller, rows, border + gap, options), seed, stratify };
}

function checkShares(caller: string, { validation, test }: SplitOptions): void {
  if (validation === undefined && test === undefined) {
    throw new OptionError(
      `${caller}: name a fraction, as in { test: 0.2 } or { validation: 0.1, test: 0.1 }.`,
      { expected: ["validation", "test"] },
    );
  }
  for (const [name, share] of Object.entries({ validation, test })) {
    if (share !== undefined) checkNumber(caller, name, share, ["above 0 and below 1", (f) => f > 0 && f < 1]);
  }
  const shares = (validation ?? 0) + (test ?? 0);
  if (shares < 1) return;
  throw new OptionError(
    `${caller}: validation ${validation} and test ${test} add up to ${shares}, nothing is left to train on.`,
    { expected: "a sum below 1", received: shares },
  );
}

function checkShuffle(caller: string, shuffle: unknown, chronological: boolean): number | undefined {
  if (shuffle === false) return undefined;
  if (chronological) {
    if (shuffle === undefined) return undefined;
    throw new OptionError(
      `${caller}: windows stay in time order and are never shuffled, got shuffle: ${show(shuffle)}. Leave it out: ` +
        `split at random, nearly every test value would also stand in a training row.`,
      { expected: false, received: shuffle },
    );
  }
  if (typeof shuffle === "number" && Number.isSafeInteger(shuffle) && shuffle >= 0) return shuffle;
  throw new OptionError(
    `${caller}: name the shuffle's seed, as in shuffle: 1, or shuffle: false to keep the rows' order` +
      `${shuffle === undefined ? "" : `, got ${show(shuffle)}`}. Tables are often sorted, so there is no default.`,
    { expected: "a whole number >= 0, or false", received: shuffle },
  );
}

/** The error of windows from `concat`, or `take` in another order: any cut would leave days of one part in another. */
function outOfOrder(caller: string): OptionError {
  return new OptionError(
    `${caller}: these rows are windows that are no longer in time order, so every part would hold values of the others. ` +
      "Split each series first, then take or concat.",
    { expected: "windows in time order" },
  );
}

function checkGap(caller: string, gap: unknown, shuffled: boolean): number {
  if (gap === undefined) return 0;
  checkCount(caller, "gap", gap, 0);
  if (gap === 0 || !shuffled) return gap;
  throw new OptionError(
    `${caller}: gap ${gap} needs shuffle: false. Shuffled rows have no order, so nothing lies between two parts.`,
    { expected: 0, received: gap },
  );
}

function checkStratify(caller: string, stratify: unknown, labelled: boolean, shuffled: boolean): boolean {
  const possible = labelled && shuffled;
  if (stratify === undefined) return possible;
  checkBoolean(caller, "stratify", stratify);
  if (!stratify || possible) return stratify;
  const why = labelled
    ? "a shuffle: rows in their order are cut where the fractions end, whatever their class"
    : "labels: targets have no classes to be shared out";
  throw new OptionError(`${caller}: stratify needs ${why}. Leave it out.`, {
    expected: false,
    received: stratify,
  });
}

/** Cuts the parts from the end, each with `border` rows left out before it. */
function cut(caller: string, rows: number, border: number, { validation, test }: SplitOptions): Part[] {
  const parts: Part[] = [];
  let to = rows;
  for (const name of ["test", "validation"] as const) {
    const share = name === "test" ? test : validation;
    if (share === undefined) continue;
    const from = to - shareOf(rows, share);
    if (from === to)
      throw emptyPart(caller, `${name} ${share} of ${rows} rows is less than half a row`, rows);
    parts.unshift({ name, from, to });
    to = from - border;
  }
  if (to <= 0) {
    const left = border > 0 ? `, ${border} rows being left out before each,` : "";
    const others = parts.map(({ name, from, to }) => `${to - from} for ${name}`).join(" and ");
    throw emptyPart(caller, `${others}${left} leave none of ${rows} rows to train on`, rows);
  }
  return [{ name: "train", from: 0, to }, ...parts];
}

/**
 * A share of the rows, rounded to the nearest whole number, halves up. Also halves that were written in decimals: .145 of
 * 100 is 14.499999999999998 in binary. A product that is off by its two roundings, 2^-52 of itself, is brought over the half.
 */
function shareOf(rows: number, share: number): number {
  return Math.round(share * rows * (1 + 2 ** -50));
}

function emptyPart(caller: string, why: string, rows: number): DataError {
  return new DataError(`${caller}: ${why}. Every part needs a row: use more rows or other fractions.`, {
    expected: "at least one row in every part",
    received: rows,
  });
}
