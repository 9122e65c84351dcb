/** CommonJS that requires the library: Node >= 20.19 allows it, as long as no module of it awaits at its top. */
const start = performance.now();
const { Model, dense } = require("downhill");
const model = new Model({ inputs: 2, layers: [dense(8, "relu"), dense(1)], loss: "mse", standardize: false });
model.predict([1, 2]);
const milliseconds = performance.now() - start;

const { conform } = require("./conformance.js");
const { expectSameScores } = require("./scoring.js");
const { node, v8 } = process.versions;
conform().then(({ outcome, saved, rows, predictions }) => {
  expectSameScores(saved, rows, predictions);
  console.log(JSON.stringify({ ...outcome, milliseconds, version: node, engine: `V8 ${v8}` }));
});
