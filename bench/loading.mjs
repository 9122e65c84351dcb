// How long it takes to load a file of 2.7 MB (784-512-512-10), in this build and, if its index.js is named, in another, in turns:
//   node bench/loading.mjs [../other/dist/index.js]
// Each loads what it saved itself. First the parameters are compared: both must have read the same.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const builds = ["dist/index.js", ...process.argv.slice(2)];
const sides = await Promise.all(
  builds.map(async (path) => {
    const { Model, dense } = await import(pathToFileURL(resolve(path)).href);
    const layers = [dense(512, "relu"), dense(512, "relu"), dense(10)];
    const model = new Model({ inputs: 784, layers, loss: "crossEntropy", standardize: false, seed: 1 });
    const bytes = model.save();
    return { path, Model, bytes, parameters: Model.load(bytes).parameters, times: [] };
  }),
);
const [first] = sides;
for (const { path, parameters } of sides) {
  if (!parameters.every((value, i) => value === first.parameters[i]))
    throw new Error(`${path} has read other parameters`);
}
for (let round = 0; round < 15; round++) {
  for (const { Model, bytes, times } of sides) {
    const begun = performance.now();
    Model.load(bytes);
    times.push(performance.now() - begun);
  }
}
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const own = median(first.times);
for (const { path, bytes, times } of sides) {
  const time = median(times);
  console.log(
    `${path}: ${bytes.length} bytes in ${time.toFixed(1)} ms, ${(time / own).toFixed(1)} x (${process.version})`,
  );
}
