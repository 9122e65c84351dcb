/*
 * The optimizer's step over all parameters of a network.
 */
import * as kernels from "./kernels/optimizer";
import { Network } from "./plan";

/** How many updates until subnormal numbers are cleared out of the slots: rare enough to cost nothing. */
const SWEEP: u32 = 64;

/** One step with the gradient that stands in `gradients`, clipped to clipNorm. */
export function applyGradient(network: Network): void {
  network.updates++;
  network.steps++;
  const scale = clipScale(network);
  switch (network.optimizer) {
    case kernels.Optimizer.adam:
    case kernels.Optimizer.adamw:
      adamStep(network, scale);
      break;
    case kernels.Optimizer.rmsprop:
      rmspropStep(network, scale);
      break;
    case kernels.Optimizer.adagrad:
      adagradStep(network, scale);
      break;
    default:
      if (network.slot0) momentumStep(network, scale);
      else sgdStep(network, scale);
  }
  if (network.updates % SWEEP == 0) {
    if (network.slot0) kernels.clearSubnormals(network.slot0, network.parameterCount);
    if (network.slot1) kernels.clearSubnormals(network.slot1, network.parameterCount);
  }
}

/** The norm of the gradient that stands in `gradients`. */
export function normOfGradients(network: Network): f64 {
  return sqrt<f64>(kernels.sumOfSquares(network.gradients, network.parameterCount));
}

/** What the gradient is multiplied by, so that it is no longer than clipNorm. */
function clipScale(network: Network): f32 {
  if (!(network.clipNorm > 0)) return 1;
  const norm = normOfGradients(network);
  const most = <f64>network.clipNorm;
  return norm > most ? <f32>(most / norm) : 1;
}

function sgdStep(network: Network, scale: f32): void {
  kernels.sgdStep(
    network.parameters,
    network.gradients,
    network.parameterCount,
    scale,
    network.learningRate,
    network.weightDecay,
  );
}

function momentumStep(network: Network, scale: f32): void {
  kernels.momentumStep(
    network.parameters,
    network.gradients,
    network.slot0,
    network.parameterCount,
    scale,
    network.learningRate,
    network.momentum,
    network.nesterov != 0,
    network.weightDecay,
  );
}

function adamStep(network: Network, scale: f32): void {
  const rate = <f64>network.learningRate;
  kernels.adamStep(
    network.parameters,
    network.gradients,
    network.slot0,
    network.slot1,
    network.parameterCount,
    scale,
    <f32>(rate / (1 - power(network.beta1, network.steps))),
    <f32>(1 / sqrt<f64>(1 - power(network.beta2, network.steps))),
    network.beta1,
    network.beta2,
    network.epsilon,
    <f32>(1 - rate * <f64>network.weightDecay),
  );
}

function rmspropStep(network: Network, scale: f32): void {
  adaptiveStep(network, scale, <f32>network.alpha, <f32>(1 - network.alpha));
}

function adagradStep(network: Network, scale: f32): void {
  adaptiveStep(network, scale, 1, 1);
}

function adaptiveStep(network: Network, scale: f32, decay: f32, gain: f32): void {
  kernels.adaptiveStep(
    network.parameters,
    network.gradients,
    network.slot0,
    network.parameterCount,
    scale,
    network.learningRate,
    decay,
    gain,
    network.epsilon,
  );
}

/** base^exponent by repeated squaring: Adam's bias correction without the host's pow. */
function power(base: f64, exponent: u32): f64 {
  let result: f64 = 1;
  for (; exponent > 0; exponent >>= 1, base *= base) {
    if (exponent & 1) result *= base;
  }
  return result;
}
