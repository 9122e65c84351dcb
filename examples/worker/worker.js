// The Worker: trains, says how far it is, and sends the model now and then as bytes.
import { Model, adam, dataset, dense } from "../../dist/index.js";
import { spirals } from "./spirals.js";

const data = dataset(spirals());
const layers = [dense(24, "tanh"), dense(24, "tanh"), dense(2)];
const optimizer = adam({ learningRate: 0.01 });
const model = new Model({ inputs: data, layers, loss: "crossEntropy", optimizer, seed: 3 });

const epochs = 400;
for (const { epoch, loss } of model.epochs(data, { epochs })) {
  if (epoch % 20 > 0) continue;
  const bytes = model.save();
  postMessage({ epoch, loss, done: epoch === epochs, bytes }, [bytes.buffer]);
}
