import {
  checkBoolean,
  checkName,
  checkNumber,
  checkOptions,
  fieldsOf,
  FRACTION,
  isObject,
  mustBe,
  NOT_NEGATIVE,
  type Range,
  show,
} from "../base/check.js";
import { OptionError } from "../base/errors.js";
import { checkLearningRate, type LearningRate } from "./schedule.js";

/** Gradient descent: v = momentum v + g; p -= rate v, with nesterov p -= rate (g + momentum v). */
export interface SgdSpec {
  readonly type: "sgd";
  readonly learningRate: LearningRate;
  readonly momentum: number;
  readonly nesterov: boolean;
  /** L2: g += weightDecay p, biases too. */
  readonly weightDecay: number;
}

/** Adam (Kingma & Ba 2015): p -= rate mhat / (sqrt(vhat) + epsilon). */
export interface AdamSpec {
  readonly type: "adam";
  readonly learningRate: LearningRate;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** AdamW (Loshchilov & Hutter 2019): p *= 1 - rate weightDecay, biases too, then Adam's step. */
export interface AdamwSpec extends Omit<AdamSpec, "type"> {
  readonly type: "adamw";
  readonly weightDecay: number;
}

/** RMSprop (Hinton 2012): v = alpha v + (1 - alpha) g^2; p -= rate g / (sqrt(v) + epsilon). */
export interface RmspropSpec {
  readonly type: "rmsprop";
  readonly learningRate: LearningRate;
  readonly alpha: number;
  readonly epsilon: number;
}

/** Adagrad (Duchi et al. 2011): s += g^2; p -= rate g / (sqrt(s) + epsilon). */
export interface AdagradSpec {
  readonly type: "adagrad";
  readonly learningRate: LearningRate;
  readonly epsilon: number;
}

/** An optimizer as plain JSON. */
export type OptimizerSpec = SgdSpec | AdamSpec | AdamwSpec | RmspropSpec | AdagradSpec;

type Options<Spec> = Partial<Omit<Spec, "type">>;

/** What each optimizer knows and its defaults: PyTorch's; sgd's learning rate is 0.01. */
const DEFAULTS = {
  sgd: { learningRate: 0.01, momentum: 0, nesterov: false, weightDecay: 0 },
  adam: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  adamw: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
  rmsprop: { learningRate: 0.01, alpha: 0.99, epsilon: 1e-8 },
  adagrad: { learningRate: 0.01, epsilon: 1e-10 },
} as const;

export const OPTIMIZERS = [
  "sgd",
  "adam",
  "adamw",
  "rmsprop",
  "adagrad",
] as const satisfies readonly OptimizerSpec["type"][];

/** What the options may be, where that is no fraction. */
const RANGES: Readonly<Record<string, Range>> = {
  // Smaller ones would be 0 in float32, and 0 / 0 where a gradient is 0.
  epsilon: ["a number of at least 1e-38", (value) => value >= 1e-38],
  weightDecay: NOT_NEGATIVE,
};

/**
 * Stochastic gradient descent.
 *
 * @param options.learningRate default 0.01
 * @param options.momentum     0 <= momentum < 1; default 0
 * @param options.nesterov     default false; needs a momentum above 0
 * @param options.weightDecay  default 0
 */
export function sgd(options: Options<SgdSpec> = {}): SgdSpec {
  return build("sgd", options);
}

/**
 * Adam.
 *
 * @param options.learningRate default 0.001
 * @param options.beta1        default 0.9
 * @param options.beta2        default 0.999
 * @param options.epsilon      default 1e-8
 */
export function adam(options: Options<AdamSpec> = {}): AdamSpec {
  return build("adam", options);
}

/** Adam with decoupled weight decay: adam's options and weightDecay, default 0.01. */
export function adamw(options: Options<AdamwSpec> = {}): AdamwSpec {
  return build("adamw", options);
}

/**
 * RMSprop.
 *
 * @param options.learningRate default 0.01
 * @param options.alpha        default 0.99
 * @param options.epsilon      default 1e-8
 */
export function rmsprop(options: Options<RmspropSpec> = {}): RmspropSpec {
  return build("rmsprop", options);
}

/**
 * Adagrad.
 *
 * @param options.learningRate default 0.01
 * @param options.epsilon      default 1e-10
 */
export function adagrad(options: Options<AdagradSpec> = {}): AdagradSpec {
  return build("adagrad", options);
}

/** Checks an optimizer that came as plain JSON and fills in its defaults. */
export function parseOptimizer(spec: unknown): OptimizerSpec {
  const { type, ...options } = fieldsOf(spec);
  if (!isObject(spec)) throw mustBe("Model", "optimizer", `one of ${OPTIMIZERS.join("(), ")}()`, spec);
  checkName(`Model: optimizer ${show(type ?? spec)}`, "optimizer", type, OPTIMIZERS);
  return build(type, options);
}

function build<Type extends OptimizerSpec["type"]>(
  type: Type,
  options: object,
): Extract<OptimizerSpec, { readonly type: Type }> {
  checkOptions(type, options, Object.keys(DEFAULTS[type]));
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const spec: Record<string, unknown> = { ...DEFAULTS[type], ...given };
  const { learningRate, ...rest } = spec;
  checkLearningRate(type, learningRate);
  for (const [name, value] of Object.entries(rest)) {
    if (name === "nesterov") checkBoolean(type, name, value);
    else checkNumber(type, name, value, RANGES[name] ?? FRACTION);
  }
  if (spec.nesterov === true && spec.momentum === 0) {
    throw new OptionError("sgd: nesterov needs a momentum above 0, such as 0.9.", { received: 0 });
  }
  return { type, ...spec } as unknown as Extract<OptimizerSpec, { readonly type: Type }>;
}

/** How many vectors as long as the parameters each optimizer keeps; sgd one where it has a momentum. */
const SLOTS = { sgd: 1, adam: 2, adamw: 2, rmsprop: 1, adagrad: 1 };

/** How many vectors as long as the parameters an optimizer keeps. */
export function slotCount(optimizer: OptimizerSpec): number {
  return optimizer.type === "sgd" && optimizer.momentum === 0 ? 0 : SLOTS[optimizer.type];
}
