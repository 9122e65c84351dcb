import type { Model } from "../../index.js";
import type { TypedColumn } from "../read/typed-column.js";
import { count, listed } from "../base/format.js";

/** What a table's column is taken for. */
export interface DescribedColumn {
  readonly name: string;
  readonly kind: string;
  /** Of texts. */
  readonly categories?: readonly string[];
  /** How many cells are missing, and what is done about them. */
  readonly missing?: { readonly cells: number; readonly by: string };
  /** All of it in words. */
  readonly text: string;
}

/** A feature as the model's encoding has it. */
interface Feature {
  readonly name: string;
  readonly kind: string;
  readonly missing: string;
  readonly categories?: readonly string[];
  readonly other?: true;
  readonly calendar?: readonly string[];
}

/** Names of categories in a line. */
const MOST_NAMES = 6;

/** Of a model that reads mixed kinds each column in the order of its inputs; none for one of plain numbers. */
export function columnsOf({ spec: { encoding } }: Model, columns: readonly TypedColumn[]): DescribedColumn[] {
  if (encoding?.type !== "table") return [];
  const { features } = encoding as unknown as { features: readonly Feature[] };
  return features.map((feature) => {
    const { name, kind, categories, missing: by } = feature;
    const cells = columns.find((column) => column.name === name)?.missing ?? 0;
    return {
      ...{ name, kind },
      ...(categories && { categories }),
      ...(cells > 0 && { missing: { cells, by } }),
      text: [describeKind(feature), ...(cells > 0 ? [describeMissing(kind, cells, by)] : [])].join("; "),
    };
  });
}

function describeKind({ kind, categories = [], other, calendar = [] }: Feature): string {
  if (kind === "yes-no") return "yes or no, as 1 or 0";
  if (kind === "date") return ["date, as days since 1970", ...calendar].join(", ");
  if (kind !== "text") return kind;
  const rest = other ? ", and one for all others" : "";
  return `text, a column for each of ${count(categories.length, "category").replace(/categorys$/, "categories")}${rest} (${listed(categories, MOST_NAMES)})`;
}

function describeMissing(kind: string, cells: number, by: string): string {
  const missing = count(cells, "missing cell");
  if (by === "drop") return `${missing}: such rows are left out`;
  const fill = kind === "number" || kind === "date" ? `the ${by}, and ` : "";
  return `${missing}: ${fill}a column that says where`;
}
