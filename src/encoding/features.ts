import type { CalendarField } from "../cells/calendar.js";
import type { DateOrder } from "../cells/dates.js";
import type { Kind } from "../cells/kind.js";
import type { Encoding } from "../spec/encoding.js";

/** What is done about a cell that is missing: an error, the mean or median of the training rows in its place, or no such row. */
export type Missing = "error" | "mean" | "median" | "drop";

export const MISSING: readonly Missing[] = ["error", "mean", "median", "drop"];

interface FeatureCommon {
  /** The name of the field. */
  readonly name: string;
  readonly missing: Missing;
  /** Whether a column of 0 and 1 says where a cell is missing, since some are in the rows that the model was built for. */
  readonly indicator?: true;
  /** Whether it is the same in every row of the table. */
  readonly constant?: true;
}

export interface NumberFeature extends FeatureCommon {
  readonly kind: "number";
}

export interface YesNoFeature extends FeatureCommon {
  readonly kind: "yes-no";
}

export interface TextFeature extends FeatureCommon {
  readonly kind: "text";
  /** In the order of their columns, by code unit. */
  readonly categories: readonly string[];
  /** Whether all other texts share a column. */
  readonly other?: true;
}

export interface DateFeature extends FeatureCommon {
  readonly kind: "date";
  /** Whether the days since 1970-01-01 are a column. */
  readonly time: boolean;
  readonly calendar: readonly CalendarField[];
  /** How 1/2/2015 is meant, where it had to be known. */
  readonly order?: DateOrder;
}

/** A field of a row, and the columns that are made of it. */
export type Feature = NumberFeature | YesNoFeature | TextFeature | DateFeature;

/** How rows of mixed kinds become numbers: what `table` of downhill/table found and was told, as plain JSON in the model's spec. */
export interface TableEncoding extends Encoding {
  readonly type: "table";
  readonly features: readonly Feature[];
  /** Fields that rows may have besides: the target, and columns that are no features. */
  readonly others: readonly string[];
  /** What is done about a category that was never seen, a field that is not there, and one that was never there. */
  readonly unknown: "error" | "ignore";
}

/** What a column of each kind is of, for the texts of errors. */
export const NAMES: Readonly<Record<Kind, string>> = {
  number: "numbers",
  "yes-no": "yes and no",
  text: "texts",
  date: "dates",
};
