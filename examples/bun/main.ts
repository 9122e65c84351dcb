// What does a taxi ride cost? The straight line is found back from 200 bills, in the units of the bill.
import { Model, adam, dataset, dense } from "downhill";

/** Kilometres and minutes of a ride, spread evenly. */
const rides = Array.from({ length: 200 }, (_, i) => [1 + ((i * 7) % 20), 2 + ((i * 13) % 41)]);
const bills = rides.map(([km, minutes]) => 3.5 + 2.1 * km + 0.4 * minutes);
const data = dataset({ inputs: rides, targets: bills });

const model = new Model({
  inputs: data,
  layers: [dense(1)],
  loss: "mse",
  optimizer: adam({ learningRate: 0.05 }),
});
await model.fit(data, { epochs: 200 });

const [perKm, perMinute, start] = model.unscaled().parameters;
console.log(`${start.toFixed(2)} to start, ${perKm.toFixed(2)} a km, ${perMinute.toFixed(2)} a minute`);

const file = Bun.argv[2] ?? "taxi.safetensors";
await Bun.write(file, model.save());
const again = Model.load(await Bun.file(file).bytes());
console.log(`8 km in 15 minutes: ${again.predict([8, 15])[0].toFixed(2)}`);
