import { OptionError } from "../base/errors.js";
import type { Dataset } from "../index.js";
import { chart } from "./chart.js";
import { dotsOf } from "./marks.js";
import { count, percent } from "./numbers.js";
import { paint, SERIES } from "./theme.js";
import { contourOf, drawnRows, heightOf, mapOf, type Scene, type SceneSheet } from "./two-input-scene.js";

/** One for each class: shapes tell them apart as well as colours. */
const SYMBOLS = ["circle", "square", "triangle", "diamond", "cross", "star", "times", "wye"];

/** The regions of a classifier: where each class is the most likely. */
export function classRegions(caller: string, scene: Scene): SceneSheet {
  const { model, data, rows, shown, outputs } = scene;
  if (outputs > 1 && model.spec.loss === "binaryCrossEntropy")
    throw new OptionError(
      `${caller}: a model with ${outputs} yes/no outputs has no single class at a point. Train a model for each.`,
      { expected: 1, received: outputs },
    );
  const classes = Math.max(2, outputs);
  if (classes > SERIES.length)
    throw new OptionError(
      `${caller}: the model has ${classes} classes; more than ${SERIES.length} cannot be told apart in one picture.`,
      { expected: SERIES.length, received: classes },
    );
  const { accuracy } = model.evaluate(data) as { accuracy: number };
  const actual = actualClasses(model.classes, data);
  const names = Array.from({ length: classes }, (_, k) => String(model.classes?.[k] ?? k));
  const looks = names.map((text, k) => ({ text, color: SERIES[k], symbol: SYMBOLS[k] }));
  return {
    title: "Decision regions",
    summary:
      "The most likely class of every pair of inputs. " +
      `${percent(accuracy)} of ${count(rows.first.length, "row")} are in the region of their own class.${drawnRows(scene)}`,
    details: names.map((name, k) => `${name} has ${percent(shareOf(scene, k))} of the map.`),
    legend: looks.map((look) => ({ ...look, sign: "dot" })),
    height: heightOf,
    body: (peers, area) => {
      const { Plot } = peers;
      const regions = looks.map(({ color }, k) =>
        contourOf(Plot, scene, leadOf(scene, k), {
          value: Plot.identity,
          thresholds: [0],
          fill: paint(color),
          fillOpacity: 0.22,
          stroke: paint("axis"),
          strokeWidth: 1,
        }),
      );
      const dots = looks.map(({ color, symbol }, k) =>
        dotsOf(
          Plot,
          rows.first,
          rows.second,
          { color, symbol, r: 3.5, ring: "paper" },
          shown.filter((row) => actual[row] === k),
        ),
      );
      return chart(peers, area, mapOf(scene, regions, dots));
    },
  };
}

/** How likely class k is at each point minus how likely the likeliest other is: 0 at the border of its region, more within. */
function leadOf({ grid, outputs }: Scene, k: number): Float64Array {
  if (outputs === 1) return grid.map((second) => (k === 1 ? second - 0.5 : 0.5 - second));
  return Float64Array.from({ length: grid.length / outputs }, (_, point) => {
    let other = 0;
    for (let j = 0; j < outputs; j++) if (j !== k) other = Math.max(other, grid[point * outputs + j]);
    return grid[point * outputs + k] - other;
  });
}

function shareOf(scene: Scene, k: number): number {
  const lead = leadOf(scene, k);
  return lead.filter((value) => value > 0).length / lead.length;
}

/** The class of each row, as its place among the model's. @param classes of the model, where its data had labels */
function actualClasses(classes: Dataset["classes"], data: Dataset): ArrayLike<number> {
  const { labels, targets, targetWidth, rows } = data;
  if (labels) {
    const places = new Map((classes ?? data.classes)?.map((label, k) => [label, k]));
    return labels.map((label) => places.get(label) as number);
  }
  if (targetWidth === 1) return Array.from(targets, (target) => Number(target >= 0.5));
  return Array.from({ length: rows }, (_, row) => {
    const own = targets.subarray(row * targetWidth, (row + 1) * targetWidth);
    return own.indexOf(Math.max(...own));
  });
}
