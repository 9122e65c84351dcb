/**
 * downhill/csv: CSV files as columns that know what they hold.
 */
export { readCsv } from "./read.js";
export { streamCsv } from "./stream.js";
export type { CsvSource } from "./stream.js";
export type { CsvOptions, CsvStreamOptions } from "./options.js";
export type { CsvCell, CsvColumn, CsvTable } from "./table.js";
export type { DateOrder } from "../cells/dates.js";
export type { Kind } from "../cells/kind.js";
