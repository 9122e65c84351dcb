import type { History } from "../../../index.js";
import { count, number, whole } from "../../base/format.js";
import type { FitPlan } from "./plan.js";

/** Why the training ended, to stand behind its epochs; nothing where all were done. */
export function describeEnd(
  { options, patience }: Pick<FitPlan, "options" | "patience">,
  { stoppedBy }: History,
): string {
  return {
    epochs: "",
    earlyStopping: `, stopped early: ${count(patience, "epoch")} without a better validation loss`,
    gradient: ", stopped where the gradient vanished",
    signal: `, stopped by Ctrl-C before its ${whole(options.epochs)} epochs`,
    stopped: ", stopped",
  }[stoppedBy];
}

/** Which epoch's weights the model has. */
export function describeKeptEpoch({ parts }: Pick<FitPlan, "parts">, { best }: History): string {
  return parts.validation === undefined
    ? `The model is that of the last epoch (loss ${number(best.loss)}).`
    : `The model is that of epoch ${best.epoch}, the best on the validation rows (${number(best.validationLoss)}).`;
}
