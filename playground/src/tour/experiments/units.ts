import { adam, type Dataset, dataset, dense, Model } from "downhill";
import { unitShares } from "downhill/evaluate";
import { CLOSE_ENOUGH, UNIT_COUNTS, UNIT_KINDS, type UnitKind } from "../data/unit-kinds.js";
import { WEEK_NUMBERS, yearCurve } from "../data/year.js";
import type { Experiment } from "./experiment.js";

const EPOCHS = 1000;
/** A few units often end in a local minimum: the best of so many starts counts. */
const STARTS = 8;

/** The best network of one size. */
export interface UnitsFit {
  readonly kind: UnitKind;
  readonly units: number;
  /** Root of the mean squared error over the weeks, in births. */
  readonly error: number;
  /** What it says of each week: the constant and the sum of the shares. */
  readonly constant: number;
  /** shares[u][week]: what the output gets from unit u, in births. */
  readonly shares: readonly Float64Array[];
}

export interface UnitsResult {
  readonly fits: readonly UnitsFit[];
  /** The fewest units that come close enough; absent where none of the sizes does. */
  readonly needed: Readonly<Partial<Record<UnitKind, number>>>;
}

/** Step 7: how many sigmoids, and how many ReLUs, the curve of the year takes. */
export const units: Experiment<object, UnitsFit, UnitsResult> = async (births, _, { show, signal }) => {
  const year = yearCurve(births);
  const data = dataset({ inputs: WEEK_NUMBERS, targets: year });
  const fits: UnitsFit[] = [];
  for (const count of UNIT_COUNTS) {
    for (const kind of UNIT_KINDS) {
      const fit = sharesOf(await bestOf(data, kind, count, signal), data, kind);
      fits.push(fit);
      await show(fit);
    }
  }
  const needed = UNIT_KINDS.flatMap((kind) => {
    const first = fits.find((fit) => fit.kind === kind && fit.error <= CLOSE_ENOUGH);
    return first ? [[kind, first.units]] : [];
  });
  return { fits, needed: Object.fromEntries(needed) };
};

async function bestOf(data: Dataset, kind: UnitKind, count: number, signal?: AbortSignal): Promise<Model> {
  const models: Model[] = [];
  for (let seed = 1; seed <= STARTS; seed++) {
    const optimizer = adam({ learningRate: { schedule: "cosine", initial: 0.1, epochs: EPOCHS } });
    const layers = [dense(count, kind), dense(1)];
    const model = new Model({ inputs: data, layers, loss: "mse", optimizer, seed });
    await model.fit(data, { epochs: EPOCHS, batchSize: "all", signal });
    models.push(model);
  }
  return models.reduce((best, model) => (model.loss(data) < best.loss(data) ? model : best));
}

/** Takes the network apart: what each unit adds to the output in each week. */
function sharesOf(model: Model, data: Dataset, kind: UnitKind): UnitsFit {
  const weeks = {
    from: WEEK_NUMBERS[0],
    to: WEEK_NUMBERS[WEEK_NUMBERS.length - 1],
    steps: WEEK_NUMBERS.length,
  };
  const { constant, shares } = unitShares(model, weeks);
  return { kind, units: shares.length, error: Math.sqrt(model.loss(data)), constant, shares };
}
