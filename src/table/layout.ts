import type { CalendarField } from "../cells/calendar.js";
import type { DatasetParts } from "../data/parts.js";
import type { Feature, Missing, TableEncoding } from "../encoding/features.js";
import type { RawField } from "../encoding/raw-source.js";

/** What was said and found of a feature when the table was made. */
export interface Choice {
  readonly field: RawField;
  readonly missing: Missing;
  /** Of texts. */
  readonly most: number | undefined;
  /** Of dates. */
  readonly time: boolean;
  readonly calendar: readonly CalendarField[];
  /** Whether it is the same in every row. */
  readonly isConstant: boolean;
}

/**
 * What a model that is built for these rows makes of each: categories are those of rows that count, a column that says where a cell is
 * missing is there only where one is.
 */
export function encodingOf(
  choices: readonly Choice[],
  others: readonly string[],
  unknown: "error" | "ignore",
  data: DatasetParts,
): TableEncoding {
  const features = choices.map((choice, f) =>
    featureOf(choice, choice.field.kind === "text" ? countsOf(data, f) : new Map(), lacks(data, f)),
  );
  return { type: "table", features, others, unknown };
}

/** Whether a cell of a feature is missing in a row that counts. */
function lacks({ rows, inputRows: { values, offset, stride }, weights }: DatasetParts, f: number): boolean {
  for (let r = 0; r < rows; r++)
    if (Number.isNaN(values[offset + r * stride + f]) && weights?.[r] !== 0) return true;
  return false;
}

/** How many rows that count have each value of a feature. */
function countsOf({ rows, inputRows, weights }: DatasetParts, f: number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let r = 0; r < rows; r++) {
    if (weights?.[r] === 0) continue;
    const value = inputRows.values[inputRows.offset + r * inputRows.stride + f];
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function featureOf(
  { field, missing, most, time, calendar, isConstant }: Choice,
  counts: ReadonlyMap<number, number>,
  isLacking: boolean,
): Feature {
  const { name, kind, order, texts = [] } = field;
  const common = {
    ...{ name, missing },
    ...(isLacking && { indicator: true as const }),
    ...(isConstant && { constant: true as const }),
  };
  if (kind === "date") return { ...common, kind, time, calendar, ...(order && { order }) };
  if (kind !== "text") return { ...common, kind };
  const seen = texts.map((_, place) => place).filter((place) => counts.has(place));
  // The most frequent ones; of equally frequent ones the first by code unit.
  const frequent = [...seen].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a - b);
  const isCut = most !== undefined && seen.length > most;
  const kept = isCut ? new Set(frequent.slice(0, most)) : undefined;
  const categories = seen.filter((place) => !kept || kept.has(place)).map((place) => texts[place]);
  return { ...common, kind, categories, ...(most !== undefined && { other: true as const }) };
}
