import { parseArgs } from "node:util";

import type { RoundOptions } from "./rounds.js";

/** What a benchmark was asked to do. */
export interface BenchOptions {
  readonly json: boolean;
  /** The one thing to be timed, or undefined for all. */
  readonly only: string | undefined;
  /** A page to write into, for a benchmark that offers it. */
  readonly page: string | undefined;
  readonly rounds: RoundOptions;
}

/**
 * Reads the command line of a benchmark. Prints the help, or one line about what is wrong, and ends the process.
 *
 * @param flag  the option that picks one thing, without its dashes
 * @param known what it may pick, or undefined for any text
 * @param pages whether there is `--page`
 */
export function readOptions(
  program: string,
  help: string,
  {
    flag,
    known,
    full,
    pages = false,
  }: { flag: string; known?: readonly string[]; full: Omit<RoundOptions, "clock">; pages?: boolean },
): BenchOptions {
  const fail = (text: string): never => {
    console.error(`${program}: ${text}`);
    process.exit(2);
  };
  const boolean = { type: "boolean", default: false } as const;
  const string = { type: "string" } as const;
  const options = {
    json: boolean,
    quick: boolean,
    help: boolean,
    clock: string,
    [flag]: string,
    ...(pages && { page: string }),
  };
  let values: Record<string, string | boolean | undefined>;
  try {
    values = parseArgs({ options }).values;
  } catch (error) {
    return fail((error as Error).message);
  }
  if (values.help) {
    console.log(help);
    process.exit(0);
  }
  const only = values[flag] as string | undefined;
  if (only !== undefined && known && !known.includes(only)) {
    fail(`there is no ${flag} "${only}". Known: ${known.join(", ")}.`);
  }
  const { clock = "cpu" } = values;
  if (clock !== "cpu" && clock !== "wall") return fail(`--clock is cpu or wall, not "${clock}".`);
  const length = values.quick ? { rounds: 3, turn: Math.min(5, full.turn) } : full;
  const page = values.page as string | undefined;
  return { json: values.json === true, only, page, rounds: { ...length, clock } };
}
