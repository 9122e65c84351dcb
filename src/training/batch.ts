import type { Labels, Table } from "../data/dataset.js";
import { DataError } from "../base/errors.js";
import { divergence, largestInput } from "./divergence.js";
import { checkRows, type CheckedRows, shapeOf, totalWeight, writeRows } from "../network/checked-rows.js";
import { MATCHED } from "../network/match-inputs.js";
import { readLabels } from "../data/labels.js";
import type { Learner } from "../network/learner.js";
import { isList, type Numbers, readTable, type RowTable, wrongCount } from "../data/rows.js";
import { dividedByLargest, readWeights } from "../data/weights.js";
import { inOwnUnit } from "../data/scaler.js";
import { fittedStages, knownStages } from "../network/stages.js";
import { statisticsOf } from "../network/statistics.js";
import { learningRateAt } from "../spec/schedule.js";
import { BLOCK, MODE } from "../wasm/record.js";

/** The mean loss over the rows, without dropout, in the target's unit. */
export function meanLoss(learner: Learner, caller: string, data: CheckedRows): number {
  const means = accumulate(learner, caller, data, MODE.loss);
  if (means.some(Number.isNaN)) throw beyondFloat32(caller, "loss", data);
  return inOwnUnit(learner.spec.loss, knownStages(caller, learner.stages).targets, means);
}

/** Loss and gradient over the rows, without dropout, in the standardized space; see Model.gradient. */
export function gradientOf(
  learner: Learner,
  caller: string,
  data: CheckedRows,
): { loss: number; gradient: Float32Array } {
  const losses = accumulate(learner, caller, data, MODE.gradient);
  const loss = losses.reduce((sum, value) => sum + value, 0) / losses.length;
  const gradient = learner.engine(true).readGradient();
  if (Number.isNaN(loss) || gradient.some(Number.isNaN)) throw beyondFloat32(caller, "gradient", data);
  return { loss, gradient };
}

/** The error of a loss or a gradient that came out as NaN, though all that went in is finite: infinity times 0, or less infinity. */
function beyondFloat32(caller: string, what: string, data: CheckedRows): DataError {
  return new DataError(
    `${caller}: the ${what} over these rows is no number, as float32 cannot hold what the network makes of them (largest |input| ` +
      `${largestInput(data)}). Use standardize: true, or units nearer to 1.`,
  );
}

/** One update on one batch; see Model.step. */
export function step(
  learner: Learner,
  inputs: Table | RowTable,
  targets: Table | Labels,
  given?: Numbers,
): number {
  const caller = "Model.step";
  learner.checkIdle(caller);
  const checked = checkBatch(learner, caller, inputs, targets);
  const weights = given === undefined ? undefined : readWeights(caller, given, checked.rows);
  const batch = { ...checked, weights: weights && dividedByLargest(weights) };
  const { stages: stagesBefore, classes: classesBefore } = learner;
  const stages = fittedStages(learner, statisticsOf(batch), "shifted");
  const engine = learner.engine(true);
  learner.stages = stages;
  learner.classes ??= batch.classes;
  const losses = accumulate(learner, caller, batch, MODE.training);
  const epoch = learner.epoch + 1;
  const learningRate = learningRateAt(learner.spec.optimizer.learningRate, epoch);
  const update = engine.updates + 1;
  if (!losses.every(Number.isFinite) || !engine.core.step(learningRate)) {
    // What was found for an update that was not made goes too.
    Object.assign(learner, { stages: stagesBefore, classes: classesBefore });
    const what = `${caller}: loss, gradient or a weight became infinite or NaN at`;
    throw divergence(
      what,
      learner,
      batch,
      stages,
      { epoch, update, learningRate },
      "The update was not made.",
    );
  }
  return inOwnUnit(learner.spec.loss, stages.targets, losses);
}

/** Each output's mean loss over the rows, block by block, and where it is asked for their gradient, in the engine. */
function accumulate(learner: Learner, caller: string, data: CheckedRows, mode: number): Float64Array {
  const stages = knownStages(caller, learner.stages);
  const engine = learner.engine(mode !== MODE.loss);
  const { labels, weights } = shapeOf(data);
  const weight = totalWeight(data);
  const scale = 1 / (weight * engine.lossSums.length);
  for (let from = 0; from < data.rows; from += BLOCK) {
    const to = Math.min(from + BLOCK, data.rows);
    writeRows(engine, engine.block, data, stages, from, to);
    engine.core.addBlock(to - from, from, scale, mode, labels, weights);
  }
  return engine.lossSums.map((sum) => sum / weight);
}

/** Inputs and targets of a batch as a dataset would have them. */
function checkBatch(
  learner: Learner,
  caller: string,
  inputs: Table | RowTable,
  targets: Table | Labels,
): CheckedRows {
  const { spec, outputs, classes } = learner;
  const { inputStage } = learner;
  const { rows: inputRows, count: rows } = inputStage.read
    ? inputStage.read(caller, inputs)
    : readTable(caller, "inputs", inputs, { width: spec.inputs });
  const source = inputStage.read && MATCHED;
  const first = isList(targets) ? targets[0] : undefined;
  // Numbers under binaryCrossEntropy are 0 and 1 unless the model has classes; strings are labels in any case.
  const named = (classes ?? spec.positive) !== undefined || typeof first !== "number";
  const labelled = spec.loss === "crossEntropy" || (spec.loss === "binaryCrossEntropy" && named);
  if (labelled && isList(targets) && !isList(first) && targets.length === rows) {
    const { index, classes: found } = readLabels(caller, targets);
    return checkRows(learner, { rows, inputRows, source, labelIndex: index, classes: found }, caller);
  }
  const { rows: targetRows, count } = readTable(caller, "targets", targets, { width: outputs });
  if (count !== rows) throw wrongCount(caller, "targets", count, rows);
  return checkRows(learner, { rows, inputRows, source, targetRows }, caller);
}
