import type { OptimizerSpec } from "../../src/spec/optimizer.js";

/** One update in place: the rate of the moment is given, since a schedule may move it. */
export type Update = (parameters: Float64Array, gradient: ArrayLike<number>, rate: number) => void;

/** An optimizer in float64, its state in the closure. */
export function createUpdate(spec: OptimizerSpec, count: number): Update {
  switch (spec.type) {
    case "sgd":
      return sgd(spec.momentum, spec.nesterov, spec.weightDecay, count);
    case "adam":
      return adam(spec.beta1, spec.beta2, spec.epsilon, 0, count);
    case "adamw":
      return adam(spec.beta1, spec.beta2, spec.epsilon, spec.weightDecay, count);
    case "rmsprop":
      return rmsprop(spec.alpha, spec.epsilon, count);
    case "adagrad":
      return adagrad(spec.epsilon, count);
  }
}

/** The gradient shrunk to a length of at most `clipNorm`: g min(1, clipNorm / |g|). */
export function clip(gradient: ArrayLike<number>, clipNorm: number): Float64Array {
  let squares = 0;
  for (let i = 0; i < gradient.length; i++) squares += gradient[i] ** 2;
  const factor = Math.min(1, clipNorm / Math.sqrt(squares));
  return Float64Array.from(gradient, (g) => g * factor);
}

/** g += weightDecay p; v = momentum v + g; p -= rate v, with nesterov p -= rate (g + momentum v). */
function sgd(momentum: number, nesterov: boolean, weightDecay: number, count: number): Update {
  const velocity = new Float64Array(count);
  return (parameters, gradient, rate) => {
    for (let i = 0; i < count; i++) {
      const g = gradient[i] + weightDecay * parameters[i];
      velocity[i] = momentum * velocity[i] + g;
      parameters[i] -= rate * (nesterov ? g + momentum * velocity[i] : velocity[i]);
    }
  };
}

/** p *= 1 - rate weightDecay; m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; p -= rate mhat / (sqrt(vhat) + epsilon). */
function adam(beta1: number, beta2: number, epsilon: number, weightDecay: number, count: number): Update {
  const first = new Float64Array(count);
  const second = new Float64Array(count);
  let step = 0;
  return (parameters, gradient, rate) => {
    step++;
    for (let i = 0; i < count; i++) {
      parameters[i] *= 1 - rate * weightDecay;
      first[i] = beta1 * first[i] + (1 - beta1) * gradient[i];
      second[i] = beta2 * second[i] + (1 - beta2) * gradient[i] ** 2;
      const mean = first[i] / (1 - beta1 ** step);
      const square = second[i] / (1 - beta2 ** step);
      parameters[i] -= (rate * mean) / (Math.sqrt(square) + epsilon);
    }
  };
}

/** v = alpha v + (1 - alpha) g^2; p -= rate g / (sqrt(v) + epsilon). */
function rmsprop(alpha: number, epsilon: number, count: number): Update {
  const square = new Float64Array(count);
  return (parameters, gradient, rate) => {
    for (let i = 0; i < count; i++) {
      square[i] = alpha * square[i] + (1 - alpha) * gradient[i] ** 2;
      parameters[i] -= (rate * gradient[i]) / (Math.sqrt(square[i]) + epsilon);
    }
  };
}

/** s += g^2; p -= rate g / (sqrt(s) + epsilon). */
function adagrad(epsilon: number, count: number): Update {
  const sum = new Float64Array(count);
  return (parameters, gradient, rate) => {
    for (let i = 0; i < count; i++) {
      sum[i] += gradient[i] ** 2;
      parameters[i] -= (rate * gradient[i]) / (Math.sqrt(sum[i]) + epsilon);
    }
  };
}
