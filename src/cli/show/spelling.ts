/** The name most like a mistyped one, whatever its case; undefined if a third of the letters or more would have to change. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const word = typed.trim().toLowerCase();
  const found = names
    .map((name) => ({ name, edits: distance(word, name.toLowerCase()) }))
    .filter(({ name, edits }) => edits * 3 < Math.max(word.length, name.length) || edits === 0)
    .sort((a, b) => a.edits - b.edits);
  return found[0]?.name;
}

/** How many letters must be put in, taken out, replaced or swapped with their neighbour to turn `a` into `b`. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const line = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      line[j] = Math.min(last[j] + 1, line[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) line[j] = Math.min(line[j], before[j - 2] + 1);
    }
    [before, last] = [last, line];
  }
  return last[b.length];
}
