/* What the diagram of a network is drawn of, without a picture of it. */

/** A unit that is drawn, or the dots in place of those that are not. */
export interface Node {
  readonly unit?: number;
}

/** Units of a column that are all drawn; of more, the first and the last ones around the dots. */
const MOST = 9;
const [FIRST, LAST] = [4, 3];

export function nodesOf(units: number): Node[] {
  if (units <= MOST) return Array.from({ length: units }, (_, unit) => ({ unit }));
  const first = Array.from({ length: FIRST }, (_, unit) => ({ unit }));
  const last = Array.from({ length: LAST }, (_, i) => ({ unit: units - LAST + i }));
  return [...first, {}, ...last];
}

/** Lines that look the same, as one path. */
export interface Edges {
  readonly sign: "unknown" | "positive" | "negative";
  /** From 0 to 1. */
  readonly strength: number;
  readonly path: string;
}

const STRENGTHS = [0.15, 0.4, 0.7, 1];
const LOOKS = [
  { sign: "unknown", strength: 0.5 },
  ...STRENGTHS.map((strength) => ({ sign: "positive", strength }) as const),
  ...STRENGTHS.map((strength) => ({ sign: "negative", strength }) as const),
] as const;

type Place = Node & { readonly x: number; readonly y: number };

/**
 * The lines between the nodes of neighbouring columns.
 *
 * @param widths units of each column, drawn or not
 * @param parameters layer by layer weights [units, inputs], then biases; without them no line has a sign
 */
export function edgesOf(
  columns: readonly (readonly Place[])[],
  widths: readonly number[],
  parameters?: Float32Array,
): Edges[] {
  const paths = LOOKS.map(() => "");
  let offset = 0;
  for (let c = 1; c < columns.length; c++) {
    const [inputs, units] = [widths[c - 1], widths[c]];
    const weights = parameters?.subarray(offset, offset + inputs * units);
    const largest = weights ? weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) : 0;
    for (const from of columns[c - 1])
      for (const to of columns[c]) {
        if (from.unit === undefined || to.unit === undefined) continue;
        const share = weights && largest > 0 ? weights[to.unit * inputs + from.unit] / largest : undefined;
        paths[lookOf(share)] += `M${at(from)}L${at(to)}`;
      }
    offset += (inputs + 1) * units;
  }
  return LOOKS.map((look, k) => ({ ...look, path: paths[k] }));
}

/** The place in LOOKS of a weight, as a share of the layer's largest. */
function lookOf(share: number | undefined): number {
  if (share === undefined || Number.isNaN(share)) return 0;
  const level = Math.min(STRENGTHS.length - 1, Math.floor(Math.abs(share) * STRENGTHS.length));
  return 1 + level + (share < 0 ? STRENGTHS.length : 0);
}

function at({ x, y }: Place): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
