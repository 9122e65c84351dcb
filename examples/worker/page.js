// The page: shows the models that the Worker sends.
import { Model } from "../../dist/index.js";
import { spirals } from "./spirals.js";

const canvas = document.querySelector("canvas");
const output = document.querySelector("output");
const { width, height } = canvas;
const { inputs, labels } = spirals();
const grid = Array.from({ length: width * height }, (_, i) => [
  ((i % width) / width) * 2.4 - 1.2,
  (Math.floor(i / width) / height) * 2.4 - 1.2,
]);

function draw(model) {
  const pen = canvas.getContext("2d");
  const image = pen.createImageData(width, height);
  const probabilities = model.predictAll(grid);
  for (let i = 0; i < grid.length; i++) {
    const blue = probabilities[2 * i];
    image.data.set([255 - 115 * blue, 200 - 10 * blue, 130 + 125 * blue, 255], 4 * i);
  }
  pen.putImageData(image, 0, 0);
  inputs.forEach(([x, y], i) => {
    pen.fillStyle = labels[i] === "blue" ? "#124" : "#941";
    pen.fillRect(Math.round(((x + 1.2) / 2.4) * width), Math.round(((y + 1.2) / 2.4) * height), 1, 1);
  });
}

const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data: { epoch, loss, done, bytes } }) => {
  const model = Model.load(bytes);
  draw(model);
  const right = inputs.filter((row, i) => model.classify(row).label === labels[i]).length;
  output.textContent = `epoch ${epoch}: loss ${loss.toFixed(3)}, ${right} of 200 points right${done ? ". Done." : ""}`;
  model.free();
};
