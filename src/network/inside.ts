/**
 * The name under which a Model keeps its Learner. Registered, so that each entry of the package, a bundle of its own, has the same
 * one; a symbol, so that it is no part of what a Model shows.
 */
export const LEARNER: unique symbol = /* @__PURE__ */ Symbol.for("downhill.learner") as never;
