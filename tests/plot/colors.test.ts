import { describe, expect, test } from "vitest";
import { type Color, COLORS, RAMP, SERIES } from "../../src/plot/theme.js";

/** The colours by the formulas of WCAG 2 (contrast), Machado and others 2009 (colour vision) and CIE 1976 (distance). */

const THEMES = [
  ["light", 0],
  ["dark", 1],
] as const;

type Rgb = readonly number[];

/** Linear red, green and blue of "#rrggbb". */
const linear = (hex: string): Rgb =>
  [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const contrast = (a: Rgb, b: Rgb): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};
/** What is seen of a colour over another; browsers mix the values of sRGB as they are written. */
const over = (top: string, below: string, opacity: number): Rgb => {
  const mixed = [1, 3, 5].map((at) => {
    const [a, b] = [top, below].map((hex) => parseInt(hex.slice(at, at + 2), 16));
    return Math.round(a * opacity + b * (1 - opacity));
  });
  return linear(`#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`);
};

test("the formulas give what is known: black on white 21, #767676 on white 4.54", () => {
  expect(contrast(linear("#000000"), linear("#ffffff"))).toBeCloseTo(21, 5);
  expect(contrast(linear("#767676"), linear("#ffffff"))).toBeCloseTo(4.54, 2);
});

describe.each(THEMES)("the %s theme", (_, theme) => {
  const color = (name: Color): string => COLORS[name][theme];
  const paper = color("paper");

  test.each(["ink", "soft"] as const)("texts in %s have a contrast of 4.5 to the paper", (name) => {
    expect(contrast(linear(color(name)), linear(paper))).toBeGreaterThanOrEqual(4.5);
  });

  test.each([...SERIES, "axis"] as const)("lines and dots in %s have one of 3", (name) => {
    expect(contrast(linear(color(name)), linear(paper))).toBeGreaterThanOrEqual(3);
  });

  test.each(["right", "wrong"] as const)("numbers on a cell of %s read at any strength of it", (name) => {
    for (let percent = 0; percent <= 100; percent++) {
      const cell = over(color(name), paper, percent / 100);
      expect(contrast(linear(color("ink")), cell), `${percent}%`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test("bands go steadily away from the paper", () => {
    const away = RAMP.map((name) => contrast(linear(color(name)), linear(paper)));
    expect(away).toEqual([...away].sort((a, b) => a - b));
    expect(new Set(away).size).toBe(RAMP.length);
  });

  /** What dichromats see, at full severity (Machado, Oliveira and Fernandes 2009, table 1). */
  const VISIONS: Record<string, Rgb[]> = {
    all: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    protanopia: [
      [0.152286, 1.052583, -0.204868],
      [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
    deuteranopia: [
      [0.367322, 0.860646, -0.227968],
      [0.280085, 0.672501, 0.047413],
      [-0.01182, 0.04294, 0.968881],
    ],
    tritanopia: [
      [1.255528, -0.076749, -0.178779],
      [-0.078411, 0.930809, 0.147602],
      [0.004733, 0.691367, 0.3039],
    ],
  };
  const times = (matrix: readonly Rgb[], rgb: Rgb): number[] =>
    matrix.map((row) => row.reduce((sum, value, k) => sum + value * rgb[k], 0));
  /** CIE L*a*b*, D65. */
  const lab = (rgb: Rgb): number[] => {
    const xyz = times(
      [
        [0.4124, 0.3576, 0.1805],
        [0.2126, 0.7152, 0.0722],
        [0.0193, 0.1192, 0.9505],
      ],
      rgb.map((part) => Math.max(0, part)),
    );
    const [x, y, z] = [xyz[0] / 0.95047, xyz[1], xyz[2] / 1.08883].map((t) =>
      t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116,
    );
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  };

  test.each(Object.keys(VISIONS))("any two series are told apart with the colour vision: %s", (vision) => {
    const seen = SERIES.map((name) => lab(times(VISIONS[vision], linear(color(name)))));
    for (let i = 0; i < seen.length; i++)
      for (let j = 0; j < i; j++) {
        const distance = Math.hypot(...seen[i].map((value, k) => value - seen[j][k]));
        // 2.3 is the least that is seen side by side.
        expect(distance, `${SERIES[i]} and ${SERIES[j]}`).toBeGreaterThan(12);
      }
  });
});

test("no two colours are the same in the light theme, by which the style sheet knows them", () => {
  const light = Object.values(COLORS).map(([value]) => value);
  expect(new Set(light).size).toBe(light.length);
});
