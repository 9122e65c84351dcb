import { quoted } from "../../cells/quoted.js";
import type { LossName } from "../problem/network.js";

/** A loss and the unit that its values have: `mae in the unit of "births"`. */
export function lossMeasure(loss: LossName, target: string): string {
  return `${loss} in ${unitOf(loss, target)}`;
}

function unitOf(loss: LossName, target: string): string {
  switch (loss) {
    case "mae":
      return `the unit of ${quoted(target)}`;
    // huber is a square near 0, and measured as one everywhere.
    case "mse":
    case "huber":
      return `the squared unit of ${quoted(target)}`;
    case "crossEntropy":
    case "binaryCrossEntropy":
      return "nats";
  }
}
