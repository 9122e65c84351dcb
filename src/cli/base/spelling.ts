/**
 * The name most like a mistyped one, whatever its case, or undefined if a third of the letters or more would have to
 * change.
 */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const word = typed.trim().toLowerCase();
  let best: string | undefined;
  let fewest = Infinity;
  for (const name of names) {
    const edits = editDistance(word, name.toLowerCase());
    const alike = edits === 0 || edits * 3 < Math.max(word.length, name.length);
    if (!alike || edits >= fewest) continue;
    best = name;
    fewest = edits;
  }
  return best;
}

/** Damerau-Levenshtein distance: letters put in, taken out, replaced or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, replaced);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}
