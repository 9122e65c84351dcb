import { describe, expect, test } from "vitest";
import * as downhill from "../../src/index.js";
import { importance, reliability, unitShares } from "../../src/evaluate/index.js";
import * as plot from "../../src/plot/index.js";
import * as table from "../../src/table/index.js";
import { COLORS } from "../../src/plot/theme.js";
import { bowl, cases, classifier, historyOf64, shares } from "./cases.mjs";
import { placeOf, scaleOf, type Shape, shapesOf } from "./parsed.js";

/** What is in the pictures, held against the data that they were drawn from, through the scales that their ticks tell. */

const blue = COLORS.blue[0];
const orange = COLORS.vermillion[0];
const descriptionOf = (svg: string): string => /<desc>(.*?)<\/desc>/.exec(svg)?.[1] ?? "";
const corners = (path: string): number[][] =>
  [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
/** The shapes of a name within the group that has an attribute's value. */
const within = (svg: string, attribute: string, value: string, name: string): Shape[] =>
  shapesOf(svg)
    .filter((shape) => shape.name === "g" && shape.get(attribute) === value)
    .flatMap((group) => group.children.filter((child) => child.name === name));

describe("lossPlot", () => {
  const { epochs, best } = historyOf64();

  test.each(["linear", "log"] as const)(
    "on a %s scale draws each epoch at its loss, and marks the best",
    async (scale) => {
      const svg = await plot.lossPlot(historyOf64(), { scale });
      const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y", scale === "log" ? Math.log : undefined)];
      const lines = [blue, orange].map((color) => corners(within(svg, "stroke", color, "path")[0].get("d")));
      for (const [k, line] of lines.entries()) {
        expect(line).toHaveLength(64);
        for (const [i, [left, top]] of line.entries()) {
          expect(left).toBeCloseTo(x(epochs[i].epoch), 0);
          expect(Math.abs(top - y(k ? (epochs[i].validationLoss as number) : epochs[i].loss))).toBeLessThan(
            0.1,
          );
        }
      }
      const [dot] = within(svg, "fill", orange, "circle");
      expect(Math.abs(dot.number("cx") - x(44))).toBeLessThan(0.1);
      expect(Math.abs(dot.number("cy") - y(best.validationLoss as number))).toBeLessThan(0.1);
    },
  );

  test("says in words what it shows", async () => {
    expect(descriptionOf(await plot.lossPlot(historyOf64()))).toBe(
      "Training loss falls from 812 to 305 in 64 epochs; the best validation loss, 350, is at epoch 44. Stopped early after epoch 64.",
    );
  });

  test("finds the best epoch of a list of them, and says so where none was better than the model before", async () => {
    expect(descriptionOf(await plot.lossPlot(epochs))).toContain("350, is at epoch 44.");
    const none = { ...historyOf64(), best: { ...epochs[0], epoch: 0, loss: NaN } };
    expect(descriptionOf(await plot.lossPlot(none))).toContain("no epoch had a better validation loss");
  });

  test("of 100,000 epochs keeps the lowest and the highest, and says that it thins", async () => {
    const long = Array.from({ length: 100_000 }, (_, i) => ({
      epoch: i + 1,
      loss: i === 77_777 ? 99 : i === 55_555 ? 1 : 50 + (i % 7),
      updates: i,
      elapsedMs: i,
    }));
    const svg = await plot.lossPlot(long);
    expect(svg.length).toBeLessThan(60_000);
    expect(descriptionOf(svg)).toContain("The 100,000 epochs are drawn as 320 spans");
    const y = scaleOf(svg, "y");
    const tops = corners(within(svg, "stroke", blue, "path")[0].get("d")).map(([, top]) => top);
    expect(Math.min(...tops)).toBeCloseTo(y(99), 0);
    expect(Math.max(...tops)).toBeCloseTo(y(1), 0);
  });
});

describe("predictionPlot", () => {
  test("draws few actual values as dots, each at its place", async () => {
    const actual = [3, 1, 4, 1, 5];
    const predicted = [3, 2, 4, 2, 4];
    const svg = await plot.predictionPlot({ actual, predicted, naive: [0, 3, 1, 4, 1] });
    const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
    const dots = within(svg, "fill", blue, "circle").filter((dot) => dot.number("r") === 3);
    expect(dots).toHaveLength(5);
    for (const [i, dot] of dots.entries()) {
      expect(dot.number("cx")).toBeCloseTo(x(i), 0);
      expect(dot.number("cy")).toBeCloseTo(y(actual[i]), 0);
    }
    // |0| + |1| + |0| + |1| + |-1| over 5; |3| + |2| + |3| + |3| + |4| over 5
    expect(descriptionOf(svg)).toContain("off by 0.6 on average; the naive guess is off by 3.");
  });

  test("counts the values within an interval", async () => {
    const rows = { actual: [1, 2, 3, 4], predicted: [1, 2, 3, 4], lower: [1, 3, 0, 0], upper: [1, 4, 9, 3] };
    expect(descriptionOf(await plot.predictionPlot(rows))).toContain(
      "50% of the actual values lie within the interval.",
    );
  });

  test("of 100,000 rows draws each span from its lowest to its highest", async () => {
    const actual = Array.from({ length: 100_000 }, (_, i) => (i === 12_345 ? 1000 : i % 10));
    const svg = await plot.predictionPlot({ actual, predicted: actual.map(() => 5) });
    expect(svg.length).toBeLessThan(40_000);
    expect(descriptionOf(svg)).toContain("The 100,000 rows are drawn as 320 spans");
    const y = scaleOf(svg, "y");
    const outline = corners(within(svg, "fill", blue, "path")[0].get("d")).map(([, top]) => top);
    expect(outline).toHaveLength(640);
    expect(Math.min(...outline)).toBeCloseTo(y(1000), 0);
    expect(Math.max(...outline)).toBeCloseTo(y(0), 0);
  });
});

describe("residualPlot", () => {
  test("draws actual minus predicted, and as many rows in the histogram as there are", async () => {
    const actual = Array.from({ length: 50 }, (_, i) => i + (i % 5));
    const predicted = actual.map((_, i) => i);
    const svg = await plot.residualPlot({ actual, predicted });
    const dots = within(svg, "fill", blue, "circle");
    expect(dots).toHaveLength(50);
    const y = scaleOf(svg, "y");
    for (const [i, dot] of dots.entries()) expect(dot.number("cy")).toBeCloseTo(y(i % 5), 0);
    const bars = within(svg, "fill", blue, "rect");
    const widths = bars.map((bar) => bar.number("width"));
    // Five residuals, ten rows each.
    expect(bars).toHaveLength(5);
    for (const width of widths) expect(width).toBeCloseTo(widths[0], 1);
    expect(descriptionOf(svg)).toContain(
      "Over 50 rows the mean residual is 2; half of them lie between 1 and 3, and the largest is 4 off.",
    );
  });

  test("of 100,000 rows draws cells that hold them all", async () => {
    const svg = await cases(plot, downhill, table)["residuals, many"]();
    expect(svg.length).toBeLessThan(120_000);
    expect(within(svg, "fill", blue, "rect").length).toBeLessThan(1700);
  });
});

test("lossSurfacePlot draws bands where the loss crosses their borders, and the path to its end", async () => {
  const path = [
    { x: -0.5, y: 1 },
    { x: 0.5, y: 3 },
    { x: 1, y: 2 },
  ];
  const svg = await plot.lossSurfacePlot(bowl, { path });
  const thresholds = /divided at (.*?)\./
    .exec(descriptionOf(svg).replace(/(\d)\.(\d)/g, "$1#$2"))?.[1]
    .replace(/#/g, ".");
  const borders = (thresholds ?? "").split(", ").map(Number);
  expect(borders).toHaveLength(7);
  // Ticks lie on whole numbers: the scale is read backwards from two of them.
  const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
  const back = (scale: (value: number) => number, place: number): number =>
    (place - scale(0)) / (scale(1) - scale(0));
  const bands = within(svg, "stroke", COLORS.axis[0], "path").filter((path) => path.get("fill") !== "");
  expect(bands).toHaveLength(8);
  const box = [x(-1), x(3), y(3.5), y(0.5)];
  for (const [k, border] of borders.entries()) {
    const line = corners(bands[k + 1].get("d")).filter(
      ([left, top]) => left > box[0] + 1 && left < box[1] - 1 && top > box[2] + 1 && top < box[3] - 1,
    );
    expect(line.length).toBeGreaterThan(20);
    for (const [left, top] of line) {
      const loss = (back(x, left) - 1) ** 2 + 2 * (back(y, top) - 2) ** 2 + 3;
      expect(Math.abs(loss - border)).toBeLessThan(0.03);
    }
  }
  const [star] = within(svg, "fill", orange, "path");
  expect(placeOf(star)[0]).toBeCloseTo(x(1), 0);
  expect(placeOf(star)[1]).toBeCloseTo(y(2), 0);
  expect(descriptionOf(svg)).toContain("The loss lies between 3 and 11.5, lowest at (1, 2).");
});

test("lossSurfacePlot labels a slice, and says how much of the path lies outside", async () => {
  const svg = await plot.lossSurfacePlot(bowl, {
    slice: [0.7, 0.2],
    path: [
      { x: 0, y: 1 },
      { x: 9, y: 9 },
    ],
  });
  expect(svg).toContain(">principal direction 1: 70% of the variance<");
  expect(descriptionOf(svg)).toContain("1 of its 2 points lie outside of the map.");
  expect(descriptionOf(svg)).toContain("principal directions, which explain 90% of its variance");
});

test("unitSharesPlot draws the six strongest units and the sum of the others", async () => {
  const units = shares();
  const svg = await plot.unitSharesPlot(units);
  const y = scaleOf(svg, "y");
  // The line of the units that have none of their own: what is left of the total.
  const spread = (unit: Float64Array): number => Math.max(...unit) - Math.min(...unit);
  const weakest = [...units.shares].sort((a, b) => spread(a) - spread(b)).slice(0, 2);
  const other = shapesOf(svg).find((shape) => shape.name === "g" && shape.get("stroke-dasharray") === "5 5");
  const line = corners(other?.children[0].get("d") ?? "");
  expect(line).toHaveLength(101);
  for (const [i, [, top]] of line.entries())
    expect(Math.abs(top - y(weakest[0][i] + weakest[1][i]))).toBeLessThan(0.1);
  expect(svg).toContain(">The other 2 units<");
});

test("unitSharesPlot, reliabilityPlot and importancePlot take what downhill/evaluate gives, as it is", async () => {
  const inputs = Array.from({ length: 40 }, (_, i) => [i / 10 - 2]);
  const labels = inputs.map(([x]) => (x * x > 1 ? 1 : 0));
  const data = downhill.dataset({ inputs, labels }, { columns: ["x"] });
  const layers = [downhill.dense(4, "relu"), downhill.dense(1)];
  const model = new downhill.Model({ inputs: data, layers, loss: "binaryCrossEntropy", seed: 1 });
  await model.fit(data, { epochs: 20 });
  const found = unitShares(model, { from: -2, to: 2 });
  expect(await plot.unitSharesPlot(found)).toContain("4 units");
  await expect(plot.unitSharesPlot({ ...found, scale: "sqrt" as never })).rejects.toThrow(/unknown scale/);
  expect(await plot.reliabilityPlot(reliability(model.predictAll(data), labels, { bins: 2 }))).toContain(
    "Brier score",
  );
  const [{ column }] = importance(model, data);
  expect(descriptionOf(await plot.importancePlot(importance(model, data)))).toContain(column);
});

describe("decisionRegionPlot", () => {
  test("has each point of a grid in the region of its class", async () => {
    const { model, data } = classifier(downhill);
    const svg = await plot.decisionRegionPlot(model, data);
    const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
    const regions = ["blue", "vermillion", "green"].map((name) =>
      within(svg, "fill", COLORS[name as "blue"][0], "path").find((shape) => shape.get("d").length > 60),
    );
    let seen = 0;
    for (let i = 0; i < 20; i++)
      for (let j = 0; j < 20; j++) {
        const point = [1 + i / 4, 0.3 + j / 11];
        const probabilities = model.predict(point);
        const [first, second] = [...probabilities].sort((a, b) => b - a);
        // At a border the picture may be a pixel off.
        if (first - second < 0.1) continue;
        const inside = regions.map((region) => isInside([x(point[0]), y(point[1])], region?.get("d") ?? ""));
        expect(inside).toEqual([0, 1, 2].map((k) => k === model.classify(point).index));
        seen++;
      }
    expect(seen).toBeGreaterThan(300);
  });

  test("draws of 5,000 rows a thousand, and says so", async () => {
    const { model, data } = classifier(downhill);
    const many = data.take(Array.from({ length: 5000 }, (_, i) => i % 150));
    const svg = await plot.decisionRegionPlot(model, many, { steps: 20 });
    expect(descriptionOf(svg)).toContain("1,000 of the 5,000 rows are drawn, evenly picked.");
    expect(svg.length).toBeLessThan(150_000);
  });
});

/** Even-odd rule over the rings of a path. */
function isInside([x, y]: number[], path: string): boolean {
  let inside = false;
  for (const ring of path.split("Z")) {
    const points = corners(ring);
    for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
      const [[xi, yi], [xj, yj]] = [points[i], points[j]];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}

test("confusionPlot has a cell for each pair, as strong as its share of the actual class", async () => {
  const svg = await plot.confusionPlot(
    [
      [8, 2],
      [0, 0],
    ],
    { classes: ["no", "yes"] },
  );
  const cells = shapesOf(svg).filter(
    (shape) =>
      shape.name === "rect" && [COLORS.right[0], COLORS.wrong[0]].includes(shape.get("fill") as never),
  );
  expect(cells.map((cell) => cell.number("fill-opacity"))).toEqual([0.8, 0.2, 0, 0]);
  expect(cells.map((cell) => cell.get("fill") === COLORS.right[0])).toEqual([true, false, false, true]);
  const texts = shapesOf(svg)
    .filter((shape) => shape.name === "text")
    .map((shape) => shape.text);
  for (const text of ["8", "80%", "2", "20%", "–"]) expect(texts).toContain(text);
  expect(descriptionOf(svg)).toContain("80% of 10 rows are predicted as their own class.");
});

test("reliabilityPlot draws each bin that has rows at its place, and its rows as a bar", async () => {
  const bins = [
    { from: 0, to: 0.5, rows: 30, predicted: 0.2, observed: 0.1 },
    { from: 0.5, to: 0.8, rows: 0, predicted: NaN, observed: NaN },
    { from: 0.8, to: 1, rows: 10, predicted: 0.9, observed: 0.7 },
  ];
  const svg = await plot.reliabilityPlot({ bins, expectedCalibrationError: 0.125, brier: 0.1 });
  const dots = within(svg, "fill", blue, "circle");
  const upper = scaleOf(svg, "x");
  expect(dots.map((dot) => dot.number("cx"))).toEqual([0.2, 0.9].map((p) => expect.closeTo(upper(p), 1)));
  expect(dots[0].number("cy") - dots[1].number("cy")).toBeGreaterThan(0);
  const heights = within(svg, "fill", blue, "rect").map((bar) => bar.number("height"));
  expect(heights).toHaveLength(2);
  // Each bar is half a pixel smaller on either side.
  expect((heights[0] + 1) / (heights[1] + 1)).toBeCloseTo(3, 1);
});

test("importancePlot sorts, draws bars to the means and whiskers of one deviation", async () => {
  const items = [
    { column: "a", mean: 1, deviation: 0.5 },
    { column: "b", mean: 4, deviation: 1 },
    { column: "c", mean: 2, deviation: 0 },
    { column: "d", mean: 0, deviation: 0 },
  ];
  const svg = await plot.importancePlot(items, { most: 3 });
  const x = scaleOf(svg, "x");
  const bars = within(svg, "fill", blue, "rect");
  expect(bars.map((bar) => bar.number("x") + bar.number("width"))).toEqual(
    [4, 2, 1].map((mean) => expect.closeTo(x(mean), 1)),
  );
  const whiskers = within(svg, "stroke", COLORS.ink[0], "line").filter(
    (line) => line.get("y1") === line.get("y2"),
  );
  expect(whiskers.map((line) => line.number("x1"))).toEqual(
    [3, 2, 0.5].map((end) => expect.closeTo(x(end), 1)),
  );
  expect(descriptionOf(svg)).toContain("Most important: b (4), c (2) and a (1). 1 column of 4 cannot");
  expect(descriptionOf(svg)).toContain("1 more column is not shown.");
});

test("learningCurvePlot draws a dot for each loss", async () => {
  const points = [
    { rows: 10, train: 1, validation: 9 },
    { rows: 20, train: 2, validation: 6 },
    { rows: 40, train: 3, validation: 4 },
  ];
  const svg = await plot.learningCurvePlot(points);
  const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
  const dots = within(svg, "fill", blue, "circle");
  expect(dots.map((dot) => dot.number("cx"))).toEqual(points.map(({ rows }) => expect.closeTo(x(rows), 1)));
  expect(dots.map((dot) => dot.number("cy"))).toEqual(points.map(({ train }) => expect.closeTo(y(train), 1)));
  expect(descriptionOf(svg)).toContain(
    "the validation loss falls from 9 to 4. At the end the training loss is 3: the gap is 1.",
  );
});

describe("weightPlot", () => {
  const model = new downhill.Model({
    inputs: 2,
    layers: [downhill.dense(3, "relu"), downhill.dense(1)],
    loss: "mse",
  });
  // Weights [units, inputs] and biases of the first layer, then of the second.
  model.parameters = [0.5, -1, 0, 0.25, 2, -0.5, 9, 9, 9, 1, -2, 0, 9];

  test("has a cell for each weight but 0: its colour the sign, its strength the share of the strongest", async () => {
    const svg = await plot.weightPlot(model);
    const cells = shapesOf(svg)
      .filter((shape) => shape.name === "g")
      .flatMap((group) => group.children)
      .filter((shape) => shape.name === "rect" && shape.get("fill-opacity") !== "");
    const signed = cells.map((cell) => cell.number("fill-opacity") * (cell.get("fill") === orange ? 1 : -1));
    // By input, then by unit; rounded to fiftieths of the strongest, which is 2.
    expect(signed).toEqual([0.26, 1, -0.5, 0.12, -0.26, 0.5, -1].map((value) => expect.closeTo(value, 5)));
  });

  test("of a large layer shows the strongest of several weights, and says so", async () => {
    const large = new downhill.Model({
      inputs: 300,
      layers: [downhill.dense(50), downhill.dense(1)],
      loss: "mse",
    });
    const svg = await plot.weightPlot(large, { layer: 0 });
    const cells = shapesOf(svg).filter((shape) => shape.name === "rect" && shape.get("fill-opacity") !== "");
    expect(cells.length).toBeLessThan(3700);
    expect(descriptionOf(svg)).toMatch(
      /Layer 0: a cell is the strongest of \d+ by \d+ weights \(inputs by units\)\./,
    );
  });
});
