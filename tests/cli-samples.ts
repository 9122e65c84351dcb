/** Small made-up files, the same on every run: a weekly series, a table of numbers, of three classes, of yes and no. */

/** A repeatable number in 0..1 for row `i`. */
export const noise = (i: number): number => Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1;
export const rows = <Row>(n: number, row: (i: number) => Row): Row[] =>
  Array.from({ length: n }, (_, i) => row(i));
export const csv = (header: string, lines: readonly string[], end = "\n"): string =>
  [header, ...lines, ""].join(end);

export const day = (i: number): string => new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);
export const weekly = (i: number): number =>
  Math.round(1000 + 200 * Math.sin((2 * Math.PI * i) / 7) + 40 * noise(i));
export const SERIES = csv(
  "date,visits",
  rows(300, (i) => `${day(i)},${weekly(i)}`),
);

export const price = (i: number): string =>
  `${noise(i)},${noise(i + 500)},${3 * noise(i) - 2 * noise(i + 500) + 7}`;
export const HOUSES = csv("size,age,price", rows(200, price));

export const KINDS = ["elm", "fir", "oak"];
const tree = (i: number): string => `${(i % 3) + 0.2 * noise(i)},${noise(i + 500)},${KINDS[i % 3]}`;
export const TREES = csv("height,width,kind", rows(180, tree));

const yesNo = (i: number): string => `${noise(i)},${noise(i + 500)},${Number(noise(i) > noise(i + 500))}`;
export const ANSWERS = csv("a,b,yes", rows(200, yesNo));

/** Options of runs that are over in a moment. */
export const SHORT = ["--hidden", "8", "--learning-rate", "0.01", "--epochs", "40"];
