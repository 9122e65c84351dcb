import type { Activation } from "../../src/spec/layer.js";

/** An activation and its derivative, of one number in float64. */
export interface ScalarFunction {
  readonly value: (x: number) => number;
  readonly derivative: (x: number) => number;
}

/**
 * The activations as the books write them. At a kink the derivative is PyTorch's: relu'(0) = 0, leakyRelu'(0) = 0.01,
 * hardSigmoid'(-3) = hardSigmoid'(3) = 0.
 */
export const activations: Readonly<Record<Activation, ScalarFunction>> = {
  linear: { value: (x) => x, derivative: () => 1 },
  relu: { value: (x) => (x < 0 ? 0 : x), derivative: (x) => (x > 0 ? 1 : 0) },
  leakyRelu: { value: (x) => (x > 0 ? x : 0.01 * x), derivative: (x) => (x > 0 ? 1 : 0.01) },
  elu: { value: (x) => (x > 0 ? x : Math.expm1(x)), derivative: (x) => (x > 0 ? 1 : Math.exp(x)) },
  sigmoid: { value: sigmoid, derivative: (x) => sigmoid(x) * sigmoid(-x) },
  hardSigmoid: {
    value: (x) => Math.min(1, Math.max(0, x / 6 + 0.5)),
    derivative: (x) => (x > -3 && x < 3 ? 1 / 6 : 0),
  },
  tanh: { value: Math.tanh, derivative: (x) => (1 - Math.tanh(x)) * (1 + Math.tanh(x)) },
  softplus: { value: softplus, derivative: sigmoid },
  silu: {
    value: (x) => x * sigmoid(x),
    derivative: (x) => sigmoid(x) * (1 + x * sigmoid(-x)),
  },
};

/** 1 / (1 + exp(-x)); exp only of negative numbers, so that nothing overflows. */
export function sigmoid(x: number): number {
  const small = Math.exp(-Math.abs(x));
  return x < 0 ? small / (1 + small) : 1 / (1 + small);
}

/** ln(1 + exp(x)) = max(x, 0) + ln(1 + exp(-|x|)). */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
