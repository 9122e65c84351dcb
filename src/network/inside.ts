/**
 * The name under which a Model keeps its Learner. Registered, so that each entry of the package, a bundle of its own, has the same
 * one.
 */
export const LEARNER: unique symbol = /* @__PURE__ */ Symbol.for("downhill.learner") as never;
