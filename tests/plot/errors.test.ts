import { describe, expect, test } from "vitest";
import * as downhill from "../../src/index.js";
import * as plot from "../../src/plot/index.js";
import { table } from "../../src/table/index.js";
import { bowl, classifier, historyOf64, shares } from "./cases.mjs";

/** What each plot refuses, with which error, and what that says. */

const { DataError, OptionError, ShapeError, Model, dataset, dense } = downhill;
type Kind = typeof DataError | typeof OptionError | typeof ShapeError;
/** A picture from arguments that no compiler would let through. */
const draw = (name: keyof typeof plot, ...args: unknown[]): Promise<string> =>
  (plot[name] as (...args: unknown[]) => Promise<string>)(...args);

const { model, data } = classifier(downhill);
const history = historyOf64();
const { epochs } = history;
const rows = { actual: [1, 2, 3], predicted: [1, 2, 3] };
const withLoss = (loss: unknown): unknown => ({ ...history, epochs: [epochs[0], { ...epochs[1], loss }] });
const reliability = (bins: unknown): unknown => ({ bins, expectedCalibrationError: 0.1, brier: 0.1 });
const bin = { from: 0, to: 1, rows: 1, predicted: 0.5, observed: 0.5 };
const untrained = (inputs: number, last = dense(1), loss: downhill.LossSpec = "mse"): downhill.Model =>
  new Model({ inputs, layers: [last], loss, standardize: false });
const plain = (width: number, targets = [1, 2]): downhill.Dataset =>
  dataset({ inputs: [Array(width).fill(1), Array(width).fill(2)], targets });
const mixed = table(
  [
    { a: 1, b: "x", y: 1 },
    { a: 2, b: "z", y: 2 },
    { a: 3, b: "x", y: 3 },
  ],
  { target: "y" },
);

const CASES: [name: keyof typeof plot, kind: Kind, says: RegExp, ...args: unknown[]][] = [
  // What all take.
  ["lossPlot", OptionError, /unknown option.*Did you mean "title"/, history, { titel: "x" }],
  ["lossPlot", OptionError, /title must be a string, got 3/, history, { title: 3 }],
  ["lossPlot", OptionError, /width must be a number from 240 to 4000, got 100/, history, { width: 100 }],
  ["lossPlot", OptionError, /height must be .* got NaN/, history, { height: NaN }],
  ["lossPlot", OptionError, /height 160 leaves no room .* at least \d+/, history, { height: 160 }],
  ["lossPlot", OptionError, /unknown theme.*auto, light, dark/, history, { theme: "sepia" }],

  ["lossPlot", DataError, /history has no epochs/, []],
  ["lossPlot", DataError, /history has no epochs/, { ...history, epochs: [] }],
  ["lossPlot", DataError, /history must be what fit gave/, undefined],
  ["lossPlot", DataError, /history must be .* a Promise \(await it\)/, Promise.resolve(history)],
  ["lossPlot", DataError, /epochs\[1\].loss is NaN/, withLoss(NaN)],
  ["lossPlot", DataError, /epoch 2 has the loss 0, .* logarithmic/, withLoss(0), { scale: "log" }],
  ["lossPlot", OptionError, /unknown scale/, history, { scale: "sqrt" }],

  ["predictionPlot", DataError, /actual\[1\] is NaN.*Leave out/, { ...rows, actual: [1, NaN, 3] }],
  ["predictionPlot", DataError, /actual is empty/, { actual: [], predicted: [] }],
  ["predictionPlot", ShapeError, /predicted has length 2, expected 3/, { ...rows, predicted: [1, 2] }],
  ["predictionPlot", ShapeError, /times has length 1/, { ...rows, times: [1] }],
  ["predictionPlot", DataError, /times\[2\] is before times\[1\]/, { ...rows, times: [1, 3, 2] }],
  ["predictionPlot", DataError, /times\[1\] must be a Date/, { ...rows, times: [new Date(0), 1, 2] }],
  [
    "predictionPlot",
    DataError,
    /times\[0\] is an invalid Date/,
    { ...rows, times: Array(3).fill(new Date(NaN)) },
  ],
  ["predictionPlot", OptionError, /Give both lower and upper/, { ...rows, lower: [1, 2, 3] }],
  ["predictionPlot", DataError, /lower\[1\] is 5, above/, { ...rows, lower: [0, 5, 0], upper: [9, 4, 9] }],
  ["predictionPlot", OptionError, /unknown option/, { ...rows, prediction: [] }],

  ["residualPlot", ShapeError, /predicted has length 1/, { actual: [1, 2], predicted: [1] }],
  ["residualPlot", DataError, /predicted\[0\] is Infinity/, { actual: [1], predicted: [Infinity] }],

  [
    "lossSurfacePlot",
    DataError,
    /loss\[0\]\[1\] is NaN/,
    {
      xs: [0, 1],
      ys: [0, 1],
      loss: [
        [1, NaN],
        [1, 1],
      ],
    },
  ],
  ["lossSurfacePlot", ShapeError, /loss has 1 rows, expected 2/, { xs: [0, 1], ys: [0, 1], loss: [[1, 1]] }],
  ["lossSurfacePlot", ShapeError, /loss\[1\] has length 1/, { xs: [0, 1], ys: [0, 1], loss: [[1, 1], [1]] }],
  ["lossSurfacePlot", DataError, /xs must be .* even steps/, { xs: [0, 1, 3], ys: [0, 1], loss: [] }],
  ["lossSurfacePlot", DataError, /path\[0\].y is undefined/, bowl, { path: [{ x: 1 }] }],
  ["lossSurfacePlot", DataError, /slice\[1\] must be from 0 to 1/, bowl, { slice: [0.5, 1.5] }],
  ["lossSurfacePlot", OptionError, /more than all/, bowl, { slice: [0.9, 0.9] }],

  [
    "unitSharesPlot",
    DataError,
    /add up to .* but the total is 7/,
    { ...shares(), total: Array(101).fill(7) },
  ],
  [
    "unitSharesPlot",
    DataError,
    /xs\[1\] is 0, not above/,
    { xs: [0, 0], total: [1, 1], constant: 0, shares: [[1, 1]] },
  ],
  [
    "unitSharesPlot",
    ShapeError,
    /shares\[0\] has length 1/,
    { xs: [0, 1], total: [1, 1], constant: 0, shares: [[1]] },
  ],
  ["unitSharesPlot", DataError, /points\[0\] must be an object/, shares(), { points: [[1, 2]] }],

  ["decisionRegionPlot", OptionError, /first argument must be a Model/, {}, data],
  ["decisionRegionPlot", DataError, /second argument must be a Dataset/, model, []],
  ["decisionRegionPlot", OptionError, /the model has 3 inputs; a map shows two/, untrained(3), plain(3)],
  ["decisionRegionPlot", ShapeError, /rows of data have 3 inputs/, untrained(2), plain(3)],
  [
    "decisionRegionPlot",
    OptionError,
    /predicts 2 numbers/,
    untrained(2, dense(2)),
    dataset({ inputs: [[1, 2]], targets: [[1, 2]] }),
  ],
  [
    "decisionRegionPlot",
    OptionError,
    /2 yes\/no outputs/,
    untrained(2, dense(2), "binaryCrossEntropy"),
    plain(2),
  ],
  [
    "decisionRegionPlot",
    OptionError,
    /9 classes; more than 8/,
    untrained(2, dense(9), "crossEntropy"),
    plain(2),
  ],
  [
    "decisionRegionPlot",
    OptionError,
    /"b" holds a text/,
    new Model({ inputs: mixed, layers: [dense(1)], loss: "mse" }),
    mixed,
  ],
  [
    "decisionRegionPlot",
    OptionError,
    /not been trained/,
    new Model({ inputs: 2, layers: [dense(1)], loss: "mse" }),
    plain(2),
  ],
  ["decisionRegionPlot", OptionError, /steps must be .* got 5/, model, data, { steps: 5 }],
  ["decisionRegionPlot", OptionError, /names must be two strings/, model, data, { names: ["a"] }],

  ["confusionPlot", OptionError, /options must be an object/, [[1]], null],
  ["confusionPlot", DataError, /classes must be an array/, [[1]], {}],
  [
    "confusionPlot",
    ShapeError,
    /confusion has 1 rows, but there are 2 classes/,
    [[1]],
    { classes: ["a", "b"] },
  ],
  ["confusionPlot", ShapeError, /confusion\[1\] has length 1/, [[1, 2], [1]], { classes: ["a", "b"] }],
  [
    "confusionPlot",
    DataError,
    /confusion\[0\]\[0\] must be a number of at least 0/,
    [[-1]],
    { classes: ["a"] },
  ],
  ["confusionPlot", DataError, /only zeros/, [[0]], { classes: ["a"] }],
  ["confusionPlot", DataError, /101 classes/, [], { classes: Array(101).fill("a") }],

  ["reliabilityPlot", DataError, /reliability must be/, undefined],
  ["reliabilityPlot", DataError, /bins is empty/, reliability([])],
  ["reliabilityPlot", DataError, /no bin has a row/, reliability([{ ...bin, rows: 0 }])],
  [
    "reliabilityPlot",
    DataError,
    /bins\[0\].observed must be from 0 to 1, got 2/,
    reliability([{ ...bin, observed: 2 }]),
  ],
  ["reliabilityPlot", DataError, /bins\[0\] goes from 1 to 0/, reliability([{ ...bin, from: 1, to: 0 }])],
  ["reliabilityPlot", DataError, /bins\[1\] begins at 0, before/, reliability([bin, bin])],
  ["reliabilityPlot", DataError, /brier is undefined/, { bins: [bin], expectedCalibrationError: 0.1 }],

  ["importancePlot", DataError, /items is empty/, []],
  ["importancePlot", DataError, /items\[0\].column must be a column's name/, [{ mean: 1, deviation: 1 }]],
  ["importancePlot", DataError, /items\[0\].mean is NaN/, [{ column: "a", mean: NaN, deviation: 1 }]],
  ["importancePlot", DataError, /items\[0\].deviation must be/, [{ column: "a", mean: 1, deviation: -1 }]],
  ["importancePlot", OptionError, /most must be/, [{ column: "a", mean: 1, deviation: 1 }], { most: 0 }],

  ["learningCurvePlot", DataError, /points is empty/, []],
  ["learningCurvePlot", DataError, /points\[0\].validation is undefined/, [{ rows: 1, train: 1 }]],
  [
    "learningCurvePlot",
    DataError,
    /points\[0\].rows must be a number above 0/,
    [{ rows: 0, train: 1, validation: 1 }],
  ],
  [
    "learningCurvePlot",
    DataError,
    /points\[1\].rows is 1, not above/,
    Array(2).fill({ rows: 1, train: 1, validation: 1 }),
  ],

  ["weightPlot", OptionError, /must be a Model/, undefined],
  ["weightPlot", OptionError, /layer 2 is not there: the model has 2 dense layers/, model, { layer: 2 }],
  ["weightPlot", OptionError, /layer must be a whole number/, model, { layer: -1 }],
];

test.each(CASES)("%s: %o, %s", async (name, kind, says, ...args) => {
  const failure = await draw(name, ...args).then(
    () => undefined,
    (error: unknown) => error as Error,
  );
  expect(failure, "nothing was refused").toBeInstanceOf(kind);
  expect(failure?.message).toMatch(says);
  expect(failure?.message).toMatch(new RegExp(`^(${name}|Model)`));
});

describe("what is rare but right is drawn", () => {
  const DRAWN: [string, () => Promise<string>][] = [
    ["one epoch", () => plot.lossPlot([epochs[0]])],
    [
      "a loss that never changes",
      () => plot.lossPlot([epochs[0], { ...epochs[0], epoch: 2 }], { scale: "log" }),
    ],
    ["one row", () => plot.predictionPlot({ actual: [1], predicted: [2], times: [new Date(0)] })],
    ["no error at all", () => plot.residualPlot(rows)],
    ["numbers of 1e300", () => plot.residualPlot({ actual: [1e300, -1e300], predicted: [0, 0] })],
    ["numbers of 1e-300", () => plot.residualPlot({ actual: [1e-300, 0], predicted: [0, 1e-300] })],
    [
      "a flat surface",
      () => plot.lossSurfacePlot({ ...bowl, loss: bowl.loss.map((row) => row.map(() => 1)) }),
    ],
    ["a path of one point", () => plot.lossSurfacePlot(bowl, { path: [{ x: 1, y: 2 }] })],
    ["one unit", () => plot.unitSharesPlot({ xs: [0, 1], total: [1, 2], constant: 0, shares: [[1, 2]] })],
    ["one class", () => plot.confusionPlot([[1]], { classes: ["only"] })],
    [
      "weights of rows",
      () =>
        plot.confusionPlot(
          [
            [0.25, 1e-9],
            [1e9, 3],
          ],
          { classes: [0, 1] },
        ),
    ],
    ["one bin", () => plot.reliabilityPlot({ bins: [bin], expectedCalibrationError: 0, brier: 0.25 })],
    ["columns that say nothing", () => plot.importancePlot([{ column: "a", mean: 0, deviation: 0 }])],
    ["one number of rows", () => plot.learningCurvePlot([{ rows: 10, train: 1, validation: 1 }])],
    [
      "a model of one weight that is 0",
      () => {
        const zero = untrained(1);
        zero.parameters = [0, 0];
        return plot.weightPlot(zero);
      },
    ],
    [
      "a yes/no model",
      () => {
        const labelled = dataset({
          inputs: [
            [0, 0],
            [1, 1],
          ],
          labels: [false, true],
        });
        return plot.decisionRegionPlot(
          untrained(2, dense(1), "binaryCrossEntropy"),
          dataset({ inputs: labelled.inputs, targets: [0, 1] }, { inputWidth: 2 }),
          { steps: 10 },
        );
      },
    ],
    [
      "rows at one place",
      () =>
        plot.decisionRegionPlot(
          untrained(2),
          dataset({
            inputs: [
              [1, 1],
              [1, 1],
            ],
            targets: [1, 1],
          }),
          { steps: 10 },
        ),
    ],
    ["no heading", () => plot.lossPlot(history, { title: "" })],
    ["a heading without end", () => plot.lossPlot(history, { title: "x".repeat(500), width: 240 })],
  ];

  test.each(DRAWN)("%s", async (_, picture) => {
    const svg = await picture();
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" .* role="img"/);
    expect(svg).toMatch(/<title>.+<\/title><desc>.+<\/desc>/);
  });
});
