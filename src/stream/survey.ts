import { show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { finish, type Steps } from "../base/steps.js";
import { type Label, sortLabels } from "../data/labels.js";
import type { DatasetParts } from "../data/parts.js";
import { RunningScaler } from "../data/running-scaler.js";
import type { Scaler } from "../data/scaler.js";
import { checkTotal } from "../data/weights.js";
import { type CheckedRows, checkRows, classesFrom, classOf } from "../network/checked-rows.js";
import type { Learner } from "../network/learner.js";
import { notesFrom } from "../network/notes.js";
import { type Stages, stageSteps } from "../network/stages.js";
import { readClassWeights } from "../training/class-weights.js";
import type { FitOptions } from "../training/fit-options.js";
import { type Batches, batchesOf } from "./batches.js";

/** What is known of rows after one pass over them, before anything is changed. */
export interface Survey {
  /** How many there are. */
  readonly rows: number;
  readonly labelled: boolean;
  readonly classes: readonly Label[] | undefined;
  /** What a row of each class counts; undefined where all count alike. */
  readonly classWeights: Float64Array | undefined;
  /** The mean weight of the rows, by which each is divided; undefined where all count alike. */
  readonly meanWeight: number | undefined;
  readonly stages: Stages;
  readonly notes: readonly string[];
}

/**
 * One pass over all rows: checks each, and finds their scale, their classes and their weights.
 *
 * @throws what `model.fit` throws for such rows, with the number of the batch
 */
export async function survey(
  caller: string,
  learner: Learner,
  batches: Batches,
  classWeights: FitOptions["classWeights"],
): Promise<Survey> {
  const found = new Findings(caller, learner);
  for await (const { data, from } of batchesOf(caller, learner, batches)) found.add(data, from);
  return found.conclude(classWeights);
}

class Findings {
  readonly #caller: string;
  readonly #learner: Learner;
  readonly #inputs: RunningScaler;
  readonly #targets: RunningScaler;
  /** The weight of the rows of each class, as far as one has been seen. */
  readonly #classes = new Map<Label, number>();
  #rows = 0;
  #total = 0;
  #weighted = false;
  /** Whether the rows come with labels, as the first ones do. */
  #labelled: boolean | undefined;

  constructor(caller: string, learner: Learner) {
    this.#caller = caller;
    this.#learner = learner;
    this.#inputs = new RunningScaler(learner.spec.inputs);
    this.#targets = new RunningScaler(learner.outputs);
  }

  add(data: DatasetParts, from: number): void {
    const learner = this.#learner;
    const { weights, classes } = data;
    const labelled = classes !== undefined;
    if ((this.#labelled ??= labelled) !== labelled)
      throw new DataError(
        `${this.#caller}: some batches have labels, others targets (from row ${from} on). Use one of them.`,
        {
          row: from,
        },
      );
    // Labels are compared with those of all rows once these are known.
    const checked = checkRows(learner, data, this.#caller, learner.classes ?? classes);
    const { rows, inputRows, targetRows } = checked;
    this.#inputs.add(inputRows, rows, weights);
    if (targetRows) this.#targets.add(targetRows, rows, weights);
    this.#weighted ||= weights !== undefined;
    this.#total += weights?.reduce((sum, weight) => sum + weight, 0) ?? rows;
    this.#rows += rows;
    this.#countClasses(checked, data, from);
  }

  #countClasses(
    checked: CheckedRows,
    { rows, weights, labelIndex, classes }: DatasetParts,
    from: number,
  ): void {
    const { loss } = this.#learner.spec;
    if (labelIndex && classes) this.#checkKind(classes, from);
    // Targets of 0 and 1 are classes as well.
    else if (loss !== "binaryCrossEntropy" || this.#learner.outputs !== 1) return;
    for (let r = 0; r < rows; r++) {
      const label = labelIndex && classes ? classes[labelIndex[r]] : classOf(checked, r);
      this.#classes.set(label, (this.#classes.get(label) ?? 0) + (weights?.[r] ?? 1));
    }
  }

  #checkKind([label]: readonly Label[], from: number): void {
    const [known = label] = this.#classes.keys();
    if (typeof known === typeof label) return;
    throw new DataError(
      `${this.#caller}: the labels from row ${from} on are of another type (${show(label)}) than those before (${show(known)}). ` +
        "Use all numbers, all strings or all booleans.",
      { row: from },
    );
  }

  conclude(given: FitOptions["classWeights"]): Survey {
    const caller = this.#caller;
    const learner = this.#learner;
    checkTotal(caller, this.#weighted ? Float64Array.of(this.#total) : undefined);
    for (const scaler of [this.#inputs, this.#targets]) {
      const column = scaler.tooLarge;
      if (column >= 0)
        throw new DataError(
          `${caller}: ${scaler === this.#inputs ? "input" : "target"} ${column} has numbers so large that their squares have no sum. ` +
            "Use units nearer to 1.",
          { column },
        );
    }
    const labelled = this.#labelled === true;
    const found = sortLabels(Array.from(this.#classes.keys()));
    const classes = learner.classes ?? (labelled ? classesFrom(learner, found, caller) : undefined);
    const countOf = (label: Label): number => this.#classes.get(label) ?? 0;
    const counted = {
      labels: labelled || undefined,
      countClasses: (count: number) =>
        Float64Array.from({ length: count }, (_, k) => countOf(classes ? classes[k] : k)),
    };
    const classWeights = readClassWeights(caller, learner, classes, counted, given);
    const statistics = { inputs: stepsOf(this.#inputs), targets: stepsOf(this.#targets) };
    const stages = finish(stageSteps(learner, statistics, "left out"));
    return {
      rows: this.#rows,
      ...{ labelled, classes, classWeights, stages },
      meanWeight: this.#meanWeight(classes, classWeights),
      notes: notesFrom(learner.spec, stages, labelled ? undefined : (c) => this.#targets.range(c)),
    };
  }

  /** Of rows whose weights are multiplied by those of their classes. */
  #meanWeight(
    classes: readonly Label[] | undefined,
    classWeights: Float64Array | undefined,
  ): number | undefined {
    if (!classWeights) return this.#weighted ? this.#total / this.#rows : undefined;
    let total = 0;
    for (const [label, weight] of this.#classes)
      total += weight * classWeights[classes ? classes.indexOf(label) : Number(label)];
    checkTotal(this.#caller, Float64Array.of(total), "the rows times those of their classes");
    return total / this.#rows;
  }
}

/** What was found on the way is there at once. */
function stepsOf(found: RunningScaler): (ofConstant: number) => Steps<Scaler> {
  return function* (ofConstant) {
    return found.scaler(ofConstant);
  };
}
