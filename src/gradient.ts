import type { Labels, Table } from "./dataset.js";
import { encode, type Encoded, shapeOf, totalWeight, writeRows } from "./encode.js";
import { DivergedError, ShapeError } from "./errors.js";
import { readLabels } from "./labels.js";
import type { Learner } from "./learner.js";
import { isList, readTable } from "./rows.js";
import { learningRateAt } from "./schedule.js";
import { BLOCK } from "./wasm/forward-plan.js";

/** The mean loss over the rows, without dropout, in the target's unit. */
export function meanLoss(learner: Learner, where: string, data: Encoded): number {
  const scalers = learner.scalers(where);
  const engine = learner.engine(false);
  engine.expect(shapeOf(data));
  for (let from = 0; from < data.rows; from += BLOCK) {
    const to = Math.min(from + BLOCK, data.rows);
    writeRows(engine, engine.block, data, scalers, from, to);
    engine.addLoss(to - from, from === 0);
  }
  const weight = totalWeight(data);
  return learner.inOwnUnit(engine.lossSums.map((sum) => sum / weight));
}

/** Loss and gradient over the rows, without dropout, in the standardized space; see Model.gradient. */
export function gradientOf(
  learner: Learner,
  where: string,
  data: Encoded,
): { loss: number; gradient: Float32Array } {
  const { loss } = accumulate(learner, where, data, false);
  const mean = loss.reduce((sum, value) => sum + value, 0) / loss.length;
  return { loss: mean, gradient: learner.engine(true).readGradient() };
}

/** One update on one batch; see Model.step. */
export function step(learner: Learner, inputs: Table, targets: Table | Labels): number {
  const where = "Model.step";
  learner.checkIdle(where);
  const batch = encodeBatch(learner, where, inputs, targets);
  const scalers = learner.fittedOn(batch);
  learner.engine(true);
  learner.adopt(scalers, batch.classes);
  const { loss, sound } = accumulate(learner, where, batch, true);
  const learningRate = learningRateAt(learner.spec.optimizer.learningRate, learner.epoch + 1);
  const engine = learner.engine(true);
  const update = engine.updates + 1;
  if (!sound || !engine.tryGradient(learningRate)) {
    throw new DivergedError(
      `${where}: loss, gradient or a weight became infinite or NaN at update ${update} (learning rate ` +
        `${learningRate}). The update was not made. Try a smaller learning rate or standardize: true.`,
      learner.epoch + 1,
      update,
      learningRate,
    );
  }
  return learner.inOwnUnit(loss);
}

/** Loss and gradient of a batch, block by block: each output's mean loss, and whether all of it is finite. */
function accumulate(
  learner: Learner,
  where: string,
  batch: Encoded,
  training: boolean,
): { loss: Float64Array; sound: boolean } {
  const scalers = learner.scalers(where);
  const engine = learner.engine(true);
  engine.expect(shapeOf(batch));
  const weight = totalWeight(batch);
  const scale = 1 / (weight * engine.lossSums.length);
  for (let from = 0; from < batch.rows; from += BLOCK) {
    const to = Math.min(from + BLOCK, batch.rows);
    writeRows(engine, engine.block, batch, scalers, from, to);
    engine.addGradient(to - from, from, scale, training);
  }
  const loss = engine.lossSums.map((sum) => sum / weight);
  return { loss, sound: loss.every(Number.isFinite) && engine.gradientSound };
}

/** Inputs and targets of a batch as a dataset would have them. */
function encodeBatch(learner: Learner, where: string, inputs: Table, targets: Table | Labels): Encoded {
  const { spec, outputs, classes } = learner;
  const { rows: features, count: rows } = readTable(where, "inputs", inputs, { width: spec.inputs });
  const nested = isList(targets) && isList(targets[0]);
  // Numbers under binaryCrossEntropy are 0 and 1 unless the model has classes; texts are labels in any case.
  const named = classes !== undefined || (isList(targets) && typeof targets[0] !== "number");
  const labelled = spec.loss === "crossEntropy" || (spec.loss === "binaryCrossEntropy" && named);
  if (labelled && !nested && isList(targets) && targets.length === rows) {
    const { index, classes: found } = readLabels(where, targets);
    return encode(learner, { rows, features, labelIndex: index, classes: found }, where);
  }
  const { rows: answers, count } = readTable(where, "targets", targets, { width: outputs });
  if (count !== rows) {
    throw new ShapeError(`${where}: ${rows} rows of inputs, but ${count} of targets.`, {
      expected: rows,
      received: count,
    });
  }
  return encode(learner, { rows, features, answers }, where);
}
