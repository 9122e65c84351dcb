import { describe, expect, test } from "vitest";

import { DataError, OptionError, ShapeError } from "../src/base/errors.js";
import type { CalendarField } from "../src/cells/calendar.js";
import { nextWindow, windows } from "../src/data/windows.js";
import type { WindowOptions } from "../src/data/window-options.js";
import { caught } from "./support/caught.js";
import { Random } from "./support/random.js";

/** What stands in a row behind the window: other series, what is known ahead, the calendar. */

const DAY = 86_400_000;
const HOUR = 3_600_000;
const random = new Random(5);

/** For calls that the types forbid. */
const loose = windows as unknown as (series?: unknown, options?: unknown) => unknown;

/** `steps` dates from 2015-12-28 on, so that a leap year's February is among 100 days. */
function datesFrom(steps: number, step = DAY): number[] {
  return Array.from({ length: steps }, (_, i) => Date.UTC(2015, 11, 28) + i * step);
}

test("each column stands where the definition says, for all small cases", () => {
  const n = 12;
  const series = Array.from({ length: n }, (_, i) => i);
  const price = series.map((i) => 100 + i);
  const holiday = series.map((i) => 200 + i);
  const dates = datesFrom(n);
  for (let past = 1; past <= 3; past++) {
    for (let ahead = 1; ahead <= 3; ahead++) {
      for (let gap = 0; gap <= 2; gap++) {
        const label = `past ${past}, ahead ${ahead}, gap ${gap}`;
        const options: WindowOptions = {
          ...{ past, ahead, gap, with: { price }, known: { holiday }, dates, calendar: ["weekday"] },
        };
        const data = windows(series, options);
        const rows: number[][] = [];
        for (let last = past - 1; last + gap + ahead < n; last++) {
          const first = last + gap + 1;
          const weekday = new Date(dates[first]).getUTCDay();
          rows.push([
            ...series.slice(last - past + 1, last + 1),
            ...price.slice(last - past + 1, last + 1),
            ...holiday.slice(first, first + ahead),
            ...Array.from({ length: 7 }, (_, day) => Number(day === weekday)),
          ]);
        }
        expect(Array.from(data.inputs), label).toEqual(rows.flat());
        expect(Array.from(data.targets), label).toEqual(
          rows.flatMap((_, r) => series.slice(r + past + gap, r + past + gap + ahead)),
        );
        expect(data.columns?.length, label).toBe(rows[0].length);
      }
    }
  }
});

test("the columns say what they are", () => {
  const dates = datesFrom(9);
  const other = dates.map((_, i) => i);
  const columns = (options: Partial<WindowOptions>): readonly string[] | undefined =>
    windows(other, { past: 2, ...options }).columns;
  expect(columns({})).toBeUndefined();
  expect(columns({ relative: "last", name: "sales", dates })).toBeUndefined();
  expect(columns({ with: { price: other }, known: { holiday: other }, name: "sales" })).toEqual([
    ...["sales[-2]", "sales[-1]", "price[-2]", "price[-1]", "holiday"],
  ]);
  expect(columns({ known: { holiday: other }, ahead: 2, gap: 3 })).toEqual([
    ...["value[-2]", "value[-1]", "holiday[+4]", "holiday[+5]"],
  ]);
  expect(columns({ dates, calendar: ["quarter", "dayOfYear"] })).toEqual([
    ...["value[-2]", "value[-1]", "quarter=1", "quarter=2", "quarter=3", "quarter=4"],
    ...["dayOfYear:sine", "dayOfYear:cosine"],
  ]);
  const months = columns({ dates, calendar: ["month"] });
  expect([months?.[2], months?.at(-1)]).toEqual(["month=01", "month=12"]);
  const hours = columns({ dates, calendar: ["hour"] });
  expect([hours?.[2], hours?.at(-1), hours?.length]).toEqual(["hour=00", "hour=23", 26]);
});

describe("the calendar", () => {
  const ofDate: [CalendarField, number, (date: Date) => number][] = [
    ["weekday", 7, (date) => date.getUTCDay()],
    ["month", 12, (date) => date.getUTCMonth()],
    ["hour", 24, (date) => date.getUTCHours()],
    ["quarter", 4, (date) => Math.floor(date.getUTCMonth() / 3)],
  ];

  test.each(ofDate)("%s is what Date says", (field, count, valueOf) => {
    const dates = datesFrom(900, 13 * HOUR);
    const data = windows(
      dates.map((_, i) => i),
      { past: 1, dates, calendar: [field] },
    );
    for (let row = 0; row < data.rows; row++) {
      const cells = Array.from(data.inputs.subarray(row * (1 + count) + 1, (row + 1) * (1 + count)));
      const value = valueOf(new Date(dates[row + 1]));
      expect(cells, `${field} of row ${row}`).toEqual(
        Array.from({ length: count }, (_, k) => Number(k === value)),
      );
    }
  });

  test("the day of the year is a place on a circle, in years of 365 and of 366 days", () => {
    const dates = datesFrom(1200, 17 * HOUR);
    const data = windows(
      dates.map((_, i) => i),
      { past: 1, dates, calendar: ["dayOfYear"] },
    );
    for (let row = 0; row < data.rows; row++) {
      const date = new Date(dates[row + 1]);
      const year = date.getUTCFullYear();
      const days = (Date.UTC(year + 1, 0) - Date.UTC(year, 0)) / DAY;
      const day = Math.floor((date.getTime() - Date.UTC(year, 0)) / DAY);
      const angle = (2 * Math.PI * day) / days;
      const [, sine, cosine] = data.inputs.subarray(row * 3, row * 3 + 3);
      expect(Math.abs(sine - Math.sin(angle)), `row ${row}`).toBeLessThan(1e-12);
      expect(Math.abs(cosine - Math.cos(angle)), `row ${row}`).toBeLessThan(1e-12);
    }
  });

  test("dates may be texts, Dates or milliseconds, before 1970 too", () => {
    const days = ["1969-12-30", "1969-12-31", "1970-01-01", "1970-01-02"];
    const asDates = days.map((day) => new Date(`${day}T00:00:00Z`));
    const inputs = [days, asDates, asDates.map(Number), Float64Array.from(asDates, Number)].map(
      (dates) => windows([1, 2, 3, 4], { past: 1, dates, calendar: ["weekday", "hour", "month"] }).inputs,
    );
    for (const other of inputs) expect(other).toEqual(inputs[0]);
    // 1969-12-31 was a Wednesday.
    expect(Array.from(inputs[0].subarray(1, 8))).toEqual([0, 0, 0, 1, 0, 0, 0]);
  });
});

test("nextWindow is the row that windows of the longer series has", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const draw = new Random(seed);
    const [past, ahead, gap] = [1 + draw.whole(4), 1 + draw.whole(3), draw.whole(3)];
    const n = past + draw.whole(5);
    const beyond = n + gap + ahead;
    const [series, price, holiday] = [draw.list(beyond), draw.list(beyond), draw.list(beyond)];
    const dates = datesFrom(beyond);
    const options = { past, ahead, gap, calendar: ["weekday", "dayOfYear"] as const };
    const whole = windows(series, { ...options, with: { price }, known: { holiday }, dates });
    const next = nextWindow(series.slice(0, n), {
      ...options,
      ...{ with: { price: price.slice(0, n) }, known: { holiday }, dates },
    });
    expect(Array.from(next), `seed ${seed}`).toEqual(Array.from(whole.inputs.slice(-whole.inputWidth)));
  }
  expect(Array.from(nextWindow([1, 2, 3], { past: 2 }))).toEqual([2, 3]);
  expect(Array.from(nextWindow(Float32Array.of(1, 2), { past: 2, relative: "last" }))).toEqual([1, 2]);
});

describe("errors", () => {
  const series = Array.from(random.list(6));
  const dates = datesFrom(6);

  test.each<[string, unknown]>([
    ['windows: relative must be "last" or false, got true.', { past: 2, relative: true }],
    ['windows: relative must be "last" or false, got "first".', { past: 2, relative: "first" }],
    [
      'windows: relative "last" needs past 2 or more: a single value less itself is 0, and tells nothing.',
      { past: 1, relative: "last" },
    ],
    ["windows: name must be a text, got 5.", { past: 2, name: 5 }],
    [
      "windows: with must be an object of series by name, such as { price: [...] }, got an array of 6.",
      { past: 2, with: series },
    ],
    [
      'windows: known must be an object of series by name, such as { price: [...] }, got "holiday".',
      { past: 2, known: "holiday" },
    ],
    ["windows: calendar needs dates, one for each step of the series.", { past: 2, calendar: ["weekday"] }],
    [
      'windows: calendar must be a list such as ["weekday", "month"], got "weekday".',
      { past: 2, calendar: "weekday", dates },
    ],
    [
      'windows: calendar "weekdays": unknown field. Did you mean "weekday"? Known: hour, weekday, month, quarter, dayOfYear.',
      { past: 2, calendar: ["weekdays"], dates },
    ],
    ['windows: two columns would be called "value[-2]". Rename one.', { past: 2, with: { value: series } }],
    [
      'windows: two columns would be called "weekday=0". Rename one.',
      { past: 2, calendar: ["weekday", "weekday"], dates },
    ],
  ])("%s", (message, options) => {
    expect(caught(OptionError, () => loose(series, options)).message).toBe(message);
  });

  test.each<[string, unknown]>([
    [
      "windows: with.price has 5 values, expected 6: one for each step of the series.",
      { past: 2, with: { price: series.slice(1) } },
    ],
    [
      "windows: known.holiday has 7 values, expected 6: one for each step of the series.",
      { past: 2, known: { holiday: [...series, 0] } },
    ],
    [
      "windows: dates has 5 values, expected 6: one for each step, those to be predicted too.",
      { past: 2, dates: dates.slice(1) },
    ],
  ])("%s", (message, options) => {
    expect(caught(ShapeError, () => loose(series, options)).message).toBe(message);
  });

  test.each<[string, unknown, object]>([
    [
      "windows: with.price[2] is NaN. Drop or fill that row; one NaN destroys every weight.",
      { past: 2, with: { price: [1, 2, NaN, 4, 5, 6] } },
      { row: 2 },
    ],
    [
      "windows: known.holiday[0] is missing (null). Drop or fill that row.",
      { past: 2, known: { holiday: [null, 2, 3, 4, 5, 6] } },
      { row: 0 },
    ],
    ["windows: with.price must be an array or a typed array, got 5.", { past: 2, with: { price: 5 } }, {}],
    ...[
      ["2015-02-30", '"2015-02-30"'],
      ["1/2/2015", '"1/2/2015"'],
      [NaN, "NaN"],
      [null, "null"],
      [9e15, "9000000000000000"],
    ].map(([date, shown]): [string, unknown, object] => [
      `windows: dates[1] is ${shown}, no date. Write "2014-12-31", or give Dates or milliseconds since 1970.`,
      { past: 2, dates: [dates[0], date, ...dates.slice(2)], calendar: ["month"] },
      { row: 1, expected: "a date" },
    ]),
  ])("%s", (message, options, fields) => {
    const error = caught(DataError, () => loose(series, options));
    expect(error.message).toBe(message);
    expect(error).toMatchObject(fields);
  });

  test("of nextWindow: too short, and dates and what is known must reach beyond the end", () => {
    expect(caught(DataError, () => nextWindow([1, 2], { past: 3 })).message).toBe(
      "nextWindow: a series of 2 is too short for past 3. It must have at least 3 values.",
    );
    const known = { holiday: series };
    expect(caught(ShapeError, () => nextWindow(series, { past: 3, ahead: 2, gap: 1, known })).message).toBe(
      "nextWindow: known.holiday has 6 values, expected 9: one for each step of the series, and 3 more for what is to be predicted.",
    );
    expect(
      caught(ShapeError, () => nextWindow(series, { past: 3, dates, calendar: ["month"] })).message,
    ).toBe("nextWindow: dates has 6 values, expected 7: one for each step, those to be predicted too.");
  });
});
