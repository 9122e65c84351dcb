import { DataError, Model } from "../../index.js";
import { createHash } from "node:crypto";
import { readBytes } from "../read/files.js";
import { TASKS, type ClassName, type Task } from "./task.js";

/** How a series is cut, as in `windows`. */
export type SeriesShape = { past: number; ahead: number; gap: number };

/** What `predict` and `evaluate` need to know of the training; it travels inside the model's file. */
export type Notes = {
  version: 1;
  task: Task;
  target: string;
  /** Present for a series. */
  series?: SeriesShape;
  /** A table's input columns, in the model's order; empty for a series. */
  inputs: string[];
  /** The classes of a classification, in the model's order. */
  classes?: ClassName[];
  /** What a guess without inputs would be: these are the naive baselines. */
  training: { rows: number; median?: number; mean?: number; shares?: number[] };
  /** Fingerprint of the file trained on, so that `evaluate` can tell when it sees the same rows again. */
  file: string;
};

/** A safetensors file begins with 8 bytes, the length of its header, and the header with a brace. */
const HEADER_START = 8;
const BRACE = "{".charCodeAt(0);

/**
 * Loads a model that `downhill fit` has saved.
 *
 * @throws DataError for a file that is damaged, foreign, or a model saved by a program of its own
 */
export function loadModel(path: string): { model: Model; notes: Notes } {
  const bytes = readBytes(path);
  if (bytes[HEADER_START] !== BRACE) {
    throw new DataError(`${path} is not a model saved by downhill fit --save.`);
  }
  let model: Model;
  try {
    model = Model.load(bytes);
  } catch (error) {
    if (error instanceof Error) throw new DataError(`${path}: ${error.message}`);
    throw error;
  }
  const notes = (model.notes as { cli?: Partial<Notes> } | undefined)?.cli;
  if (notes === undefined || !isWhole(notes)) {
    throw new DataError(
      `${path}: this model was not saved by "downhill fit" (of this version), so that it is unknown which columns it ` +
        `reads. Use Model.load in a program.`,
    );
  }
  return { model, notes };
}

function isWhole(notes: Partial<Notes>): notes is Notes {
  const { version, task, target, inputs, training, file, series } = notes;
  return (
    version === 1 &&
    TASKS.includes(task as Task) &&
    typeof target === "string" &&
    Array.isArray(inputs) &&
    typeof training === "object" &&
    typeof file === "string" &&
    (series !== undefined || inputs.length > 0)
  );
}

/** A short name for a file's content. */
export function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
