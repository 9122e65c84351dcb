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
  /** Its kind in words, and what the network is given, where that is not said by it. */
  readonly words: string;
  readonly becomes?: string;
  /** What stands for missing cells, where there are any. */
  readonly filled?: string;
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
      ...describeKind(feature),
      ...(cells > 0 && { filled: describeFill(kind, by) }),
    };
  });
}

/** All of it in a line. */
export function describeColumn({ words, becomes, missing, filled }: DescribedColumn): string {
  const described = becomes === undefined ? words : `${words}, ${becomes}`;
  return missing ? `${described}; ${count(missing.cells, "missing cell")}: ${filled}` : described;
}

function describeKind(feature: Feature): Pick<DescribedColumn, "words" | "becomes"> {
  switch (feature.kind) {
    case "number":
      return { words: "number" };
    case "yes-no":
      return { words: "yes or no", becomes: "as 1 or 0" };
    case "date":
      return { words: "date", becomes: ["as days since 1970", ...feature.calendar].join(", ") };
    case "text": {
      const { categories, other } = feature;
      const number = `${whole(categories.length)} ${categories.length === 1 ? "category" : "categories"}`;
      const rest = other ? ", and one for all others" : "";
      const becomes = `a column for each of ${number}${rest} (${listed(categories, MOST_NAMES)})`;
      return { words: "text", becomes };
    }
  }
}

function describeFill(kind: Feature["kind"], by: string): string {
  if (by === "drop") return "such rows are left out";
  const fill = kind === "number" || kind === "date" ? `the ${by}, and ` : "";
  return `${fill}a column that says where`;
}
