/** What a terminal can show. */
export interface Terminal {
  readonly columns: number;
  /** Whether it shows braille and lines; if not, plain ASCII. */
  readonly isUnicode: boolean;
}

/** What Node gives where the width of a terminal is unknown, as by some of those that pretend to be one. */
const USUAL_COLUMNS = 80;

type Environment = Readonly<Record<string, string | undefined>>;

/** The terminal that standard output goes to; undefined for a file, a pipe, or a terminal that has lines only. */
export function terminalOf(
  { isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number },
  env: Environment,
  platform: string,
): Terminal | undefined {
  if (!isTTY || env.TERM === "dumb") return undefined;
  return { columns: columns || USUAL_COLUMNS, isUnicode: showsUnicode(env, platform) };
}

/** By the locale, as POSIX has it: the first of these three that is not empty. The console of Linux has a font of 512 signs. */
function showsUnicode(env: Environment, platform: string): boolean {
  // The old console of Windows has no braille; the others say who they are.
  if (platform === "win32") return Boolean(env.WT_SESSION) || env.TERM_PROGRAM === "vscode";
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || "";
  return /utf-?8/i.test(locale) && env.TERM !== "linux";
}
