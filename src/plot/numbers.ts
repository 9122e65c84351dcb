/** A number in a sentence: three digits that count, or all of a whole number: 12,345, 0.0123, 1.2e-7. */
export function say(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e15 || size < 1e-4)) return signed(String(Number(value.toPrecision(3))));
  if (Number.isInteger(value) || size >= 1000) return grouped(value.toFixed(0));
  return grouped(String(Number(value.toPrecision(3))));
}

/** A share as a percentage: 0.123 as 12%, 0.0123 as 1.2%, what is not quite 1 never as 100%. */
export function percent(share: number): string {
  const value = 100 * share;
  const near = value > 0 && value < 10 ? 1 : 0;
  const text = value.toFixed(near);
  if (value > 0 && value < 0.1) return "<0.1%";
  if (value < 100 && text === "100") return ">99%";
  return `${signed(text.replace(/\.0$/, ""))}%`;
}

/** "1 row", "2 rows". */
export function count(number: number, what: string, many = `${what}s`): string {
  return `${say(number)} ${number === 1 ? what : many}`;
}

/** "a", "a and b", "a, b and c". */
export function listing(parts: readonly string[]): string {
  return parts.length < 2
    ? parts.join("")
    : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
}

/** Commas between thousands, and a true minus. */
export function grouped(digits: string): string {
  const [whole, part] = digits.split(".");
  const commas = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return signed(part === undefined ? commas : `${commas}.${part}`);
}

function signed(text: string): string {
  return text.replace(/-/g, "−");
}

/** The smallest and the largest of some lists. */
export function extent(...lists: readonly ArrayLike<number>[]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      if (list[i] < low) low = list[i];
      if (list[i] > high) high = list[i];
    }
  }
  return [low, high];
}

export function mean(list: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < list.length; i++) sum += list[i];
  return sum / list.length;
}

/** The value below which a share of the numbers lies, between neighbours by their distance (as NumPy's default). @param sorted ascending */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (place - low);
}
