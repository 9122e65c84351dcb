/*
 * The whole state in the address, after the #, which no browser sends to a server: setup, how far it was trained, and the text of a CSV
 * where it is small. JSON, deflated, in base64 as addresses can hold it.
 */
import type { Setup } from "./setup/setup.js";
import { checkSetup } from "./setup/check.js";
import { hashOf } from "./setup/hash.js";

/** What a link holds. */
export interface Linked {
  readonly setup: Setup;
  /** Epochs that were run. */
  readonly runTo: number;
  /** Whether training was ended there. */
  readonly end: boolean;
  /** Of a CSV file; absent where it is too long for a link, and has to be brought again. */
  readonly text?: string;
}

/** Characters of a CSV file that go into a link, and of the link itself: browsers and messengers take addresses of some 30,000. */
export const MOST_TEXT = 60_000;
export const MOST_LINK = 30_000;
/** Longer ones are nobody's link, and deflated they could fill a phone's memory. */
const LONGEST_READ = 60_000;
/** Digits of the hash in front, by which a link that was cut off is known. */
const DIGITS = 8;

/** The part of the address after the #: a hash of what follows it, and then the data. */
export async function toLink(linked: Linked): Promise<string> {
  const bare = { ...linked, text: undefined };
  if (linked.text === undefined || linked.text.length > MOST_TEXT) return signed(await packed(bare));
  const whole = await packed(linked);
  return signed(whole.length + DIGITS <= MOST_LINK ? whole : await packed(bare));
}

/** @throws Error for what is no link of the playground, one that was cut off, or one of things that cannot be */
export async function fromLink(fragment: string): Promise<Linked> {
  const body = fragment.slice(DIGITS);
  if (fragment.length > LONGEST_READ || fragment !== signed(body))
    throw new Error("the link was cut off or altered on its way");
  const { setup, runTo, end, text } = (await unpacked(body)) as Partial<Linked>;
  const checked = checkSetup(setup);
  if (!Number.isSafeInteger(runTo) || (runTo as number) < 0 || (runTo as number) > checked.epochs)
    throw new Error(`"runTo" cannot be ${JSON.stringify(runTo)}`);
  if (text !== undefined && (checked.data.kind !== "csv" || textHash(text) !== checked.data.hash))
    throw new Error("the text in it is not that of its file");
  return {
    setup: checked,
    runTo: runTo as number,
    end: end === true,
    ...(text !== undefined && { text }),
  };
}

/** The hash by which a setup names the text of a CSV file. */
export function textHash(text: string): string {
  return hashOf(new TextEncoder().encode(text));
}

function signed(body: string): string {
  return textHash(body).slice(0, DIGITS) + body;
}

async function packed(value: unknown): Promise<string> {
  const deflated = new Blob([JSON.stringify(value, inOrder)])
    .stream()
    .pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer());
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Fields by their names, so that the same setup has the same link whatever made it. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function unpacked(fragment: string): Promise<unknown> {
  const text = atob(fragment.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(inflated).text());
}
