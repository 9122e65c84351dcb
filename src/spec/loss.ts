import { checkName, checkNumber, checkOptions, fieldsOf, POSITIVE, show } from "../base/check.js";

/** The name of every loss. */
export const LOSSES = ["mse", "mae", "crossEntropy", "binaryCrossEntropy", "huber"] as const;

/** Huber's loss as plain JSON. */
export interface HuberSpec {
  readonly type: "huber";
  readonly delta: number;
}

/**
 * What training makes small: the mean over rows and outputs (crossEntropy: over rows).
 *
 * "mse" (y - t)^2; "mae" |y - t|; huber: 1/2 d^2 where |d| <= delta, else delta (|d| - delta / 2);
 * "crossEntropy" -sum t ln softmax(y); "binaryCrossEntropy" -(t ln sigmoid(y) + (1 - t) ln(1 - sigmoid(y))), each output
 * a yes or no of its own.
 */
export type LossSpec = Exclude<(typeof LOSSES)[number], "huber"> | HuberSpec;

/**
 * Huber's loss (1964): squares near the target, absolute values from `delta` on. With standardize: true, delta counts
 * standard deviations of the target.
 *
 * @param options.delta where squares end, > 0; default 1
 */
export function huber(options: { delta?: number } = {}): HuberSpec {
  checkOptions("huber", options, ["delta"]);
  const delta = options.delta ?? 1;
  checkNumber("huber", "delta", delta, POSITIVE);
  return { type: "huber", delta };
}

/** Checks a loss that came by name or as plain JSON. */
export function parseLoss(spec: unknown): LossSpec {
  const { type, ...options } = fieldsOf(spec);
  if (spec === "huber" || type === "huber") return huber(options);
  checkName(`Model: loss ${show(spec)}`, "loss", spec, LOSSES);
  return spec as LossSpec;
}

/** Whether the loss is a regression, whose targets have a unit and are standardized. */
export function isRegression(loss: LossSpec): boolean {
  return loss !== "crossEntropy" && loss !== "binaryCrossEntropy";
}

/** The name of a loss. */
export function lossName(loss: LossSpec): (typeof LOSSES)[number] {
  return typeof loss === "string" ? loss : loss.type;
}
