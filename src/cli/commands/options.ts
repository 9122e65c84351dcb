import { type Kind, KINDS } from "../../cells/kind.js";
import { MISSING, type Missing } from "../../encoding/features.js";
import { InvalidArgumentError } from "commander";
import type { CalendarField } from "../../index.js";
import { CALENDAR } from "../../cells/calendar.js";

// Parsers of the values of options, and the examples in a command's help.

/** A parser of whole numbers of at least `minimum`. */
export function wholeNumber(minimum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= minimum) return value;
    throw new InvalidArgumentError(`A whole number of at least ${minimum} is needed.`);
  };
}

/** A port of TCP; 0 for any that is free. */
export function portNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError("A port is needed: a whole number from 0 to 65535.");
}

/** A share of the rows: 0 for none, below 1. */
export function share(text: string): number {
  const value = text.trim() === "" ? NaN : Number(text);
  if (value >= 0 && value < 1) return value;
  throw new InvalidArgumentError("A share of the rows is needed, at least 0 and below 1, such as 0.2.");
}

export function positive(text: string): number {
  const value = text.trim() === "" ? NaN : Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("A number above 0 is needed.");
}

/** `100,100` as [100, 100]; `none` as no hidden layer. */
export function layerSizes(text: string): number[] {
  if (text === "none" || text === "") return [];
  const sizes = text.split(",").map((size) => Number(size.trim() === "" ? NaN : size));
  if (sizes.every((size) => Number.isSafeInteger(size) && size >= 1)) return sizes;
  throw new InvalidArgumentError(
    "Sizes of layers are needed, such as 100 or 100,50, or none for a linear model.",
  );
}

/** Rows in a batch, or all of them. */
export function batchSize(text: string): number | "all" {
  return text === "all" ? "all" : wholeNumber(1)(text);
}

/** How often a checkpoint is written: in epochs, or in seconds. */
export interface Interval {
  readonly unit: "epochs" | "seconds";
  readonly count: number;
}

/** `10` as ten epochs, `30s` as thirty seconds. */
export function interval(text: string): Interval {
  const [, digits, seconds] = /^(\d+)(s?)$/.exec(text) ?? [];
  const count = Number(digits);
  if (Number.isSafeInteger(count) && count >= 1) return { unit: seconds ? "seconds" : "epochs", count };
  throw new InvalidArgumentError("A number of epochs is needed, such as 10, or of seconds, such as 30s.");
}

/** `a, b` as ["a", "b"]; said twice, the names of both. */
export function nameList(text: string, before: readonly string[] = []): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.every((name) => name !== "")) return [...before, ...names];
  throw new InvalidArgumentError("Names of columns are needed, separated by commas.");
}

/** `weekday,month` as the names of fields of the calendar; `none` as none. */
export function calendarFields(text: string): CalendarField[] {
  if (text === "none") return [];
  const names = text.split(",").map((name) => name.trim());
  const known = Object.keys(CALENDAR);
  if (names.every((name) => known.includes(name)) && new Set(names).size === names.length)
    return names as CalendarField[];
  throw new InvalidArgumentError(
    `Names such as weekday,month are needed, or none. Known: ${known.join(", ")}.`,
  );
}

/** `zip=text,city=text:20` as kinds by column, of texts with the most categories that are kept. */
export function kindsByColumn(
  text: string,
  before: Record<string, { kind: Kind; most?: number }> = {},
): Record<string, { kind: Kind; most?: number }> {
  const said = text.split(",").map((part) => {
    const [, name, kind, most] = /^(.+)=([a-z-]+)(?::([1-9]\d*))?$/.exec(part.trim()) ?? [];
    if (!KINDS.includes(kind as Kind) || (most !== undefined && kind !== "text"))
      throw new InvalidArgumentError(
        `Columns with their kinds are needed, such as zip=text,city=text:20. Kinds: ${KINDS.join(", ")}; text:20 keeps the 20 most frequent.`,
      );
    return [name, { kind: kind as Kind, ...(most !== undefined && { most: Number(most) }) }] as const;
  });
  return { ...before, ...Object.fromEntries(said) };
}

/** `mean` for all columns, or `age=mean,city=drop` for some. */
export function missingChoices(
  text: string,
  before: Missing | Record<string, Missing> = {},
): Missing | Record<string, Missing> {
  if (MISSING.includes(text as Missing)) return text as Missing;
  const said = text.split(",").map((part) => {
    const [, name, choice] = /^(.+)=([a-z]+)$/.exec(part.trim()) ?? [];
    if (!MISSING.includes(choice as Missing))
      throw new InvalidArgumentError(
        "What to do is needed: mean, median, drop or error, or by column, such as age=mean,city=drop.",
      );
    return [name, choice as Missing] as const;
  });
  return { ...(typeof before === "string" ? {} : before), ...Object.fromEntries(said) };
}

/** Example command lines, to stand at the end of a command's help. */
export function examples(...lines: string[]): string {
  const heading = lines.length > 1 ? "Examples" : "Example";
  return `\n${heading}:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}
