import type { Learner } from "./learner.js";

/**
 * The name under which a Model keeps its Learner. Registered, so that each entry of the package, a bundle of its own, has the same
 * one.
 */
export const LEARNER: unique symbol = /* @__PURE__ */ Symbol.for("downhill.learner") as never;

/**
 * What a model is made of, to be read: not while a fit is under way, whose numbers would be those of some epoch on the way.
 *
 * @param caller begins the error's message, as in "Model.predict"
 */
export function readable({ [LEARNER]: learner }: { readonly [LEARNER]: Learner }, caller: string): Learner {
  if (!learner.isReadable) throw learner.unreadable(caller);
  return learner;
}
