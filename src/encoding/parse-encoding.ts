import { fieldsOf, kindOf, show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { CALENDAR } from "../cells/calendar.js";
import { type DateOrder, ORDERS } from "../cells/dates.js";
import { KINDS } from "../cells/kind.js";
import type { Encoding } from "../spec/encoding.js";
import { type Feature, MISSING, type Missing, type TableEncoding } from "./features.js";

/** @throws DataError for what `table` cannot have made */
export function parseEncoding(encoding: Encoding): TableEncoding {
  const { features, others, unknown } = fieldsOf(encoding);
  const fits =
    Array.isArray(features) &&
    features.length > 0 &&
    features.every(isFeature) &&
    new Set(features.map(({ name }) => name)).size === features.length &&
    isTexts(others) &&
    (unknown === "error" || unknown === "ignore");
  if (fits) return encoding as TableEncoding;
  throw new DataError("Model: encoding is none that table() made. The model's description is damaged.", {
    received: encoding,
  });
}

function isFeature(value: unknown): value is Feature {
  const feature = fieldsOf(value);
  const { name, kind, missing, categories, calendar, time, order } = feature;
  if (kindOf(value) !== "Object" || typeof name !== "string" || !KINDS.includes(kind as Feature["kind"]))
    return false;
  if (!MISSING.includes(missing as Missing)) return false;
  for (const flag of ["indicator", "constant", "other"])
    if (feature[flag] !== undefined && feature[flag] !== true) return false;
  if (kind === "text") return isTexts(categories) && new Set(categories).size === categories.length;
  if (kind !== "date") return true;
  const isKnown = (field: string): boolean => Object.keys(CALENDAR).includes(field);
  const orderFits = order === undefined || ORDERS.includes(order as DateOrder);
  return typeof time === "boolean" && isTexts(calendar) && calendar.every(isKnown) && orderFits;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && Array.from(value).every((text) => typeof text === "string");
}

/** What is found in the training rows: a fill for each feature, and the columns of categories that none of them has. */
export interface Found {
  readonly fills: readonly number[];
  readonly unseen: readonly number[];
}

/** @throws DataError for what a stage of so many features and columns cannot have found */
export function parseFound(found: unknown, features: number, width: number): Found {
  const { fills, unseen } = fieldsOf(found);
  const fits =
    Array.isArray(fills) &&
    fills.length === features &&
    fills.every(Number.isFinite) &&
    Array.isArray(unseen) &&
    unseen.every((column) => Number.isInteger(column) && column >= 0 && column < width);
  if (fits) return found as Found;
  throw new DataError(
    `Model: what its table found in the training rows is ${show(found)}. The model's description is damaged.`,
    { received: found },
  );
}
