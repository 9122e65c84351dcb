import {
  adagrad,
  adam,
  adamw,
  type LayerSpec,
  type LossSpec,
  type OptimizerSpec,
  rmsprop,
  sgd,
} from "downhill";
import { fitOptions, modelOptions } from "../../setup/model.js";
import type { Setup } from "../../setup/setup.js";
import type { Rows } from "../../trainer/data/rows.js";
import type { Reached } from "../../trainer/messages.js";
import { code, fields, type Piece } from "./source.js";

/** The lines that build the model, as the trainer builds it. */
export function modelPiece(setup: Setup, rows: Rows): Piece {
  const { inputs: _, layers, loss, optimizer, ...others } = modelOptions(setup, rows);
  const parts = [...layers.map(layerCall), lossCall(loss), optimizerCall(optimizer as OptimizerSpec)];
  const calls = parts.map(({ text }) => text);
  return {
    imports: { downhill: ["Model", ...parts.flatMap(({ name }) => name ?? [])] },
    lines: [
      "const model = new Model({",
      "  inputs: train,",
      `  layers: [${calls.slice(0, layers.length).join(", ")}],`,
      `  loss: ${calls[layers.length]},`,
      `  optimizer: ${calls[layers.length + 1]},`,
      ...Object.entries(others).map(([name, value]) => `  ${name}: ${code(value)},`),
      "});",
    ],
  };
}

/** The lines that train it as far as the playground did. `found` is the model as it was there. */
export function fitPiece(setup: Setup, rows: Rows, reached: Reached): Piece {
  const { validation, ...others } = fitOptions(setup, rows);
  const options = fields([
    ...Object.entries(others).map(([name, value]) => [name, code(value)] as const),
    ...(validation ? [["validation", "validation"] as const] : []),
  ]);
  const ended = reached.stoppedBy !== undefined && reached.stoppedBy !== "stopped";
  if (ended || reached.epoch === 0)
    return { imports: {}, lines: [`await model.fit(train, ${options});`, "const found = model;"] };
  return { imports: {}, lines: reached.stoppedBy ? stopped(options, reached) : paused(options, reached) };
}

function stopped(options: string, { epoch }: Reached): string[] {
  return [
    `// Training was stopped after epoch ${epoch}${options.includes("validation") ? ": the model has the weights of its best epoch" : ""}.`,
    `const onEpoch = (done, { stop }) => done.epoch === ${epoch} && stop();`,
    `await model.fit(train, { ...${options}, onEpoch });`,
    "const found = model;",
  ];
}

function paused(options: string, { epoch }: Reached): string[] {
  return [
    `// Training paused after epoch ${epoch}: a snapshot has the weights of that moment, not those of the best epoch.`,
    "let found = model;",
    "const onEpoch = (done, { stop }) => {",
    `  if (done.epoch < ${epoch}) return;`,
    "  found = model.snapshot();",
    "  stop();",
    "};",
    `await model.fit(train, { ...${options}, onEpoch });`,
  ];
}

const OPTIMIZERS = { sgd, adam, adamw, rmsprop, adagrad };

interface Call {
  /** The function of downhill's that it calls. */
  readonly name?: string;
  readonly text: string;
}

function layerCall(layer: LayerSpec): Call {
  if (layer.type === "dropout") return { name: "dropout", text: `dropout(${code(layer.rate)})` };
  const { units, activation } = layer;
  const others = activation === "linear" ? "" : `, ${code(activation)}`;
  return { name: "dense", text: `dense(${units}${others})` };
}

function lossCall(loss: LossSpec): Call {
  if (typeof loss === "string") return { text: code(loss) };
  return { name: "huber", text: `huber(${code({ delta: loss.delta })})` };
}

/** Without what is the default anyway. */
function optimizerCall({ type, ...options }: OptimizerSpec): Call {
  const defaults = OPTIMIZERS[type]() as unknown as Readonly<Record<string, unknown>>;
  const chosen = Object.entries(options).filter(
    ([name, value]) => name === "learningRate" || value !== defaults[name],
  );
  return { name: type, text: `${type}(${code(Object.fromEntries(chosen))})` };
}
