import { describe, expect, it } from "vitest";

import { isoDate, parseDate, parseSaidDate, readDates, unixTime } from "../../src/cells/dates.js";

/** As JavaScript itself writes the time, which knows nothing of how the text was read. */
const shown = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString().slice(0, -1);
const midnight = (day: string): string => `${day}T00:00:00.000`;

describe("a date is read", () => {
  it.each([
    ["2015-01-31", "2015-01-31"],
    ["2015/1/31", "2015-01-31"],
    ["2015.01.31", "2015-01-31"],
    ["31.01.2015", "2015-01-31"],
    ["1.2.2015", "2015-02-01"],
    ["1/31/2015", "2015-01-31"],
    ["31/1/2015", "2015-01-31"],
    ["31-01-2015", "2015-01-31"],
    ["2/2/2015", "2015-02-02"],
    ["2015-02", "2015-02-01"],
    ["Jan 1 2000", "2000-01-01"],
    ["Jan 1, 2000", "2000-01-01"],
    ["Jan. 1, 2000", "2000-01-01"],
    ["January 1 2000", "2000-01-01"],
    ["SEPT 30 1999", "1999-09-30"],
    ["1 Jan 2000", "2000-01-01"],
    ["1. January 2000", "2000-01-01"],
    ["01-Mar-1958", "1958-03-01"],
    ["Sat, 01 Jan 2000", "2000-01-01"],
    ["Saturday, January 1, 2000", "2000-01-01"],
    ["Jan 2000", "2000-01-01"],
    ["May-2000", "2000-05-01"],
    ["2016-02-29", "2016-02-29"],
    ["0050-01-01", undefined],
  ])("%s", (text, day) => {
    expect(shown(parseDate(text))).toBe(day && midnight(day));
  });

  it.each([
    ["2015-01-31 08:30", "2015-01-31T08:30:00.000"],
    ["2015-01-31T08:30:15Z", "2015-01-31T08:30:15.000"],
    ["2015-01-31T23:30:15.25+01:00", "2015-01-31T23:30:15.250"],
    ["2015-01-31T00:30-0800", "2015-01-31T00:30:00.000"],
    ["2015-01-31 23:59:59.9999", "2015-01-31T23:59:59.999"],
    ["31.1.2015 8:05", "2015-01-31T08:05:00.000"],
    ["1/31/2015 8:05 AM", "2015-01-31T08:05:00.000"],
    ["1/31/2015 12:05:09 am", "2015-01-31T00:05:09.000"],
    ["Jan 31, 2015 12:05pm", "2015-01-31T12:05:00.000"],
    ["2015-01-31 11:05 PM", "2015-01-31T23:05:00.000"],
    ["1/31/2015, 8:05", "2015-01-31T08:05:00.000"],
    ["Sat, 31 Jan 2015 08:30:00 GMT", "2015-01-31T08:30:00.000"],
    ["Jan 31, 2015 08:30", "2015-01-31T08:30:00.000"],
  ])("%s, as the clock on the wall has it", (text, time) => {
    expect(shown(parseDate(text))).toBe(time);
  });

  it("with the day or the month first as it is said, and never by a guess", () => {
    expect(shown(parseDate("1/2/2015", "day/month"))).toBe(midnight("2015-02-01"));
    expect(shown(parseDate("1/2/2015", "month/day"))).toBe(midnight("2015-01-02"));
    expect(parseDate("1/2/2015")).toBeUndefined();
    expect(parseDate("1/31/2015", "day/month")).toBeUndefined();
    expect(shown(parseDate("1.2.2015", "month/day"))).toBe(midnight("2015-02-01"));
  });
});

it.each([
  "2015-02-30",
  "2015-13-01",
  "2015-00-10",
  "2015-01-00",
  "1/13/15",
  "20150131",
  "2015",
  "7",
  "Monday",
  "",
  "may 5",
  "Marc 1 2000",
  "2015-01-31 25:00",
  "2015-01-31 08:60",
  "2015-01-31 13:05 PM",
  "2015-01-31 0:05 AM",
  "2015-01-31 24:00",
  "2015-01/31",
  "2010/11",
  "3.5",
  "192.168.0.1",
  "2015-01-31x",
  "x2015-01-31",
  "2015-01-31T",
  "1420070400",
])("%j is no date", (text) => {
  expect(parseDate(text)).toBeUndefined();
});

describe("what is said to be a date may be a number", () => {
  it.each([
    ["20150131", midnight("2015-01-31")],
    [20150131, midnight("2015-01-31")],
    ["2015", midnight("2015-01-01")],
    ["1420101000", "2015-01-01T08:30:00.000"],
    [1420101000.25, "2015-01-01T08:30:00.250"],
    [1420101000250, "2015-01-01T08:30:00.250"],
    ["31.1.2015", midnight("2015-01-31")],
  ])("%j", (cell, time) => {
    expect(shown(parseSaidDate(cell))).toBe(time);
  });

  it.each(["20150231", "7", "12345", "14201010000", "0123456789", -1420101000, NaN, Infinity, 1e20])(
    "%j is none",
    (cell) => {
      expect(parseSaidDate(cell)).toBeUndefined();
    },
  );

  it("seconds and milliseconds by their digits", () => {
    expect([unixTime(999999999), unixTime("1e9"), unixTime("1700000000123")]).toEqual([
      999999999000,
      undefined,
      1700000000123,
    ]);
  });
});

it.each(["2015-01-31", "2015-01-31T08:30:00", "1958-03-01T00:00:00.250"])(
  "%s is written as it was read",
  (text) => {
    expect(isoDate(parseDate(text) as number)).toBe(text);
  },
);

describe("the cells of a column decide together", () => {
  it.each([
    ["1/2/2015 1/13/2015", true, "month/day", 2],
    ["1/2/2015 13/1/2015", true, "day/month", 2],
    ["1/2/2015 1/3/2015", false, "day/month", 2],
    ["2/2/2015 3/3/2015", true, undefined, 2],
    ["1/13/2015 13/1/2015", true, "month/day", 1],
    ["2015-01-01 oops", true, undefined, 1],
  ])("%s", (cells, decided, order, count) => {
    const found = readDates(cells.split(" "));
    expect({ ...found, times: found.times.length }).toEqual({ decided, order, times: count });
  });
});
