/** What patience has seen so far: four numbers, so that JSON can hold them. */
export interface Watch {
  /** The epoch with the least validation loss; NO_EPOCH before there was one. */
  readonly bestEpoch: number;
  readonly bestLoss: number;
  /** The loss that patience counts from: it falls by more than minDelta at a time. */
  readonly milestone: number;
  /** Epochs since the milestone. */
  readonly sinceBetter: number;
}

/** Stands for NaN and infinity, which are worse than any number and which JSON does not have. */
const WORST = Number.MAX_VALUE;

/** An epoch's number is at least 0, which stands for the weights from before all training. */
const NO_EPOCH = -1;

export const NOTHING_SEEN: Watch = { bestEpoch: NO_EPOCH, bestLoss: WORST, milestone: WORST, sinceBetter: 0 };

export function hasBest({ bestEpoch }: Watch): boolean {
  return bestEpoch !== NO_EPOCH;
}

/** The same where the weights of the best epoch are gone. */
export function withoutBest(seen: Watch): Watch {
  return { ...seen, bestEpoch: NO_EPOCH, bestLoss: WORST };
}

/** What has been seen after one more epoch. The first epoch is the best so far, whatever its loss. */
export function compare(seen: Watch, epoch: number, validationLoss: number, minDelta = 0): Watch {
  const loss = Number.isFinite(validationLoss) ? validationLoss : WORST;
  const isBest = !hasBest(seen) || loss < seen.bestLoss;
  const isBetter = loss < seen.milestone - minDelta;
  return {
    bestEpoch: isBest ? epoch : seen.bestEpoch,
    bestLoss: isBest ? loss : seen.bestLoss,
    milestone: isBetter ? loss : seen.milestone,
    sinceBetter: isBetter ? 0 : seen.sinceBetter + 1,
  };
}
