export const pieces = {
  title: "A curve is a constant and some ramps",
  text: [
    "Few things in the world are straight. Here is the year: births on a usual working day, week by week, over fifteen years.",
    "Yet a constant plus enough ramps, each flat, then sloped, then flat again, makes any curve of straight pieces, and those follow a smooth curve as closely as you like. Such a ramp is called a hard sigmoid.",
    "Drag the handles, or move them with the arrow keys: the first says where a ramp begins, the second where it ends and how high. Then let training go on from what you have made.",
  ],
  run: "Let training do it",
  reset: "All flat again",
  constant: "Constant",
  errorNow: "Your sum is off by",
  constantAlone: "A constant alone",
  sum: "the sum",
  ramps: "each ramp",
  piece: (number: number) => `Ramp ${number}`,
  begins: (number: number) => `Ramp ${number}: begins`,
  ends: (number: number) => `Ramp ${number}: ends, and height`,
  week: (week: string) => `week ${week}`,
  endsAt: (week: string, height: string) => `week ${week}, ${height} births`,
  x: "week of the year",
  y: "births on a working day",
  share: "births",
  picture: (error: string) =>
    `Births by week of the year, and the sum of the constant and four ramps, which is off by ${error} births.`,
  pieces: "Four ramps, each with two handles",
  done: ({ before, after, alone }: Record<"before" | "after" | "alone", string>) =>
    `Training took the error of the sum from ${before} to ${after} births (root of the mean square). The best constant alone is off by ${alone}.`,
};
