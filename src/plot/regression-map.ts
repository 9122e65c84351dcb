import { OptionError } from "../base/errors.js";
import { bandBar, BAR_HEIGHT, bandScale, bandsOf, levelsOf } from "./bands.js";
import { chart } from "./chart.js";
import { count, extent, say } from "./numbers.js";
import { paint } from "./theme.js";
import { contourOf, drawnRows, heightOf, mapOf, type Scene, type SceneSheet } from "./two-input-scene.js";

/** What a regression predicts at each point, in bands, and the targets of the rows in the same colours. */
export function regressionMap(caller: string, scene: Scene): SceneSheet {
  const { model, data, rows, shown, outputs, grid } = scene;
  if (outputs !== 1)
    throw new OptionError(`${caller}: the model predicts ${outputs} numbers; a map shows one.`, {
      expected: 1,
      received: outputs,
    });
  const { mae } = model.evaluate(data) as { mae: number };
  const { targets } = data;
  const bands = bandsOf(grid);
  const [low, high] = extent(grid);
  return {
    title: "Prediction for every pair of inputs",
    summary:
      `Predictions lie between ${say(low)} and ${say(high)}. Dots have the colour of the actual value: over ` +
      `${count(rows.first.length, "row")} predictions are off by ${say(mae)} on average.${drawnRows(scene)}`,
    details: [`The bands are divided at ${bands.thresholds.map(say).join(", ")}.`],
    height: (width) => heightOf(width) + BAR_HEIGHT,
    body: (peers, area) => {
      const { Plot } = peers;
      const bandMark = contourOf(Plot, scene, grid, {
        fill: Plot.identity,
        thresholds: levelsOf(bands, low),
        stroke: paint("axis"),
        strokeWidth: 0.4,
      });
      const dots = Plot.dot(Array.from(shown), {
        x: (row: number) => rows.first[row],
        y: (row: number) => rows.second[row],
        fill: (row: number) => targets[row],
        stroke: paint("ink"),
        strokeWidth: 1,
        r: 4,
      });
      const below = { ...area, top: area.top + BAR_HEIGHT, height: area.height - BAR_HEIGHT };
      return (
        bandBar(bands, "Predicted and actual value", area.left, area.top, area.width) +
        chart(peers, below, { ...mapOf(scene, [bandMark], [dots]), color: bandScale(bands) })
      );
    },
  };
}
