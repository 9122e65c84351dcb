/*
 * A transform for asc: these functions are called, never copied into their callers. They run once a batch or less, and the copies
 * of them were 0.2 KB of what a browser downloads.
 */
import binaryen from "binaryen";

const CALLED = [
  "arrange/take",
  "kernels/layout/gatherRows",
  "kernels/loss/fitOf",
  "kernels/optimizer/sumOfSquares",
  "kernels/random/symmetric",
  "parameters/copy",
  "training/clearSums",
  "training/expectAnswers",
  "training/weightOfRows",
];

export default class {
  afterCompile(module) {
    for (const name of CALLED) {
      binaryen.setPassArgument("no-inline", `assembly/${name}`);
      module.runPasses(["no-inline"]);
    }
  }
}
