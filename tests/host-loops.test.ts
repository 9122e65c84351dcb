import { expect, test } from "vitest";

import { Processes } from "./support/process.js";

/**
 * What the library does must not slow its host: V8 drops a caller's optimized loop over typed arrays when a memory of WebAssembly grows, or
 * when one typed array gets a property of its own. So such a loop must still be optimized after each of our calls.
 */
test("a caller's optimized loop over typed arrays stays so, whatever is called", () => {
  const source = `
    import { dataset, windows, concat, dense, dropout, Model } from "./downhill.mjs";
    const a = new Float64Array(1000).fill(1);
    const b = new Float64Array(1000);
    function loop() {
      let sum = 0;
      for (let i = 0; i < 1000; i++) sum += b[i] = a[i] * 1.5;
      return sum;
    }
    %PrepareFunctionForOptimization(loop);
    loop();
    loop();
    %OptimizeFunctionOnNextCall(loop);
    loop();
    const OPTIMIZED = 16;
    const isOptimized = () => (loop(), (%GetOptimizationStatus(loop) & OPTIMIZED) > 0);

    const rows = Array.from({ length: 300 }, (_, r) => Float64Array.from({ length: 5 }, (_, c) => Math.sin(r * 7 + c)));
    const labels = rows.map((row) => (row[0] > 0 ? "up" : "down"));
    let data, model, labelled, bytes;
    const steps = {
      begin() {},
      dataset: () => (data = dataset({ inputs: rows, targets: rows.map((row) => row[0]) })),
      series: () => windows(Array.from(rows[0]), { past: 2, ahead: 1 }),
      split: () => concat(data.split({ validation: 0.2, shuffle: 1 }).train, data.take([1, 2])),
      model: () => (model = new Model({ inputs: data, layers: [dense(8, "relu"), dropout(0.1), dense(1)], loss: "mse" })),
      fitSync: () => model.fitSync(data, { epochs: 2, validation: data, onEpoch: () => (bytes = model.checkpoint()) }),
      fit: () => model.fit(data, { epochs: 2 }),
      resume: () => Model.resume(bytes, data, { validation: data }).history,
      step: () => model.step(rows.slice(0, 3), [1, 2, 3]),
      predict: () => JSON.stringify(model.predict(rows[0])),
      predictInto: () => model.predictInto(rows[0], new Float64Array(1)),
      predictAll: () => model.predictAll(rows),
      evaluate: () => [model.evaluate(data), model.loss(data), model.gradient(data)],
      save: () => Model.load(model.save({ optimizer: true })).predict(rows[1]),
      json: () => Model.fromJSON(JSON.stringify(model)),
      unscaled: () => model.unscaled().clone(),
      classes() {
        labelled = new Model({ inputs: 5, layers: [dense(2)], loss: "crossEntropy" });
        labelled.fitSync(dataset({ inputs: rows, labels }), { epochs: 1, classWeights: "balanced" });
      },
      classify: () => [labelled.classify(rows[0]), labelled.classifyAll(rows)],
      free: () => model.free(),
    };
    const slowedBy = [];
    for (const [name, run] of Object.entries(steps)) {
      await run();
      if (!isOptimized()) slowedBy.push(name);
    }
    console.log(JSON.stringify(slowedBy));
  `;
  expect(new Processes().run(source, ["--allow-natives-syntax"])).toEqual([]);
});
