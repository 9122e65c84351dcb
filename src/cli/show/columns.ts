import type { Model } from "../../index.js";
import type { TypedColumn } from "../read/typed-column.js";
import type { Feature } from "../../encoding/features.js";
import { count, listed, whole } from "../base/format.js";
import { savedFeatures } from "../problem/saved-mixed.js";

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

/** Names of categories in a line. */
const MOST_NAMES = 6;

/** Of a model that reads mixed kinds each column in the order of its inputs; none for one of plain numbers. */
export function columnsOf(model: Model, columns: readonly TypedColumn[]): DescribedColumn[] {
  const features = savedFeatures(model) ?? [];
  return features.map((feature) => {
    const { name, kind, missing: by } = feature;
    const cells = columns.find((column) => column.name === name)?.missing ?? 0;
    return {
      ...{ name, kind },
      ...(feature.kind === "text" && { categories: feature.categories }),
      ...(cells > 0 && { missing: { cells, by } }),
      text: [describeKind(feature), ...(cells > 0 ? [describeMissing(kind, cells, by)] : [])].join("; "),
    };
  });
}

function describeKind(feature: Feature): string {
  switch (feature.kind) {
    case "number":
      return "number";
    case "yes-no":
      return "yes or no, as 1 or 0";
    case "date":
      return ["date, as days since 1970", ...feature.calendar].join(", ");
    case "text": {
      const { categories, other } = feature;
      const number = `${whole(categories.length)} ${categories.length === 1 ? "category" : "categories"}`;
      const rest = other ? ", and one for all others" : "";
      return `text, a column for each of ${number}${rest} (${listed(categories, MOST_NAMES)})`;
    }
  }
}

function describeMissing(kind: Feature["kind"], cells: number, by: string): string {
  const missing = count(cells, "missing cell");
  if (by === "drop") return `${missing}: such rows are left out`;
  const fill = kind === "number" || kind === "date" ? `the ${by}, and ` : "";
  return `${missing}: ${fill}a column that says where`;
}
