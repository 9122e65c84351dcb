/* Pieces of a JavaScript program. */

/** Names to import, by module. */
export type Imports = Readonly<Record<string, readonly string[]>>;

/** Lines of a program, and what they need. */
export interface Piece {
  readonly imports: Imports;
  readonly lines: readonly string[];
}

/** Widest line, where it can be broken. */
const WIDTH = 110;

/** The pieces one after the other, with all imports above them. */
export function programWith(pieces: readonly Piece[]): string[] {
  const names = new Map<string, Set<string>>();
  for (const { imports } of pieces)
    for (const [module, needed] of Object.entries(imports))
      names.set(module, new Set([...(names.get(module) ?? []), ...needed]));
  // Node's modules first, then downhill's.
  const modules = [...names.keys()].sort(
    (a, b) => Number(b.startsWith("node:")) - Number(a.startsWith("node:")),
  );
  const lines = modules.map((module) => {
    const sorted = [...(names.get(module) as Set<string>)].sort((a, b) =>
      a.toLowerCase() < b.toLowerCase() ? -1 : 1,
    );
    return `import { ${sorted.join(", ")} } from ${code(module)};`;
  });
  return [...lines, ...pieces.flatMap((piece) => ["", ...piece.lines])];
}

/** A plain value as JavaScript writes it: JSON, with bare names where they will do. */
export function code(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(code).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return fields(Object.entries(value).map(([name, of]) => [name, code(of)]));
}

/** An object, of values that are JavaScript already. */
export function fields(entries: readonly (readonly [name: string, value: string])[]): string {
  if (entries.length === 0) return "{}";
  const parts = entries.map(([name, value]) => {
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
    return key === value ? key : `${key}: ${value}`;
  });
  return `{ ${parts.join(", ")} }`;
}

/** Values in a list, several on a line. */
export function wrapped(values: readonly string[]): string[] {
  const lines: string[] = [];
  let line = " ";
  for (const value of values) {
    if (line.length + value.length + 2 > WIDTH) {
      lines.push(line);
      line = " ";
    }
    line += ` ${value},`;
  }
  return line === " " ? lines : [...lines, line];
}
