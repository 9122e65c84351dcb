import { measured, percent, whole } from "../i18n/numbers.js";
import { t } from "../i18n/texts.js";
import type {
  About,
  CurvePicture,
  OutputPicture,
  PlanePicture,
  SeriesPicture,
  TablePicture,
} from "../trainer/messages.js";

/** What the output's picture shows, in words. */
export function describeOutput(picture: OutputPicture, about: About): string {
  switch (picture.shape) {
    case "curve":
      return curve(picture, about);
    case "plane":
      return plane(picture, about);
    case "series":
      return series(picture);
    case "table":
      return table(picture, about);
  }
}

/** Places along a curve that are told. */
const PLACES = 5;

function curve({ xs, ys }: CurvePicture, { columns, target, classes }: About): string {
  const texts = t().results.output;
  const places = Array.from({ length: PLACES }, (_, k) => {
    const i = Math.round((k * (xs.length - 1)) / (PLACES - 1));
    return texts.said.at(measured(xs[i], 3), measured(ys[i], 3));
  });
  const y = classes ? texts.probability(classes[classes.length === 2 ? 1 : 0]) : target;
  return texts.said.curve(columns[0], y, places.join("; "));
}

function plane(picture: PlanePicture, { columns, classes }: About): string {
  const { said } = t().results.output;
  const [x, y] = columns;
  const { values } = picture;
  if (!classes) {
    const [least, most] = extent(values);
    return said.plane(x, y, said.range(measured(least, 3), measured(most, 3)));
  }
  const counts = new Array<number>(classes.length).fill(0);
  for (const value of values) counts[classOf(picture, value)]++;
  const shares = counts.map((count, label) => said.share(classes[label], percent(count / values.length, 0)));
  return said.plane(x, y, shares.join(", "));
}

/** The class that a value of a plane speaks for. */
export function classOf({ certainty }: PlanePicture, value: number): number {
  return certainty ? value : Number(value >= 0.5);
}

export function extent(values: Iterable<number>): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

function series({ actual, predicted, from }: SeriesPicture): string {
  const { said } = t().results.output;
  const rows = whole(actual.length);
  const unseen = Array.from(actual, (value, i) => Math.abs(value - predicted[i])).slice(from);
  const known = unseen.filter(Number.isFinite);
  return known.length === 0 ? said.seriesTrained(rows) : said.series(rows, measured(meanOf(known), 3));
}

function table({ actual, predicted, part, rows, confusion }: TablePicture, { classes }: About): string {
  const { said } = t().results.output;
  const name = t().results.parts[part];
  if (!confusion || !classes) {
    const off = Array.from(actual, (value, i) => Math.abs(value - predicted[i]));
    return said.table(whole(rows), name, measured(meanOf(off), 3));
  }
  const counts = confusion.map((row, label) =>
    said.right(classes[label], whole(row[label]), whole(row.reduce((sum, count) => sum + count, 0))),
  );
  return said.classes(whole(rows), name, counts.join(" "));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
