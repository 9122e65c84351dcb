import { describe, expect, it } from "vitest";
import { findRhythm, timeAfter, type Step } from "../src/cli/read/step.js";

/** How far the rows of a series are apart, and which time comes next: by the calendar on the wall. */

const time = (text: string): number => Date.parse(text.includes("T") ? `${text}Z` : `${text}T00:00Z`);
const text = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T00:00", "");

describe("the step of rows", () => {
  it.each<[Step, string[], string[]]>([
    ["hour", ["2015-12-31T22:00", "2015-12-31T23:00"], ["2016-01-01", "2016-01-01T01:00"]],
    ["day", ["2016-02-27", "2016-02-28"], ["2016-02-29", "2016-03-01"]],
    ["day", ["2014-12-30T06:00", "2014-12-31T06:00"], ["2015-01-01T06:00", "2015-01-02T06:00"]],
    ["week", ["2014-12-15", "2014-12-22"], ["2014-12-29", "2015-01-05"]],
    ["month", ["2014-10-01", "2014-11-01"], ["2014-12-01", "2015-01-01"]],
    ["month", ["2015-11-30", "2015-12-31"], ["2016-01-31", "2016-02-29"]],
    ["month", ["2015-12-31", "2016-01-31", "2016-02-29"], ["2016-03-31", "2016-04-30"]],
    ["month", ["1969-11-15", "1969-12-15"], ["1970-01-15", "1970-02-15"]],
    ["quarter", ["2014-07-01", "2014-10-01"], ["2015-01-01", "2015-04-01"]],
    ["quarter", ["2014-06-30", "2014-09-30"], ["2014-12-30", "2015-03-30"]],
    ["quarter", ["2014-09-30", "2014-12-31"], ["2015-03-31", "2015-06-30"]],
    ["year", ["2014-01-01", "2015-01-01"], ["2016-01-01", "2017-01-01"]],
    ["year", ["2016-02-29", "2017-02-28"], ["2018-02-28", "2019-02-28", "2020-02-29"]],
  ])("%s: %j is followed by %j", (step, rows, next) => {
    const times = rows.map(time);
    expect(findRhythm(times)).toEqual({ step, isSteady: true });
    expect(next.map((_, i) => text(timeAfter(times, step, i + 1)))).toEqual(next);
  });

  it("is an hour also where the clock on the wall is changed", () => {
    const autumn = ["01:00", "02:00", "02:00", "03:00", "04:00"].map((clock) => time(`2015-10-25T${clock}`));
    const spring = ["00:00", "01:00", "03:00", "04:00"].map((clock) => time(`2015-03-29T${clock}`));
    for (const times of [autumn, spring]) expect(findRhythm(times)).toEqual({ step: "hour", isSteady: true });
    const often = Array.from(
      { length: 24 * 30 },
      (_, i) => time("2015-01-01") + (i + Math.floor(i / 48)) * 3_600_000,
    );
    expect(findRhythm(often)).toEqual({ step: "hour", isSteady: false });
  });

  it("stands also where one row in twenty-one is missing, and is then not steady", () => {
    const months = Array.from({ length: 23 }, (_, i) => Date.UTC(2000, i));
    expect(findRhythm(months.filter((_, i) => i !== 7))).toEqual({ step: "month", isSteady: false });
    expect(findRhythm(months.filter((_, i) => i !== 7 && i !== 9))).toEqual({ isSteady: false });
  });

  it.each([
    ["one row", ["2015-01-01"]],
    ["a day left out", ["2015-01-01", "2015-01-02", "2015-01-04"]],
    ["a month left out", ["2015-01-01", "2015-02-01", "2015-04-01"]],
    ["working days", ["2015-01-01", "2015-01-02", "2015-01-05", "2015-01-06"]],
    ["half hours", ["2015-01-01T00:00", "2015-01-01T00:30", "2015-01-01T01:00"]],
    ["the newest first", ["2015-01-02", "2015-01-01"]],
  ])("is none of %s", (_, rows) => {
    expect(findRhythm(rows.map(time))).toEqual({ isSteady: false });
  });
});
