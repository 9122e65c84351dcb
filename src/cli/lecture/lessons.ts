import { whole } from "../base/format.js";

/** What to see in the experiment, in sentences. @param twins test rows of the spam that stand in its training rows too */
export function lessons(twins: number, testRows: number): string[] {
  return [
    "Look at the naive guesses first. On a weekly series, one day back is no better than the median, and last week's value is hard to " +
      "beat: a model that does not beat it has found nothing.",
    "More parameters fit the training days ever better. Only the test days tell, and only once: choosing window or depth by them makes " +
      "them validation days.",
    "With squared errors the network learns its training days by heart. Days kept aside (here all of 2013) tell it when to stop.",
    `${twins} of the ${whole(testRows)} spam test rows have an identical twin among the training rows: a fault of the data, the same for ` +
      "everyone.",
  ];
}
