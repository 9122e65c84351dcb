import { show } from "../../base/check.js";
import { Model, OptionError, type ModelJson } from "../../index.js";
import { type DenseLayer, type Layer, linkOf, type Network, type Scaling } from "./network.js";
import { isIdentity } from "./steps.js";

/**
 * What a model is, for a writer.
 *
 * A column that was constant in the training rows, and is left out of every answer, has its weights at 0 here and no deviation of its own.
 *
 * @param caller begins each error's message, as in "toOnnx"
 * @throws OptionError for a model that was not trained, or whose rows are no plain numbers (texts, dates, windows relative to their newest
 *   value)
 */
export function networkOf(caller: string, model: Model): Network {
  if (!(model instanceof Model))
    throw new OptionError(`${caller}: expected a Model, got ${show(model)}.`, { received: model });
  const json = model.toJSON();
  const { inputs, loss, classes, columns } = json.spec;
  checkRows(caller, json);
  const { inputs: ofInputs, targets: ofTargets } = json.scaler;
  if (!ofInputs || !ofTargets)
    throw new OptionError(
      `${caller}: this model has not been trained, so that its inputs' scale is not known yet. Call fit first, or build it with ` +
        "standardize: false.",
    );
  const layers = layersOf(json);
  const inputScaling = withoutLeftOut(ofInputs, layers, inputs);
  const targetScaling = scalingOf(ofTargets);
  return {
    ...{ inputs, layers, loss, link: linkOf(loss) },
    ...(!isIdentity(inputScaling) && { inputScaling }),
    ...(!isIdentity(targetScaling) && { targetScaling }),
    ...((json.classes ?? classes) && { classes: json.classes ?? classes }),
    ...(columns && { columns }),
  };
}

/** Throws unless a row of the model is nothing but its inputs. */
function checkRows(caller: string, { spec }: ModelJson): void {
  const { encoding } = spec;
  if (encoding === undefined) return;
  const { relative = 0 } = encoding as { relative?: number };
  if (encoding.type === "series" && relative === 0) return;
  const what =
    encoding.type === "series"
      ? "subtracts the newest value of a window from the others, and adds it to each prediction"
      : `takes rows of ${encoding.type === "table" ? "a table, with texts, dates or gaps" : `the kind ${show(encoding.type)}`}`;
  throw new OptionError(
    `${caller}: this model ${what}, which other formats cannot say. Train one on plain numbers for it, as from dataset() or windows() ` +
      "without relative; or keep the model in downhill's own file.",
    { received: encoding },
  );
}

function layersOf({ spec, parameters }: ModelJson): Layer[] {
  let width = spec.inputs;
  let at = 0;
  return spec.layers.map((layer): Layer => {
    if (layer.type === "dropout") return { type: "dropout", rate: layer.rate };
    const { units, activation } = layer;
    const end = at + units * width;
    const weight = Float32Array.from(parameters.slice(at, end));
    const bias = Float32Array.from(parameters.slice(end, end + units));
    at = end + units;
    width = units;
    return { type: "dense", units, weight, bias, activation };
  });
}

function scalingOf({ mean, deviation }: { mean: readonly number[]; deviation: readonly number[] }): Scaling {
  return { mean: Float64Array.from(mean), deviation: Float64Array.from(deviation) };
}

/** The deviation of a column that is left out of every answer; float32, in which others keep it, would have it as infinite. */
const MOST_FLOAT32 = 3.4028234663852886e38;

function withoutLeftOut(
  scaler: Parameters<typeof scalingOf>[0],
  layers: readonly Layer[],
  inputs: number,
): Scaling {
  const { mean, deviation } = scalingOf(scaler);
  const first = layers.find((layer): layer is DenseLayer => layer.type === "dense") as DenseLayer;
  for (let c = 0; c < inputs; c++) {
    if (deviation[c] <= MOST_FLOAT32) continue;
    for (let j = 0; j < first.units; j++) first.weight[j * inputs + c] = 0;
    deviation[c] = 1;
    mean[c] = 0;
  }
  return { mean, deviation };
}
