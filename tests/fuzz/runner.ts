import { appendFileSync, mkdirSync } from "node:fs";

import fc from "fast-check";
import { expect, test } from "vitest";

import { UsageError } from "../../src/cli/base/failure.js";
import { DownhillError } from "../../src/index.js";
import { TOP } from "../support/markdown.js";

/** Cases of all properties together: a few hundred in `npm test`; `npm run test:slow` asks for more. */
const CASES = Number(process.env.FUZZ_CASES ?? 600);
/** One seed, so that `npm test` is the same run everywhere; another one looks elsewhere. */
const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** The file to which each property adds a line of what it did, for scripts/fuzz.mjs. */
const REPORT = process.env.FUZZ_REPORT;

/** Goes on after a failure and lists one case of each kind: to see all faults of a property at once. */
const ALL = process.env.FUZZ_ALL !== undefined;

/** What became of the cases of a property: a property whose cases are all refused shows nothing. */
export class Tally {
  accepted = 0;
  refused = 0;

  /** What `action` gives, or undefined where it is refused with an error of ours; every other error fails the case. */
  attempt<Result>(action: () => Result): Result | undefined {
    try {
      const result = action();
      this.accepted++;
      return result;
    } catch (error) {
      expectOurs(error);
      this.refused++;
      return undefined;
    }
  }
}

/** What engines say of themselves; in an error of ours it would be a foreign one in disguise. */
const FOREIGN =
  /Cannot (read|set|convert|mix)|is not (a function|iterable|defined|a constructor)|undefined \(reading|\[object |Invalid (array|typed array|count|string)|Maximum call stack|unreachable|out of bounds|out of memory|could not allocate|circular structure/i;

/** Fails unless the error is one that we throw on purpose, in our own words. */
export function expectOurs(error: unknown): void {
  if (!(error instanceof DownhillError || error instanceof UsageError)) {
    const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`no error of ours: ${shown}`, { cause: error });
  }
  if (FOREIGN.test(error.message)) throw new Error(`an engine's error in ours: ${error.message}`);
}

/**
 * A test of a property over cases made at random. A failure prints the smallest case found, with the seed and path that repeat it:
 * `fc.assert(..., { seed, path })`.
 *
 * @param share its part of all cases, so that slow properties do not take all the time
 * @param holds throws where the property does not hold
 */
export function property<Case>(
  name: string,
  share: number,
  cases: fc.Arbitrary<Case>,
  holds: (value: Case, tally: Tally) => void | Promise<void>,
): void {
  test(name, { timeout: 3_600_000 }, async () => {
    const tally = new Tally();
    const kinds = new Kinds();
    const numRuns = Math.max(5, Math.round(CASES * share));
    const begun = Date.now();
    let failed = true;
    try {
      await fc.assert(
        fc.asyncProperty(cases, async (value) => {
          await (ALL ? kinds.collect(value, () => holds(value, tally)) : holds(value, tally));
        }),
        { seed: SEED, numRuns, ...(process.env.FUZZ_PATH && { path: process.env.FUZZ_PATH }) },
      );
      kinds.throwAny();
      failed = false;
    } finally {
      const { accepted, refused } = tally;
      report({ name: expect.getState().currentTestName, numRuns, accepted, refused, failed, begun });
    }
  });
}

/** Failures by kind, each with its shortest case. */
class Kinds {
  readonly #found = new Map<string, { count: number; example: string; text: string }>();

  async collect(value: unknown, holds: () => void | Promise<void>): Promise<void> {
    try {
      await holds();
    } catch (error) {
      const text = error instanceof Error ? error.message.split("\n").slice(0, 4).join("\n") : String(error);
      const kind = text.replace(/[-+]?\d[\d.]*(e[-+]?\d+)?/g, "#").slice(0, 200);
      const example = fc.stringify(value);
      const known = this.#found.get(kind);
      const count = (known?.count ?? 0) + 1;
      const shortest =
        known === undefined || example.length < known.example.length ? { example, text } : known;
      this.#found.set(kind, { ...shortest, count });
    }
  }

  throwAny(): void {
    if (this.#found.size === 0) return;
    const lines = Array.from(
      this.#found.values(),
      ({ count, text, example }) => `${count} x ${text}\n    ${example.slice(0, 600)}`,
    );
    throw new Error(`${this.#found.size} kinds of failure\n${lines.join("\n")}`);
  }
}

function report({ begun, ...line }: Record<string, unknown> & { begun: number }): void {
  if (REPORT === undefined) return;
  mkdirSync(`${TOP}/build/results`, { recursive: true });
  appendFileSync(REPORT, `${JSON.stringify({ ...line, seconds: (Date.now() - begun) / 1000 })}\n`);
}

/** Fails where one of the numbers is NaN. */
export function expectNoNaN(numbers: ArrayLike<number>, what: string): void {
  for (let i = 0; i < numbers.length; i++)
    if (Number.isNaN(numbers[i])) throw new Error(`${what}[${i}] of ${numbers.length} is NaN`);
}

/** Fails where anything in a plain object is NaN. */
export function expectNoNaNIn(value: unknown, where = "result"): void {
  if (Number.isNaN(value)) throw new Error(`${where} is NaN`);
  if (typeof value !== "object" || value === null) return;
  for (const [name, part] of Object.entries(value)) expectNoNaNIn(part, `${where}.${name}`);
}

/** What TypeScript would not let through, and JavaScript does. */
export const untyped = (value: unknown): never => value as never;
