/** What every runtime does: import the library, predict once against the clock, then train and score. */

/** @returns the outcome of conform(), and the milliseconds from the import to the first prediction */
export async function run() {
  const start = performance.now();
  const { Model, dense } = await import("downhill");
  const model = new Model({
    inputs: 2,
    layers: [dense(8, "relu"), dense(1)],
    loss: "mse",
    standardize: false,
  });
  model.predict([1, 2]);
  const milliseconds = performance.now() - start;

  const { conform } = await import("./conformance.js");
  const { expectSameScores } = await import("./scoring.js");
  const { outcome, saved, rows, predictions, mixed } = await conform();
  expectSameScores(saved, rows, predictions);
  expectSameScores(mixed.saved, mixed.rows, mixed.predictions);
  return { ...outcome, milliseconds };
}
