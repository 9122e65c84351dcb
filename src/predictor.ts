import { readTable } from "./encoding/read-table.js";
import { stageReaders } from "./network/input-stages.js";
import { Loaded } from "./network/loaded-network.js";
import type { Dataset, Label, Numbers, Table } from "./data/dataset.js";
import type { Row, RowTable } from "./data/rows.js";
import type { Attachments, Extensions, LoadOptions, Notes } from "./files/attachments.js";
import { type ModelJson, parseJson, readManifest, readParameters, readSaved } from "./files/manifest.js";
import { parameterCount } from "./spec/layer.js";
import {
  type Classification,
  classify,
  classifyAll,
  predict,
  predictAll,
  predictInto,
} from "./network/predict.js";
import { decodeModel } from "./files/model-file.js";
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
  /** What other entries of downhill saved with the model, by name. */
  readonly extensions: Extensions;
  readonly #loaded: Loaded;

  /** @internal For `load` and `fromJSON`. */
  constructor(loaded: Loaded, { notes, extensions }: Attachments) {
    this.inputs = loaded.spec.inputs;
    this.outputs = loaded.outputs;
    this.classes = loaded.classes;
    this.columns = loaded.spec.columns;
    this.notes = notes;
    this.extensions = extensions;
    this.#loaded = loaded;
  }

  /** The linked outputs of one row, [outputs]: see Model.predict. A single probability is that of `classes[1]`. */
  predict(row: Numbers | Row): Float64Array {
    return predict(this.#loaded, row);
  }

  /** As `predict`, into `out`, with nothing allocated. */
  predictInto<Out extends Float32Array | Float64Array | number[]>(row: Numbers | Row, out: Out): Out {
    return predictInto(this.#loaded, row, out);
  }

  /** The linked outputs of many rows, flat [rows x outputs]. */
  predictAll(rows: Table | RowTable | Dataset): Float64Array {
    return predictAll(this.#loaded, rows);
  }

  /**
   * The most likely class of one row.
   *
   * @throws OptionError when the model has no classes: its loss is no cross-entropy, or it has several yes/no outputs
   */
  classify(row: Numbers | Row): Classification {
    return classify(this.#loaded, row);
  }

  /** The most likely class of each row, as `classify`. */
  classifyAll(rows: Table | RowTable | Dataset): Classification[] {
    return classifyAll(this.#loaded, rows);
  }

  /** Lets go of the instance of the core now rather than when it is the least recently used. It stays usable. */
  free(): void {
    this.#loaded.checkOut();
  }
}

/**
 * A model from the bytes that `Model.save` gave; an optimizer's vectors in them are passed over.
 *
 * @param options.extensions the required extensions that the caller understands, by name the newest version of each
 * @throws DataError for bytes that are damaged, foreign, of a newer version, or that need an extension that is not known
 * @example
 * const model = load(await (await fetch("model.safetensors")).arrayBuffer());
 * model.predict([0.3, 1.2]);
 */
export function load(bytes: Uint8Array | ArrayBuffer, options: LoadOptions = {}): Predictor {
  const caller = "load";
  knowTables();
  const { manifest, vectors } = decodeModel(caller, bytes);
  return readManifest(caller, manifest, options, (attachments) => {
    const spec = parseNetwork(manifest.spec as ModelOptions);
    const [parameters] = vectors(spec, false);
    return new Predictor(new Loaded(spec, parameters, readSaved(manifest, spec)), attachments);
  });
}

/**
 * @param json what `Model.toJSON` gave, or its text
 * @param options as for `load`
 */
export function fromJSON(json: ModelJson | string, options: LoadOptions = {}): Predictor {
  const caller = "fromJSON";
  knowTables();
  const manifest = parseJson(caller, json);
  return readManifest(caller, manifest, options, (attachments) => {
    const spec = parseNetwork(manifest.spec as ModelOptions);
    const parameters = readParameters(manifest, parameterCount(spec));
    return new Predictor(new Loaded(spec, parameters, readSaved(manifest, spec)), attachments);
  });
}

/** Here, and not where this file is imported, so that bundlers leave it out where nothing is loaded. */
function knowTables(): void {
  stageReaders.set("table", readTable);
}
