import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linearAxis, logAxis } from "../../src/plot/axis.js";
import { count, listing, percent, quantile, say } from "../../src/plot/numbers.js";
import { escaped } from "../../src/plot/svg.js";
import { spansOf, thinLine } from "../../src/plot/thin.js";
import { shortened, widthOf, wrapped } from "../../src/plot/words.js";

describe("numbers in words", () => {
  test.each([
    [0, "0"],
    [812.34, "812"],
    [1234.5678, "1,235"],
    [12_345_678, "12,345,678"],
    [-0.012345, "−0.0123"],
    [1.2345e-7, "1.23e−7"],
    [1e21, "1e+21"],
  ])("%d is %s", (value, text) => expect(say(value)).toBe(text));

  test.each([
    [0, "0%"],
    [1, "100%"],
    [0.9999, ">99%"],
    [0.123, "12%"],
    [0.0234, "2.3%"],
    [0.02, "2%"],
    [0.0001, "<0.1%"],
  ])("the share %d is %s", (share, text) => expect(percent(share)).toBe(text));

  test("counts and lists", () => {
    expect([count(1, "row"), count(0, "row"), count(1200, "class", "classes")]).toEqual([
      "1 row",
      "0 rows",
      "1,200 classes",
    ]);
    expect([listing(["a"]), listing(["a", "b"]), listing(["a", "b", "c"])]).toEqual([
      "a",
      "a and b",
      "a, b and c",
    ]);
  });

  test("quantiles are NumPy's", () => {
    // numpy.quantile([1, 2, 4, 8], [0, 0.25, 0.5, 0.9, 1])
    expect([0, 0.25, 0.5, 0.9, 1].map((share) => quantile([1, 2, 4, 8], share))).toEqual([
      1,
      1.75,
      3,
      expect.closeTo(6.8, 12),
      8,
    ]);
  });
});

describe("axes", () => {
  const textsOf = (low: number, high: number): string[] =>
    (linearAxis([low, high], "").ticks ?? []).map(({ text }) => text);

  test.each([
    [0, 1, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]],
    [305, 812, ["300", "400", "500", "600", "700", "800", "900"]],
    [-3.2, 4.1, ["−4", "−2", "0", "2", "4", "6"]],
    [1e-6, 5e-6, ["1e−6", "2e−6", "3e−6", "4e−6", "5e−6"]],
    [1.0001e20, 1.0003e20, ["1.0001e+20", "1.00015e+20", "1.0002e+20", "1.00025e+20", "1.0003e+20"]],
    [0, 2_300_000, ["0", "0.5M", "1M", "1.5M", "2M", "2.5M"]],
  ])("from %d to %d", (low, high, texts) => expect(textsOf(low, high)).toEqual(texts));

  test("ticks tell their values apart, rise, and enclose the data", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
        (low, room) => {
          const { ticks = [], domain } = linearAxis([low, low + room], "");
          const [from, to] = domain.map(Number);
          const rounding = 1e-9 * (Math.abs(low) + room);
          expect(from).toBeLessThanOrEqual(low + rounding);
          expect(to).toBeGreaterThanOrEqual(low + room - rounding);
          expect(ticks.length).toBeGreaterThan(1);
          expect(ticks.length).toBeLessThan(12);
          expect(new Set(ticks.map(({ text }) => text)).size).toBe(ticks.length);
          for (let i = 1; i < ticks.length; i++) expect(ticks[i].value).toBeGreaterThan(ticks[i - 1].value);
          expect(ticks.every(({ value }) => value >= from && value <= to)).toBe(true);
        },
      ),
      { seed: 1 },
    );
  });

  test("a logarithmic one has ticks over any range", () => {
    for (let power = -12; power < 12; power++)
      for (const factor of [1.01, 3, 20, 1e4, 1e20]) {
        const { ticks = [] } = logAxis([Number(`1e${power}`), factor * Number(`1e${power}`)], "");
        expect(ticks.length, `1e${power} times ${factor}`).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThan(13);
      }
  });
});

describe("long lines", () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 400 });

  test("keep in each span the first, the lowest, the highest and the last value", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 20 }), (list, spans) => {
        const { places, spans: cut } = thinLine(list, spans);
        const kept = Array.from(places);
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        if (cut === 0) {
          expect(kept).toEqual(list.map((_, i) => i));
          return;
        }
        expect(kept.length).toBeLessThanOrEqual(4 * spans);
        for (let span = 0; span < spans; span++) {
          const [from, to] = [span, span + 1].map((k) => Math.floor((k * list.length) / spans));
          const part = list.slice(from, to);
          const shown = kept.filter((place) => place >= from && place < to).map((place) => list[place]);
          expect([shown[0], shown[shown.length - 1]]).toEqual([part[0], part[part.length - 1]]);
          expect([Math.min(...shown), Math.max(...shown)]).toEqual([Math.min(...part), Math.max(...part)]);
        }
      }),
      { seed: 1 },
    );
  });

  test("as bands reach from the lowest to the highest, and from the first place to the last", () => {
    const list = [3, 1, 4, 1, 5, 9, 2, 6];
    expect(spansOf(list, list, 4)).toEqual([
      { place: 0, low: 1, high: 3 },
      { place: 2, low: 1, high: 4 },
      { place: 4, low: 5, high: 9 },
      { place: 7, low: 2, high: 6 },
    ]);
  });
});

describe("texts", () => {
  test("are wrapped and shortened to a width, and lose no letter by wrapping", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80, unit: "grapheme" }),
        fc.integer({ min: 40, max: 300 }),
        (text, width) => {
          const lines = wrapped(text, 12, width);
          for (const line of lines) expect(widthOf(line, 12)).toBeLessThanOrEqual(width);
          expect(lines.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
          expect(widthOf(shortened(text, 12, width), 12)).toBeLessThanOrEqual(
            Math.max(width, widthOf(text, 12)),
          );
        },
      ),
      { seed: 1 },
    );
    expect(shortened("versicolor", 12, 50)).toMatch(/^vers.*…$/);
  });

  test("are XML, whatever is in them", () => {
    expect(escaped(`<a b="c">&'\u0000\u0007\ud800x😀`)).toBe(
      `&lt;a b=&quot;c&quot;&gt;&amp;'\ufffd\ufffd\ufffdx😀`,
    );
  });
});
