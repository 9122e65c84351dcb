/* Changes of the list of hidden layers, and the sizes that follow from it. */
import { MOST } from "./check.js";
import type { HiddenLayer } from "./setup.js";

type Layers = readonly HiddenLayer[];

/** One more at the end, like the last one. */
export function withLayer(layers: Layers): Layers {
  const last = layers.at(-1) ?? { units: 8, activation: "relu", dropout: 0 };
  return layers.length < MOST.layers ? [...layers, { ...last }] : layers;
}

export function withoutLayer(layers: Layers, index: number): Layers {
  return layers.filter((_, i) => i !== index);
}

/** With other choices for one layer; units that cannot be become the nearest that can. */
export function withChoices(layers: Layers, index: number, choices: Partial<HiddenLayer>): Layers {
  return layers.map((layer, i) => {
    if (i !== index) return layer;
    const { units, ...others } = { ...layer, ...choices };
    return { ...others, units: Math.min(MOST.units, Math.max(1, Math.round(units))) };
  });
}

/** Units of the network's columns: inputs, hidden layers, outputs. */
export function widthsOf(inputs: number, layers: Layers, outputs: number): number[] {
  return [inputs, ...layers.map(({ units }) => units), outputs];
}

/** How many outputs there are: one for a number or two classes, else one for each class. */
export function outputsOf(classes: readonly unknown[] | undefined): number {
  return classes && classes.length > 2 ? classes.length : 1;
}

/** How many parameters: a weight for each input of each unit, and a bias. */
export function parametersOf(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, width, i) => sum + width * (widths[i] + 1), 0);
}
