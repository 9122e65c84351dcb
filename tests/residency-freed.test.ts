import { beforeAll, describe, expect, test } from "vitest";

import { dense, Model } from "../src/index.js";
import { Processes } from "./support/process.js";

/** What nobody holds is freed: models that were dropped leave no arrays and no memory of the core. In processes of their own. */

interface Figures {
  /** Bytes outside of the JavaScript heap, the core's memories among them: with no model, with all built, and when they are dropped. */
  readonly before: number;
  readonly built: number;
  readonly after: number;
  /** WeakRefs to the models that still lead to one. */
  readonly alive: number;
}

const MB = 1e6;
const layers = "[dense(512, 'relu'), dense(512, 'relu'), dense(10)]";

/** Code that makes `count` models by `make`, an expression of `seed`, drops them, and prints the figures. */
const dropped = (count: number, make: string): string => `
  const row = new Float32Array(784).fill(0.5);
  const target = new Float32Array(10);
  const external = () => (gc(), process.memoryUsage().external);
  const weak = [];
  // A function, since the variables of a module's own loops live on.
  function build() {
    const models = [];
    for (let seed = 0; seed < ${count}; seed++) {
      const model = ${make};
      model.predict(row);
      models.push(model);
      weak.push(new WeakRef(model));
    }
    return external() + 0 * models.length;
  }
  const before = external();
  const built = build();
  // What a WeakRef was made of lives until the event loop's next turn.
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setTimeout(resolve));
    gc();
  }
  const alive = weak.filter((reference) => reference.deref()).length;
  console.log(JSON.stringify({ before, built, after: external(), alive }));
`;

function expectFreed({ before, built, after, alive }: Figures, count: number): void {
  // Parameters alone are 2.7 MB a model.
  expect(built - before).toBeGreaterThan(2.6 * MB * count);
  expect(alive).toBe(0);
  expect(after - before, `before ${before}, built ${built}, after ${after} bytes`).toBeLessThan(3 * MB);
}

describe("dropped models", () => {
  let processes: Processes;
  beforeAll(() => {
    processes = new Processes();
  });
  const imports = `import { dataset, dense, Model } from "./downhill.mjs";`;
  const model = `new Model({ inputs: 784, layers: ${layers}, loss: "mse", standardize: false, seed })`;
  const data = "dataset({ inputs: [row, row], targets: [target, target] })";

  test.each<[string, string, number]>([
    ["that predicted", model, 64],
    ["more than may be resident", model, 80],
    ["the last one used, alone", model, 1],
    ["that made a step", `((model) => (model.step([row], [target]), model))(${model})`, 20],
    ["that were fitted", `((model) => (model.fitSync(${data}, { epochs: 1 }), model))(${model})`, 5],
    ["clones and what their originals were", `${model}.clone()`, 20],
  ])("%s are freed", (_, make, count) => {
    expectFreed(processes.run(imports + dropped(count, make), ["--expose-gc"]) as Figures, count);
  });

  test("in one loop that never lets the event loop run are freed as well", () => {
    const code = `
      ${imports}
      const row = new Float32Array(200).fill(0.5);
      const external = () => (gc(), process.memoryUsage().external);
      const figures = [];
      for (let seed = 0; seed < 600; seed++) {
        const model = new Model({ inputs: 200, layers: [dense(200, "relu"), dense(1)], loss: "mse", standardize: false, seed });
        model.step([row], [1]);
        if (seed === 199 || seed === 599) figures.push(external());
      }
      console.log(JSON.stringify(figures));
    `;
    // The 400 between have 0.5 MB each, parameters and two vectors of Adam's: 216 MB. What the collector has not reached yet is up to 40.
    const [at200, at600] = processes.run(code, ["--expose-gc"]) as number[];
    expect(at600 - at200, `${at200} bytes at model 200, ${at600} at 600`).toBeLessThan(80 * MB);
  });
});

test("dropped Predictors are freed", () => {
  const architecture = [dense(512, "relu"), dense(512, "relu"), dense(10)];
  const saved = new Model({ inputs: 784, layers: architecture, loss: "mse", standardize: false }).save();
  const code = `
    import { load } from "./downhill.mjs";
    const bytes = Buffer.from("${Buffer.from(saved).toString("base64")}", "base64");
    ${dropped(64, "load(bytes)")}
  `;
  expectFreed(new Processes("predict-only").run(code, ["--expose-gc"]) as Figures, 64);
});
