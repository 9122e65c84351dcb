import {
  checkBoolean,
  checkCount,
  checkName,
  checkOptions,
  isObject,
  kindOf,
  mustBe,
  show,
} from "../base/check.js";
import { OptionError } from "../base/errors.js";
import { CALENDAR, type CalendarField } from "../cells/calendar.js";
import { type DateOrder, ORDERS } from "../cells/dates.js";
import { type Kind, KINDS } from "../cells/kind.js";
import { isList, type Numbers } from "../data/rows.js";
import { MISSING, type Missing, NAMES } from "../encoding/features.js";

/** What a column is, where it is said in more than a word. */
export interface KindOptions {
  /** Default: what the cells show. */
  kind?: Kind;
  /** Of texts: only so many categories, the most frequent ones of the training rows, get a column each; all others share one. */
  most?: number;
  /** Of dates: how 1/2/2015 is meant. */
  order?: DateOrder;
  /** Of dates: whether the days since 1970 are a column; default true. Without it there must be a calendar. */
  time?: boolean;
  /** Of dates: what the calendar says of each; default the table's `dates`. */
  calendar?: readonly CalendarField[];
}

/** How records or columns become the rows of a Dataset. */
export interface TableOptions {
  /** The column to be predicted: texts or yes and no are labels, numbers are targets. Several names: of numbers. */
  target: string | readonly string[];
  /** The columns that are inputs, in this order; default all others that tell anything. */
  features?: readonly string[];
  /** Columns that are no inputs. */
  drop?: readonly string[];
  /** What a column is, where its cells do not show it: `{ zip: "text", city: { most: 20 } }`. */
  kinds?: Readonly<Record<string, Kind | KindOptions>>;
  /**
   * What is done about missing cells (null, undefined, NaN, ""), for all columns or by name: "error" (the default) counts them, "mean" and
   * "median" put that of the training rows in their place and add a column that says where, "drop" leaves out such rows. Cells of a target
   * can only be dropped.
   */
  missing?: Missing | Readonly<Record<string, Missing>>;
  /** What the calendar says of each date, as further columns: `["weekday", "month"]`. */
  dates?: readonly CalendarField[];
  /**
   * What predictions do about a category that no training row had, a field that is not there and one that was never there: "error" (the
   * default), or "ignore": no category, a missing cell, nothing. A cell of the wrong kind is an error in any case.
   */
  unknown?: "error" | "ignore";
  /** How much each row counts, >= 0; default 1 each. */
  weights?: Numbers;
}

/** The same, checked as far as it can be without the columns. */
export interface CheckedOptions {
  readonly targets: readonly string[];
  readonly features: readonly string[] | undefined;
  readonly drop: readonly string[];
  readonly kinds: ReadonlyMap<string, KindOptions>;
  readonly missingOf: (name: string) => Missing;
  readonly dates: readonly CalendarField[];
  readonly unknown: "error" | "ignore";
  readonly weights: Numbers | undefined;
}

const OPTIONS = ["target", "features", "drop", "kinds", "missing", "dates", "unknown", "weights"];

/** @param names of all columns */
export function checkTableOptions(
  caller: string,
  options: TableOptions,
  names: readonly string[],
): CheckedOptions {
  checkOptions(caller, options, OPTIONS, '"price"');
  const {
    features,
    drop = [],
    kinds = {},
    missing = "error",
    dates = [],
    unknown = "error",
    weights,
  } = options;
  const targets = checkTargets(caller, options.target, names);
  if (features !== undefined) checkFeatures(caller, features, targets, names);
  checkDrop(caller, drop, features ?? [], targets, names);
  checkName(`${caller}: unknown`, "choice", unknown, ["error", "ignore"]);
  checkCalendar(`${caller}: dates`, dates);
  return {
    ...{ targets, features, drop, dates, unknown, weights },
    kinds: checkKinds(caller, kinds, names),
    missingOf: checkMissing(caller, missing, names),
  };
}

function checkTargets(caller: string, target: unknown, names: readonly string[]): readonly string[] {
  const targets = isList(target) ? Array.from(target) : [target];
  if (targets.length === 0 || !targets.every((name) => typeof name === "string"))
    throw mustBe(caller, "target", "the name of a column, or several", target);
  for (const name of targets) checkName(`${caller}: target ${show(name)}`, "column", name, names);
  return targets;
}

function checkFeatures(
  caller: string,
  features: unknown,
  targets: readonly string[],
  names: readonly string[],
): void {
  if (!Array.isArray(features) || features.length === 0)
    throw mustBe(caller, "features", "a list of columns' names", features);
  // Not of the list itself, which may have holes.
  Array.from(features as unknown[]).forEach((name, k) => {
    checkName(`${caller}: features[${k}] ${show(name)}`, "column", name, names);
    if (targets.includes(name))
      throw new OptionError(
        `${caller}: features names the target ${show(name)} itself: that would be looking up the answer.`,
        { received: name },
      );
    if (features.indexOf(name) !== k)
      throw new OptionError(`${caller}: features names ${show(name)} twice.`, { received: name });
  });
}

function checkDrop(
  caller: string,
  drop: unknown,
  features: readonly string[],
  targets: readonly string[],
  names: readonly string[],
): void {
  if (!Array.isArray(drop)) throw mustBe(caller, "drop", "a list of columns' names", drop);
  for (const name of drop as unknown[]) {
    checkName(`${caller}: drop names ${show(name)}`, "column", name, names);
    if (targets.includes(name) || features.includes(name))
      throw new OptionError(`${caller}: ${show(name)} is dropped, and a target or one of features as well.`, {
        received: name,
      });
  }
}

function checkKinds(
  caller: string,
  kinds: unknown,
  names: readonly string[],
): ReadonlyMap<string, KindOptions> {
  if (!isObject(kinds) || kindOf(kinds) !== "Object")
    throw mustBe(caller, "kinds", 'an object such as { zip: "text", city: { most: 20 } }', kinds);
  return new Map(
    Object.entries(kinds).map(([name, given]: [string, unknown]) => {
      checkName(`${caller}: kinds names ${show(name)}`, "column", name, names);
      return [name, checkKind(`${caller}: kinds.${name}`, given)];
    }),
  );
}

function checkKind(caller: string, given: unknown): KindOptions {
  const said = typeof given === "string" ? { kind: given as Kind } : (given as KindOptions);
  checkOptions(caller, said, ["kind", "most", "order", "time", "calendar"], '"text"');
  const { kind, most, order, time, calendar } = said;
  if (kind !== undefined) checkName(caller, "kind", kind, KINDS);
  if (most !== undefined) checkCount(caller, "most", most, 1);
  if (order !== undefined) checkName(`${caller}: order`, "order", order, ORDERS);
  if (time !== undefined) checkBoolean(caller, "time", time);
  if (calendar !== undefined) checkCalendar(`${caller}: calendar`, calendar);
  const misuse = kind && misuseOf(said, kind);
  if (misuse) throw new OptionError(`${caller}: ${misuse.why}. Leave it out.`, { received: given });
  return said;
}

/** What was said that is not for columns of a kind, and the kind that it is for. */
function misuseOf(
  { most, order, time, calendar }: KindOptions,
  kind: Kind,
): { why: string; of: Kind } | undefined {
  if (kind !== "text" && most !== undefined) return { why: "most is for texts", of: "text" };
  if (kind !== "date" && (order ?? time ?? calendar) !== undefined)
    return { why: "order, time and calendar are for dates", of: "date" };
  return undefined;
}

/** Throws where what was said of a column is not for what it holds: it would be passed over without a word. */
export function checkUse(
  caller: string,
  name: string,
  kind: Kind,
  { kinds, targets, dates }: Pick<CheckedOptions, "kinds" | "targets" | "dates">,
): void {
  const said = kinds.get(name) ?? {};
  const { most, time, calendar } = said;
  const isTarget = targets.includes(name);
  const misuse = misuseOf(said, kind);
  const wrong = [
    isTarget &&
      (most ?? time ?? calendar) !== undefined &&
      "most, time and calendar are for inputs, and this is a target. Leave them out",
    misuse &&
      `${misuse.why}, and the column holds ${NAMES[kind]}. Leave it out, or say kind: "${misuse.of}" too`,
    kind === "date" &&
      time === false &&
      (calendar ?? dates).length === 0 &&
      "a date without time and calendar would be no column at all. Leave time out",
  ].find((why) => typeof why === "string");
  if (wrong) throw new OptionError(`${caller}: kinds.${name}: ${wrong}.`, { expected: kind, received: said });
}

function checkCalendar(caller: string, fields: unknown): asserts fields is readonly CalendarField[] {
  if (!Array.isArray(fields))
    throw mustBe(caller, "the calendar", 'a list such as ["weekday", "month"]', fields);
  Array.from(fields as unknown[]).forEach((field, k) => {
    checkName(caller, "field", field, Object.keys(CALENDAR));
    if (fields.indexOf(field) !== k)
      throw new OptionError(`${caller}: ${show(field)} is named twice.`, { received: field });
  });
}

function checkMissing(caller: string, missing: unknown, names: readonly string[]): (name: string) => Missing {
  if (typeof missing === "string") {
    checkName(`${caller}: missing`, "choice", missing, MISSING);
    return () => missing;
  }
  if (kindOf(missing) !== "Object")
    throw mustBe(caller, "missing", '"error", "mean", "median", "drop", or one of these by column', missing);
  const byName = new Map(Object.entries(missing as Record<string, Missing>));
  for (const [name, choice] of byName) {
    checkName(`${caller}: missing names ${show(name)}`, "column", name, names);
    checkName(`${caller}: missing.${name}`, "choice", choice, MISSING);
  }
  return (name) => byName.get(name) ?? "error";
}
