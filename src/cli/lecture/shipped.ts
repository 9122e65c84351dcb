import { fileURLToPath } from "node:url";
import { parseCsv } from "../read/csv.js";
import type { Table } from "../read/table.js";
import { readText } from "../read/text-file.js";

/** A file of the data that comes with the package, beside the program. */
export function readShipped(name: string): Table {
  const path = fileURLToPath(new URL(`./data/${name}`, import.meta.url));
  return parseCsv(readText(path), name);
}
