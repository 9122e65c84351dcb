import { expect } from "vitest";

import type { Model } from "../../src/index.js";

/** Everything that makes a model what it is: its file with the optimizer's vectors, and its parameters to be read. */
export function stateOf(model: Model): { parameters: number[]; file: string; classes: unknown } {
  const file = Buffer.from(model.save({ optimizer: true })).toString("latin1");
  return { parameters: [...model.parameters], file, classes: model.classes };
}

/** Looks at a model now; the function returned fails unless the model is still the same to the last bit. */
export function remember(model: Model): () => void {
  const before = stateOf(model);
  return () => expect(stateOf(model)).toEqual(before);
}
