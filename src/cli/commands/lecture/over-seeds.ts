import type { Watcher } from "../../lecture/experiment.js";
import type { Progress } from "../../show/progress.js";

/** One row of the lecture: a network trained with several seeds. */
export interface SeededTraining<Result> {
  readonly title: string;
  readonly seeds: number;
  /** Of each seed. */
  readonly epochs: number;
  /** Trains with one seed; undefined when the watcher's signal has ended it. */
  readonly train: (seed: number, watcher: Watcher) => Promise<Result | undefined>;
  /** Whether the first seed's pictures are kept. */
  readonly keepsPictures: boolean;
}

export interface SeededResults<Result> {
  /** One for each seed. */
  readonly results: readonly Result[];
  readonly seconds: number;
}

/** Trains with the seeds from 1; undefined when Ctrl-C came in between. */
export async function overSeeds<Result>(
  { title, seeds, epochs, train, keepsPictures }: SeededTraining<Result>,
  progress: Progress,
  signal: AbortSignal,
): Promise<SeededResults<Result> | undefined> {
  const began = performance.now();
  const results: Result[] = [];
  progress.start(title, epochs * seeds);
  try {
    for (let seed = 1; seed <= seeds; seed++) {
      const notes = seeds > 1 ? [`seed ${seed} of ${seeds}`] : [];
      const result = await train(seed, {
        signal,
        keepsPictures: keepsPictures && seed === 1,
        onEpoch: ({ epoch }) => progress.update((seed - 1) * epochs + epoch, notes),
      });
      if (result === undefined) return undefined;
      results.push(result);
    }
  } finally {
    progress.stop();
  }
  return { results, seconds: Math.round(performance.now() - began) / 1000 };
}
