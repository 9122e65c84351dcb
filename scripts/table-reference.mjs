// Picks out of the reference's results on mixed tables (scikit-learn's and PyTorch's, in one file) what tests/tables compares with.
//   node scripts/table-reference.mjs TABLES.json
import { readFileSync, writeFileSync } from "node:fs";

const FOLDER = "tests/tables/reference";
const { tasks } = JSON.parse(readFileSync(process.argv[2], "utf8"));

for (const [name, task] of Object.entries(tasks)) {
  const { design, counts, crossValidation } = task;
  const names = design.table.map((column) => column.name);
  const linear = task.ridge ?? task.logistic;
  const picked = {
    rows: [counts.train, counts.test],
    rowsWithMissingCell: [counts.rowsWithMissingCell.train, counts.rowsWithMissingCell.test],
    classes: task.classes,
    // Column by column.
    names,
    means: design.table.map(({ mean }) => mean),
    deviations: design.table.map(({ sd }) => sd),
    scaled: design.table.map(({ scaled }) => (scaled ? 1 : 0)),
    fills: design.fill,
    unseen: Object.fromEntries(
      Object.entries(design.unseenInTest).map(([column, { categories, testRows }]) => [
        column,
        { categories, testRows },
      ]),
    ),
    rank: design.rank,
    firstRows: design.firstTrainRows,
    sums: [design.sumEncodedTrain, design.sumEncodedTest],
    sumsOfSquares: [design.sumSquaresEncodedTrain, design.sumSquaresEncodedTest],
    linear: {
      kind: task.ridge ? "ridge" : "logistic",
      weights: weightsOf(linear.coef, names),
      intercepts: typeof linear.intercept === "number" ? [linear.intercept] : Object.values(linear.intercept),
      train: linear.train,
      test: linear.test,
      testFirst5: linear.testFirst5,
    },
    networks: Object.fromEntries(
      Object.entries(task.mlp).map(([epochs, { test }]) => [epochs, spreadOf(test)]),
    ),
    folds: crossValidation.folds,
    foldOfRow: crossValidation.foldOfRow,
    variants: task.variants,
  };
  // A line for each key: arrays of hundreds of numbers are read by nobody.
  const lines = Object.entries(picked)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  writeFileSync(`${FOLDER}/${name}.json`, `{\n${lines.join(",\n")}\n}\n`);
}

/** One list for each output, in the order of the columns. */
function weightsOf(coefficients, names) {
  const isOne = typeof Object.values(coefficients)[0] === "number";
  return (isOne ? [coefficients] : Object.values(coefficients)).map((output) =>
    names.map((name) => output[name]),
  );
}

function spreadOf(scores) {
  return Object.fromEntries(Object.entries(scores).map(([score, { mean, sd }]) => [score, { mean, sd }]));
}
