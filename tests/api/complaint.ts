import { expect } from "vitest";

import { DownhillError } from "../../src/index.js";
import { caught } from "../support/caught.js";

export type Kind = new (...args: never[]) => Error;
export type Fields = { row?: number; column?: number; expected?: unknown; received?: unknown };
/** Who is asked, what is done, and the error that must come of it: its class, text and fields. */
export type Case = [name: string, action: () => unknown, kind: Kind, text: string | RegExp, fields?: Fields];

/** Fails unless the case throws just that error, and one that is told apart by name and class. */
export function expectError([, action, kind, text, fields]: Case): void {
  const error = caught(kind, action);
  if (typeof text === "string") expect(error.message).toBe(text);
  else expect(error.message).toMatch(text);
  if (fields) expect(error).toMatchObject(fields);
  expect(error.name).toBe(kind.name);
  expect(error).toBeInstanceOf(DownhillError);
  expect(error.message, "an open text").not.toMatch(/undefined \(reading|\[object|NaN inputs/);
}

/** What TypeScript would not let through, and JavaScript does. */
export const any = (value: unknown): never => value as never;
