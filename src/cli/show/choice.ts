import { count, number } from "../base/format.js";
import type { Candidate, Choice } from "../problem/choice.js";

/** How a series came to be cut as it is: what the validation rows have chosen, and how the others did. */
export function describeChoice({ chosen, measure, rows, candidates }: Choice): string {
  const isChosen = ({ relative, calendar }: Candidate): boolean =>
    relative === chosen.relative && calendar.length === chosen.calendar.length;
  const own = candidates.find(isChosen)?.error ?? undefined;
  const others = candidates.filter((candidate) => !isChosen(candidate));
  const listed = others.map((other) => `${describe(other, candidates)} ${number(other.error ?? undefined)}`);
  const isBeaten = others.some(({ error }) => error !== null && error < (own ?? Infinity));
  const chance = isBeaten ? "; what is smaller is within chance" : "";
  const name = describe(chosen, candidates).replace(/^relative/, "relative to the last value");
  return `chosen on the ${count(rows, "validation row")}: ${name} (${measure} ${number(own)}; ${listed.join("; ")}${chance})`;
}

/** Only what the candidates differ in is said. */
function describe(candidate: Candidate, candidates: readonly Candidate[]): string {
  const differ = (of: (candidate: Candidate) => unknown): boolean => new Set(candidates.map(of)).size > 1;
  const [measured, fields] = partsOf(candidate);
  const said = [
    differ(({ relative }) => relative) && measured,
    differ(({ calendar }) => calendar.length) && fields,
  ];
  return said.filter((part) => part !== false).join(", ");
}

/** `relative, calendar weekday and month` */
export function describeCandidate(candidate: Candidate): string {
  return partsOf(candidate).join(", ");
}

function partsOf({ relative, calendar }: Candidate): [measured: string, fields: string] {
  return [
    relative ? "relative" : "absolute",
    calendar.length > 0 ? `calendar ${fieldNames(calendar)}` : "no calendar",
  ];
}

/** `weekday and month`, `hour, weekday and month` */
export function fieldNames(fields: readonly string[]): string {
  if (fields.length < 2) return fields.join("");
  return `${fields.slice(0, -1).join(", ")} and ${fields[fields.length - 1]}`;
}
