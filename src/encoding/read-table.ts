import type { InputStage } from "../network/input-stage.js";
import type { Encoding } from "../spec/encoding.js";
import { CellReader } from "./cell-reader.js";
import { readTableStage } from "./table-stage.js";

/** The stage of a model that reads records, for who is asked to predict them. */
export function readTable(encoding: Encoding, found?: unknown): InputStage {
  return readTableStage(encoding, found, (...known) => new CellReader(...known));
}
