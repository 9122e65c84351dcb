import { type CheckedRows, shapeOf, writeRows } from "../network/checked-rows.js";
import type { Learner } from "../network/learner.js";
import { knownStages } from "../network/stages.js";
import { inOwnUnit } from "../data/scaler.js";
import type { TableViews } from "../wasm/training-engine.js";

/** The loss of a model over all rows, again and again, as its parameters or the rows change. */
export interface LossMeter {
  /** Other parameters, [count]; the first are the model's own. */
  setParameters(parameters: Float32Array): void;
  /** As many other rows. */
  setRows(data: CheckedRows): void;
  /** The mean loss now, without dropout, in the target's unit (mse in its square). */
  measure(): number;
}

/** A meter with an instance of the core of its own, in which all rows stay: the model's is not touched. */
export function meterOf(learner: Learner, caller: string, data: CheckedRows): LossMeter {
  const stages = knownStages(caller, learner.stages);
  const engine = learner.build({ training: false, validation: shapeOf(data) });
  const { rows } = data;
  const meter: LossMeter = {
    setParameters: (parameters) => engine.writeParameters(parameters),
    setRows: (other) => writeRows(engine, engine.validation as TableViews, other, stages, 0, rows),
    measure: () => {
      engine.core.measureValidation(rows);
      return inOwnUnit(learner.spec.loss, stages.targets, engine.lossSums);
    },
  };
  meter.setRows(data);
  meter.setParameters(learner.state.parameters);
  return meter;
}
