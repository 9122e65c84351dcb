import { show } from "../base/check.js";
import { DataError, OptionError } from "../base/errors.js";
import { host } from "../base/host.js";
import { finish, type Steps } from "../base/steps.js";
import { Turns } from "../base/turns.js";
import { type Label, sortLabels } from "../data/labels.js";
import type { DatasetParts } from "../data/parts.js";
import { RunningScaler } from "../data/running-scaler.js";
import type { Scaler } from "../data/scaler.js";
import { checkTotal } from "../data/weights.js";
import { checkRows, classesFrom, classOf } from "../network/checked-rows.js";
import type { InputStage } from "../network/input-stage.js";
import type { Learner } from "../network/learner.js";
import { notesFrom } from "../network/notes.js";
import { type Stages, stageSteps } from "../network/stages.js";
import { unscaledRows } from "../network/statistics.js";
import { readClassWeights } from "../training/class-weights.js";
import type { FitOptions } from "../training/fit-options.js";
import { SLICE_MS } from "../training/slice-size.js";
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
 * One pass over all rows: checks each, and finds their scale, their classes and their weights. It gives the event loop its turns.
 *
 * @returns undefined where the signal ended it
 * @throws what `model.fit` throws for such rows, with the number of the batch
 */
export async function survey(
  caller: string,
  learner: Learner,
  batches: Batches,
  { classWeights, signal }: Pick<FitOptions, "classWeights" | "signal">,
): Promise<Survey | undefined> {
  const clock = host.performance ?? Date;
  const turns = new Turns();
  const found = new Findings(caller, learner, classWeights);
  let turnedAt = clock.now();
  try {
    for await (const { data, from } of batchesOf(caller, learner, batches, signal)) {
      found.add(data, from);
      if (clock.now() - turnedAt < SLICE_MS) continue;
      await turns.next();
      turnedAt = clock.now();
    }
  } finally {
    turns.close();
  }
  return signal?.aborted ? undefined : found.conclude();
}

/** Statistics of the rows of one class, or of all where classes do not count. */
interface Statistics {
  readonly inputs: RunningScaler;
  readonly targets: RunningScaler;
}

class Findings {
  readonly #caller: string;
  readonly #learner: Learner;
  readonly #classWeights: FitOptions["classWeights"];
  /** What becomes of a row before it is scaled. */
  readonly #stage: InputStage;
  /** By class where classes have weights, which may be known only in the end; all under one key where not. */
  readonly #statistics = new Map<Label | undefined, Statistics>();
  /** The weight of the rows of each class, as far as one has been seen. */
  readonly #classes = new Map<Label, number>();
  #rows = 0;
  #total = 0;
  #weighted = false;
  /** Whether the rows come with labels, as the first ones do. */
  #labelled: boolean | undefined;

  constructor(caller: string, learner: Learner, classWeights: FitOptions["classWeights"]) {
    this.#caller = caller;
    this.#learner = learner;
    this.#classWeights = classWeights;
    this.#stage = learner.inputStage;
    if (this.#stage.match)
      throw new OptionError(
        `${caller}: this model finds categories and fills in its training rows, and takes them all at once. Use model.fit.`,
      );
  }

  add(data: DatasetParts, from: number): void {
    const learner = this.#learner;
    const { weights, classes, labelIndex } = data;
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
    if (labelIndex && classes) this.#checkKind(classes, from);
    this.#weighted ||= weights !== undefined;
    const { loss } = learner.spec;
    // Targets of 0 and 1 are classes as well.
    const hasClasses = labelled || (loss === "binaryCrossEntropy" && learner.outputs === 1);
    const { inputRows, targetRows } = unscaledRows(this.#stage, checked);
    for (let r = 0; r < checked.rows; r++) {
      const weight = weights === undefined ? 1 : weights[r];
      let label: Label | undefined;
      if (hasClasses) {
        label = labelIndex && classes ? classes[labelIndex[r]] : classOf(checked, r);
        this.#classes.set(label, (this.#classes.get(label) ?? 0) + weight);
      }
      const { inputs, targets } = this.#statisticsOf(this.#classWeights ? label : undefined);
      inputs.addRow(inputRows, r, weight);
      if (targetRows) targets.addRow(targetRows, r, weight);
      this.#total += weight;
    }
    this.#rows += checked.rows;
  }

  #statisticsOf(label: Label | undefined): Statistics {
    const known = this.#statistics.get(label);
    if (known) return known;
    const { spec, outputs } = this.#learner;
    const statistics = { inputs: new RunningScaler(spec.inputs), targets: new RunningScaler(outputs) };
    this.#statistics.set(label, statistics);
    return statistics;
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

  conclude(): Survey {
    const caller = this.#caller;
    const learner = this.#learner;
    if (this.#rows === 0)
      throw new DataError(`${caller}: the batches have no rows. At least one is needed.`, {
        expected: "at least one row",
      });
    checkTotal(caller, this.#weighted ? Float64Array.of(this.#total) : undefined);
    const labelled = this.#labelled === true;
    const found = sortLabels(Array.from(this.#classes.keys()));
    const classes = learner.classes ?? (labelled ? classesFrom(learner, found, caller) : undefined);
    const countOf = (label: Label): number => this.#classes.get(label) ?? 0;
    const counted = {
      labels: labelled || undefined,
      countClasses: (count: number) =>
        Float64Array.from({ length: count }, (_, k) => countOf(classes ? classes[k] : k)),
    };
    const classWeights = readClassWeights(caller, learner, classes, counted, this.#classWeights);
    const meanWeight = this.#meanWeight(classes, classWeights);
    const { inputs, targets } = this.#joined(classes, classWeights);
    this.#checkSize("input", inputs);
    this.#checkSize("target", targets);
    const statistics = {
      *fitted(stage: InputStage) {
        return stage;
      },
      inputs: stepsOf(inputs),
      targets: stepsOf(targets),
    };
    const stages = finish(stageSteps(learner, statistics, "left out"));
    return {
      rows: this.#rows,
      ...{ labelled, classes, classWeights, stages, meanWeight },
      notes: notesFrom(learner.spec, stages, labelled ? undefined : (c) => targets.range(c)),
    };
  }

  #joined(classes: readonly Label[] | undefined, classWeights: Float64Array | undefined): Statistics {
    const [only] = this.#statistics.values();
    if (!classWeights) return only;
    const parts = Array.from(this.#statistics, ([label = 0, of]) => ({
      of,
      factor: classWeights[classes ? classes.indexOf(label) : Number(label)],
    }));
    const join = (kind: keyof Statistics): RunningScaler =>
      RunningScaler.joined(parts.map(({ of, factor }) => ({ of: of[kind], factor })));
    return { inputs: join("inputs"), targets: join("targets") };
  }

  #checkSize(kind: "input" | "target", scaler: RunningScaler): void {
    const column = scaler.tooLarge;
    if (column < 0) return;
    throw new DataError(
      `${this.#caller}: ${kind} ${column} has numbers so far apart that their differences are infinite. Use units nearer to 1.`,
      { column },
    );
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
function stepsOf(found: RunningScaler): (stage: unknown, ofConstant: number) => Steps<Scaler> {
  return function* (_, ofConstant) {
    return found.scaler(ofConstant);
  };
}
