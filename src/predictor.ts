import { Loaded } from "./network/loaded-network.js";
import type { Dataset, Label, Numbers, Table } from "./data/dataset.js";
import {
  type ModelJson,
  type Notes,
  parseJson,
  readManifest,
  readParameters,
  readSaved,
} from "./files/manifest.js";
import { parameterCount } from "./spec/layer.js";
import { type Classification, classify, predictAll, predictInto } from "./network/predict.js";
import { decodeSafetensors } from "./files/safetensors.js";
import { type ModelOptions, parseNetwork } from "./network/model-spec.js";

/**
 * A saved model that predicts and does nothing else: to the bit what the Model gives that was saved.
 */
export class Predictor {
  /** Width of a row of inputs. */
  readonly inputs: number;
  /** How many numbers a prediction has. */
  readonly outputs: number;
  /** The classes in the order of the outputs, where there are any. */
  readonly classes: readonly Label[] | undefined;
  /** Names of the inputs, where they are known. */
  readonly columns: readonly string[] | undefined;
  /** The words that were saved with the model. */
  readonly notes: Notes;
  readonly #loaded: Loaded;

  /** @internal For `load` and `fromJSON`. */
  constructor(loaded: Loaded, notes: Notes) {
    this.inputs = loaded.spec.inputs;
    this.outputs = loaded.outputs;
    this.classes = loaded.classes;
    this.columns = loaded.spec.columns;
    this.notes = notes;
    this.#loaded = loaded;
  }

  /** The linked outputs of one row: numbers in the target's unit, or probabilities. [outputs] */
  predict(row: Numbers): Float32Array {
    return this.predictInto(row, new Float32Array(this.outputs));
  }

  /** As `predict`, into `out`, with nothing allocated. */
  predictInto<Out extends Float32Array | Float64Array | number[]>(row: Numbers, out: Out): Out {
    return predictInto(this.#loaded, row, out);
  }

  /** The linked outputs of many rows, flat [rows x outputs]. */
  predictAll(rows: Table | Dataset): Float32Array {
    return predictAll(this.#loaded, rows);
  }

  /**
   * The most likely class of one row.
   *
   * @throws OptionError when the model has no classes: its loss is no cross-entropy, or it has several yes/no outputs
   */
  classify(row: Numbers): Classification {
    return classify(this.#loaded, row);
  }

  /** Lets go of the instance of the core now rather than when it is the least recently used. It stays usable. */
  free(): void {
    this.#loaded.checkOut();
  }
}

/**
 * A model from the bytes that `Model.save` gave; an optimizer's vectors in them are passed over.
 *
 * @throws DataError for bytes that are damaged, foreign, or of a newer version
 * @example
 * const model = load(await (await fetch("model.safetensors")).arrayBuffer());
 * model.predict([0.3, 1.2]);
 */
export function load(bytes: Uint8Array | ArrayBuffer): Predictor {
  const caller = "load";
  const { manifest, vectors } = decodeSafetensors(caller, bytes);
  return readManifest(caller, manifest, () => {
    const spec = parseNetwork(manifest.spec as ModelOptions);
    const saved = readSaved(manifest, spec);
    return new Predictor(new Loaded(spec, vectors(spec)[0], saved), saved.notes);
  });
}

/** @param json what `Model.toJSON` gave, or its text */
export function fromJSON(json: ModelJson | string): Predictor {
  const caller = "fromJSON";
  const manifest = parseJson(caller, json);
  return readManifest(caller, manifest, () => {
    const spec = parseNetwork(manifest.spec as ModelOptions);
    const saved = readSaved(manifest, spec);
    return new Predictor(
      new Loaded(spec, readParameters(manifest, parameterCount(spec)), saved),
      saved.notes,
    );
  });
}
