// Black or white text on a coloured ground? Learnt from 300 colours, with no permission asked for.
import { Model, dataset, dense } from "downhill";

type Colour = [red: number, green: number, blue: number];
/** What the eye makes of red, green and blue: the network is not told. */
const brightness = ([red, green, blue]: Colour): number => 0.299 * red + 0.587 * green + 0.114 * blue;

const steps = [0, 40, 85, 128, 170, 212, 255];
const colours = steps.flatMap((red) =>
  steps.flatMap((green) => steps.map((blue): Colour => [red, green, blue])),
);
const labels = colours.map((colour) => (brightness(colour) > 140 ? "black" : "white"));
const data = dataset({ inputs: colours, labels });
const { train, test } = data.split({ test: 0.15, shuffle: 1 });

const model = new Model({
  inputs: train,
  layers: [dense(8, "tanh"), dense(2)],
  loss: "crossEntropy",
  seed: 1,
});
await model.fit(train, { epochs: 150 });

console.log(
  `right on ${(100 * model.evaluate(test).accuracy).toFixed(0)} % of ${test.rows} colours it has not seen`,
);
for (const [name, colour] of Object.entries({
  gold: [255, 215, 0],
  navy: [0, 0, 128],
  tomato: [255, 99, 71],
})) {
  const { label, probability } = model.classify(colour);
  console.log(`${name}: ${label} text (${(100 * probability).toFixed(0)} % sure)`);
}
