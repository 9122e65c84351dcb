/** What the inputs of a window are called, oldest first: "births[-2]", "births[-1]", as `windows` calls them. */
export function pastColumns(name: string, past: number): string[] {
  return Array.from({ length: past }, (_, k) => `${name}[-${past - k}]`);
}
