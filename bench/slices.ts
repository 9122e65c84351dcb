import { Model } from "../src/index.js";
import { NOW, type RoundOptions } from "./rounds.js";
import { datasetOf, librarySpec, startingParameters, type Task } from "./tasks.js";
import { median, spread } from "./statistics.js";

/** What one call of fit takes at least, in milliseconds: many slices. */
const FIT_MS = 150;

/** How long fit takes beside fitSync, which gives nothing else its turn. */
export interface SliceCost {
  readonly task: Task;
  /** The median of the rounds' ratios: 1.01 for one more in a hundred. */
  readonly ratio: number;
  readonly spread: number;
}

/**
 * The same epochs both ways, turn by turn.
 *
 * @throws Error unless both give the same bits
 */
export async function measureSlices(task: Task, { rounds, clock }: RoundOptions): Promise<SliceCost> {
  const now = NOW[clock];
  const data = datasetOf(task);
  const { batchSize } = task;
  const start = startingParameters(task);
  const build = (): Model => {
    const model = new Model({ ...librarySpec(task), standardize: false });
    model.parameters = start;
    return model;
  };
  let epochs = 1;
  const ways = {
    fitSync: (model: Model) => void model.fitSync(data, { epochs, batchSize }),
    fit: async (model: Model) => void (await model.fit(data, { epochs, batchSize })),
  };
  const time = async (way: keyof typeof ways): Promise<{ ms: number; parameters: Float32Array }> => {
    const model = build();
    const begun = now();
    await ways[way](model);
    const ms = now() - begun;
    const { parameters } = model;
    model.free();
    return { ms, parameters };
  };
  while ((await time("fitSync")).ms < FIT_MS) epochs *= 2;
  const ratios: number[] = [];
  for (let round = -1; round < rounds; round++) {
    // Whoever comes second finds warm caches.
    const order = round % 2 === 0 ? (["fit", "fitSync"] as const) : (["fitSync", "fit"] as const);
    const [one, other] = [await time(order[0]), await time(order[1])];
    if (one.parameters.some((value, i) => value !== other.parameters[i]))
      throw new Error(`${task.name}: fit and fitSync disagree. Nothing was timed.`);
    const [fit, fitSync] = round % 2 === 0 ? [one, other] : [other, one];
    if (round >= 0) ratios.push(fit.ms / fitSync.ms);
  }
  return { task, ratio: median(ratios), spread: spread(ratios) };
}
