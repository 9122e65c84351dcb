/**
 * The class that a row's probabilities speak for; the one function that decides, wherever classes are told or counted.
 *
 * @param probabilities [rows x outputs]; a single output is the probability of the second of two classes
 * @returns the index of the largest, the first of equal ones; of a single output 1 from one half on, else 0
 */
export function decide(probabilities: ArrayLike<number>, row: number, outputs: number): number {
  const start = row * outputs;
  if (outputs === 1) return Number(probabilities[start] >= 0.5);
  let best = 0;
  for (let j = 1; j < outputs; j++) if (probabilities[start + j] > probabilities[start + best]) best = j;
  return best;
}
