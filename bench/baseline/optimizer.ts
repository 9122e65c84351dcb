import { memory, type Memory } from "./memory.js";

export interface BaselineSgd {
  readonly type: "sgd";
  readonly learningRate: number;
  readonly momentum?: number;
}

export interface BaselineAdam {
  readonly type: "adam";
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export type BaselineOptimizer = BaselineSgd | BaselineAdam;

/**
 * What an update needs from the backward pass, and the rest of the update.
 *
 * The backward pass is linear in the gradient of the loss: starting from `scale` times that gradient it adds `scale`
 * times the parameters' gradient to the vector at `sum`. Gradient descent lets it add -rate times the gradient to the
 * parameters themselves, momentum to the velocity; so neither stores a gradient.
 */
export interface Update {
  /** Vectors of the parameters' length that the optimizer keeps. */
  readonly slots: number;
  /** The vector that the backward pass adds to: 0 the parameters, 1 the first slot. */
  readonly sum: 0 | 1;
  /** What the loss's gradient is multiplied by. */
  readonly scale: number;
  /** Completes the update. parameters, slots: offsets of [length] and [slots * length] */
  step(parameters: number, slots: number, length: number): void;
  /** Forgets the updates so far; the slots have been set to zero. */
  reset(): void;
}

const { momentumStep, adamStep } = createSteps(memory);

export function createUpdate(optimizer: BaselineOptimizer): Update {
  if (optimizer.type === "adam") return createAdam(optimizer);
  const { learningRate, momentum = 0 } = optimizer;
  const none = (): void => undefined;
  if (momentum === 0) return { slots: 0, sum: 0, scale: -learningRate, step: none, reset: none };
  return {
    slots: 1,
    sum: 1,
    scale: -learningRate,
    step: (parameters, velocity, length) => momentumStep(parameters, velocity, length, momentum),
    reset: none,
  };
}

function createAdam({ learningRate, beta1, beta2, epsilon }: BaselineAdam): Update {
  let power1 = 1;
  let power2 = 1;
  return {
    slots: 3,
    sum: 1,
    scale: 1,
    step(parameters, slots, length) {
      power1 *= beta1;
      power2 *= beta2;
      const root = Math.sqrt(1 - power2);
      const rate = (learningRate * root) / (1 - power1);
      adamStep(
        parameters,
        slots,
        slots + length,
        slots + 2 * length,
        length,
        rate,
        beta1,
        beta2,
        epsilon * root,
      );
    },
    reset() {
      power1 = 1;
      power2 = 1;
    },
  };
}

function createSteps(shared: Memory) {
  const memory = shared;

  /** p += v; v *= momentum. The backward pass then adds -rate times the next gradient to v. */
  function momentumStep(p: number, v: number, length: number, momentum: number): void {
    const m = memory;
    const end = (p + length) | 0;
    for (let i = p | 0, j = v | 0; i < end; i = (i + 1) | 0, j = (j + 1) | 0) {
      const velocity = m[j];
      m[i] = m[i] + velocity;
      m[j] = momentum * velocity;
    }
  }

  /**
   * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; p -= rate m / (sqrt(v) + epsilon); g = 0.
   *
   * rate and epsilon hold the bias corrections: rate mhat / (sqrt(vhat) + epsilon) with mhat = m / (1 - beta1^t) and
   * vhat = v / (1 - beta2^t), multiplied above and below by sqrt(1 - beta2^t).
   */
  function adamStep(
    p: number,
    g: number,
    first: number,
    second: number,
    length: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void {
    const m = memory;
    const rest1 = 1 - beta1;
    const rest2 = 1 - beta2;
    const toGradient = (g - p) | 0;
    const toFirst = (first - p) | 0;
    const toSecond = (second - p) | 0;
    const end = (p + length) | 0;
    for (let i = p | 0; i < end; i = (i + 1) | 0) {
      const gradient = m[(i + toGradient) | 0];
      const mean = beta1 * m[(i + toFirst) | 0] + rest1 * gradient;
      const square = beta2 * m[(i + toSecond) | 0] + rest2 * gradient * gradient;
      m[(i + toGradient) | 0] = 0;
      m[(i + toFirst) | 0] = mean;
      m[(i + toSecond) | 0] = square;
      m[i] = m[i] - (rate * mean) / (Math.sqrt(square) + epsilon);
    }
  }

  return { momentumStep, adamStep };
}
