/*
 * Does a fit slow the rest of its process? In a process that has done nothing else, a loop of the caller's own over typed arrays, before and after
 * a fit and predictions: what callers.ts starts. Prints one JSON object.
 */
import { dataset, dense, Model } from "../src/index.js";
import { median } from "./statistics.js";

const LENGTH = 2_000_000;
const REPEATS = 21;

const read = Float64Array.from({ length: LENGTH }, (_, i) => i % 1000);
const written = new Float64Array(LENGTH);

function loop(): number {
  let sum = 0;
  for (let i = 0; i < LENGTH; i++) {
    written[i] = read[i] * 1.5 + written[i] * 0.5;
    sum += written[i];
  }
  return sum;
}

function milliseconds(): number {
  return median(
    Array.from({ length: REPEATS }, () => {
      const begun = performance.now();
      loop();
      return performance.now() - begun;
    }),
  );
}

milliseconds();
const before = milliseconds();
const rows = Array.from({ length: 10_000 }, (_, r) =>
  Float64Array.from({ length: 56 }, (__, c) => Math.sin(r * 7 + c)),
);
const data = dataset({ inputs: rows, targets: rows.map((row) => row[0]) });
const model = new Model({ inputs: 56, layers: [dense(64, "relu"), dense(1)], loss: "mse" });
await model.fit(data, { epochs: 3 });
if (!(model.loss(data) < 0.05)) throw new Error("the fit found nothing");
model.predictAll(rows);
model.predict(rows[0]);
console.log(JSON.stringify({ before, after: milliseconds(), version: process.version }));
