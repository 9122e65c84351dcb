const ANSWERS = new Map<unknown, 0 | 1>([
  [true, 1],
  [false, 0],
  [1, 1],
  [0, 0],
  ["1", 1],
  ["0", 0],
  ["true", 1],
  ["false", 0],
  ["yes", 1],
  ["no", 0],
  ["y", 1],
  ["n", 0],
]);

/** 1 for true, yes, Y and 1, 0 for false, no, N and 0, the words in any case; undefined for everything else. */
export function yesNo(cell: unknown): 0 | 1 | undefined {
  return ANSWERS.get(typeof cell === "string" ? cell.toLowerCase() : cell);
}
