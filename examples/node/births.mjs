// Tomorrow's births from the last 28 days: a CSV in, a model file out.
import { readFileSync, writeFileSync } from "node:fs";
import { Model, adam, dense, windows } from "downhill";

const csv = readFileSync(new URL("../../data/us-births-2000-2014.csv", import.meta.url), "utf8");
const births = csv
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => Number(line.split(",")[1]));

const { train, validation, test } = windows(births, { past: 28 }).split({ validation: 0.1, test: 0.2 });
const model = new Model({
  inputs: train,
  layers: [dense(64, "relu"), dense(1)],
  loss: "mae",
  optimizer: adam({ learningRate: 0.002 }),
  seed: 1,
});

const { best } = await model.fit(train, {
  epochs: 60,
  validation,
  earlyStopping: { patience: 10 },
  onEpoch({ epoch, validationLoss }) {
    if (epoch % 10 === 0)
      console.log(`epoch ${epoch}: off by ${validationLoss.toFixed(0)} on the validation days`);
  },
});
console.log(`best: epoch ${best.epoch}; off by ${model.evaluate(test).mae.toFixed(0)} on the test days`);

const file = process.argv[2] ?? "births-example.safetensors";
writeFileSync(file, model.save());
const again = Model.load(readFileSync(file));
console.log(`${file}: tomorrow, ${again.predict(births.slice(-28))[0].toFixed(0)} births`);
