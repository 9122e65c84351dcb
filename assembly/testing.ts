/*
 * Every kernel by itself, for tests and benchmarks: a second binary that is not shipped.
 */
import * as functions from "./kernels/exponential";

export * from "./index";
export { activationBackward, activationForward } from "./kernels/activation";
export { allFinite } from "./kernels/finite";
export { gatherRows, gatherValues, packWeights, transposeWeights, unpackWeights } from "./kernels/layout";
export { crossEntropyLoss, elementwiseLoss } from "./kernels/loss";
export {
  columnSums,
  matmulDelta,
  matmulForward,
  matmulVectorDelta,
  matmulVectorForward,
  matmulVectorGradient,
  matmulWeightGradient,
} from "./kernels/matmul";
export {
  adamStep,
  adaptiveStep,
  clearSubnormals,
  momentumStep,
  sgdStep,
  sumOfSquares,
} from "./kernels/optimizer";
export {
  dropout,
  dropoutKey,
  identity,
  initializeLayer,
  nextRandom,
  seedGenerator,
  shuffle,
} from "./kernels/random";
export { softmaxForward } from "./kernels/softmax";
export { chained10, chained12, chained16, chained8, independent, readStream } from "./peak";

/** y[i] = f(x[i]) for f = exp 0, expm1 1, log 2, log1p 3, sigmoid 4, tanh 5, softplus 6. length: a multiple of 4. */
export function evaluate(f: i32, x: usize, y: usize, length: i32): void {
  for (const end = x + ((<usize>length) << 2); x < end; x += 16, y += 16) {
    const v = v128.load(x);
    let r = v;
    if (f == 0) r = functions.exp(v);
    else if (f == 1) r = functions.expm1(v);
    else if (f == 2) r = functions.log(v);
    else if (f == 3) r = functions.log1p(v);
    else if (f == 4) r = functions.sigmoid(v);
    else if (f == 5) r = functions.tanh(v);
    else r = functions.softplus(v);
    v128.store(y, r);
  }
}
