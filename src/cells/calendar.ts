import { cosineOfHalfTurns } from "../base/cosine.js";

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** What a calendar says of a time, as columns of numbers: one of 0 and 1 for each value, or a place on a circle. */
export type CalendarField = "hour" | "weekday" | "month" | "quarter" | "dayOfYear";

interface Field {
  /** What stands behind the name of the field in those of its columns. */
  readonly columns: readonly string[];
  /** Writes them, of a time in milliseconds since 1970-01-01 00:00 UTC. */
  write(time: number, out: Float64Array, at: number): void;
}

/** Each field, in the order in which a list of all names them. */
export const CALENDAR: Readonly<Record<CalendarField, Field>> = {
  hour: /* @__PURE__ */ oneOf(24, 0, (time) => new Date(time).getUTCHours()),
  // 0 is Sunday, as in Date.
  weekday: /* @__PURE__ */ oneOf(7, 0, (time) => new Date(time).getUTCDay()),
  month: /* @__PURE__ */ oneOf(12, 1, (time) => new Date(time).getUTCMonth()),
  quarter: /* @__PURE__ */ oneOf(4, 1, (time) => Math.floor(new Date(time).getUTCMonth() / 3)),
  dayOfYear: {
    columns: [":sine", ":cosine"],
    write(time, out, at) {
      const date = new Date(time);
      const year = date.getUTCFullYear();
      const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
      // The same day of a year that Date.UTC knows: it takes 15 for 1915, and has none beside the first and the last.
      const like = isLeap ? 2000 : 2001;
      const days = (Date.UTC(like, date.getUTCMonth(), date.getUTCDate()) - Date.UTC(like, 0)) / DAY;
      // In half turns, from 0 to 2.
      const angle = (2 * days) / (isLeap ? 366 : 365);
      out[at] = cosine(Math.abs(angle - 0.5));
      out[at + 1] = cosine(angle);
    },
  },
};

/** cos(pi t) for 0 <= t <= 2. */
function cosine(t: number): number {
  return cosineOfHalfTurns(t > 1 ? 2 - t : t);
}

/** A column for each of `count` values, of which the first is called `first`. */
function oneOf(count: number, first: number, valueOf: (time: number) => number): Field {
  const digits = String(count).length;
  return {
    columns: Array.from({ length: count }, (_, k) => `=${String(first + k).padStart(digits, "0")}`),
    write(time, out, at) {
      out.fill(0, at, at + count);
      out[at + valueOf(time)] = 1;
    },
  };
}
