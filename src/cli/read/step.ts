/** From one row of a series to the next, where all rows are equally far apart. */
export type Step = keyof typeof STEPS;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How far each goes: milliseconds, or months, which are not equally long. */
const STEPS = {
  hour: { ms: HOUR },
  day: { ms: DAY },
  week: { ms: 7 * DAY },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { months: 12 },
} as const;

const YEAR = 360 * DAY;

/** Share of the rows that must be a step apart: more gaps than the rest are a rhythm of their own, such as working days. */
const MOST = 0.95;

/** How far the rows of a series are apart. */
export interface Rhythm {
  /** Left out where the rows have several steps, or one that is none of these. */
  readonly step?: Step;
  /** Whether no row is missing. */
  readonly isSteady: boolean;
}

/** @param times in the order of the rows */
export function findRhythm(times: readonly number[]): Rhythm {
  const apart = times.slice(1).map((time, i) => time - times[i]);
  if (apart.length === 0 || apart.some((ms) => ms < 0)) return { isSteady: false };
  const months = times.map(monthOf);
  const monthsApart = months.slice(1).map((month, i) => month - months[i]);
  for (const name of Object.keys(STEPS) as Step[]) {
    const step = STEPS[name];
    const count =
      "ms" in step
        ? apart.filter((ms) => ms === step.ms).length
        : monthsApart.filter((distance) => distance === step.months).length;
    const isSteady = count === apart.length || (name === "hour" && areHours(apart));
    if (isSteady || count >= MOST * apart.length) return { step: name, isSteady };
  }
  return { isSteady: false };
}

/** The clock on the wall shows an hour twice in autumn, and leaves one out in spring. */
function areHours(apart: readonly number[]): boolean {
  const changes = apart.filter((ms) => ms !== HOUR);
  const years = (apart.length * HOUR) / YEAR;
  const areFew = changes.length <= 2 + 2 * years && changes.length * 2 < apart.length;
  return areFew && changes.every((ms) => ms === 0 || ms === 2 * HOUR);
}

/** The time so many steps behind the last of a series. A day of the month that a month lacks is its last one. */
export function timeAfter(times: readonly number[], name: Step, count: number): number {
  const last = times[times.length - 1];
  const step = STEPS[name];
  if ("ms" in step) return last + count * step.ms;
  const month = monthOf(last) + count * step.months;
  const day = Math.max(...times.slice(-12).map((time) => new Date(time).getUTCDate()));
  const [year, ofYear] = [Math.floor(month / 12), month % 12];
  const days = new Date(Date.UTC(year, ofYear + 1, 0)).getUTCDate();
  return Date.UTC(year, ofYear, Math.min(day, days)) + (last % DAY);
}

/** Months since the year 0. */
function monthOf(time: number): number {
  const date = new Date(time);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}
