/*
 * downhill/table: rows of mixed kinds. With it downhill reads models that take them.
 */
import { readTable } from "../encoding/read-table.js";
import { Model } from "../model.js";

Model.stageReaders.set("table", readTable);

export { encode, type EncodedRows } from "./encode.js";
export type { KindOptions, TableOptions } from "./options.js";
export type { TableData } from "./read-columns.js";
export type { Cell, Row, RowTable } from "../data/rows.js";
export { table } from "./table.js";
export type { Missing } from "../encoding/features.js";
export type { Kind } from "../cells/kind.js";
