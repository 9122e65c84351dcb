import { Model, OptionError } from "../../index.js";

/** Told something that is worth knowing and no error, as one sentence. */
export type OnNote = (note: string) => void;

/** From this mean, in deviations, on, digits are lost that show in predictions: some 4e-5 at 100, 5e-4 at 1,000 (measured). */
const MOST_MEANS = 100;

/**
 * The same function with a scaler folded into the weights, for formats that have no place for it.
 *
 * @param what the scalers to fold
 * @param format for the texts, as in "a PyTorch state_dict"
 * @throws OptionError where float32 cannot hold the result, or the last layer not the targets' scale
 */
export function folded(
  caller: string,
  model: Model,
  what: { readonly inputs: boolean; readonly targets: boolean },
  format: string,
  onNote: OnNote | undefined,
): Model {
  const json = model.toJSON();
  const { inputs, targets } = json.scaler;
  // Untrained: the writer says so.
  if (!inputs || !targets) return model;
  if (what.inputs) noteCoarse("input", inputs, format, onNote, json.spec.columns);
  if (what.targets) noteCoarse("target", targets, format, onNote);
  const part = Model.fromJSON({
    ...json,
    scaler: {
      inputs: what.inputs ? inputs : identity(inputs),
      targets: what.targets ? targets : identity(targets),
    },
  });
  const flat = unscaled(caller, part).toJSON();
  return Model.fromJSON({
    ...flat,
    spec: { ...flat.spec, standardize: json.spec.standardize },
    scaler: {
      inputs: what.inputs ? identity(inputs) : inputs,
      targets: what.targets ? identity(targets) : targets,
    },
  });
}

interface ScalerJson {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

function identity({ mean }: ScalerJson): ScalerJson {
  return { mean: mean.map(() => 0), deviation: mean.map(() => 1) };
}

function unscaled(caller: string, model: Model): Model {
  try {
    return model.unscaled();
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    const { expected, received } = error;
    throw new OptionError(error.message.replace("Model.unscaled", caller), { expected, received });
  }
}

function noteCoarse(
  what: "input" | "target",
  { mean, deviation }: ScalerJson,
  format: string,
  onNote: OnNote | undefined,
  columns?: readonly string[],
): void {
  mean.forEach((value, c) => {
    const ratio = Math.abs(value) / deviation[c];
    if (!(ratio > MOST_MEANS)) return;
    const name = columns?.[c] === undefined ? String(c) : JSON.stringify(columns[c]);
    onNote?.(
      `${what} ${name} has a mean of ${Number(ratio.toPrecision(3))} deviations. ${format} has no place for a scaler, so that it is folded ` +
        "into float32 weights, which loses digits: predictions may be off by some " +
        `${Number((4e-7 * ratio).toPrecision(1))} deviations. Scale that column before training, or choose a format with a scaler, such as ONNX.`,
    );
  });
}
