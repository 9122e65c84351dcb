/*
 * The whole state in the address, after the #, which no browser sends to a server: setup, how far it was trained, and the text of a CSV
 * where it is small. JSON, deflated, in base64 as addresses can hold it.
 */
import type { Setup } from "./setup/setup.js";
import { checkSetup } from "./setup/check.js";

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

/** Characters of a CSV file that go into a link: browsers and messengers take addresses of some 30,000. */
export const MOST_TEXT = 60_000;
const MOST_LINK = 30_000;

/** The part of the address after the #. */
export async function toLink(linked: Linked): Promise<string> {
  const whole = await packed(linked);
  if (whole.length <= MOST_LINK || linked.text === undefined) return whole;
  return packed({ ...linked, text: undefined });
}

/** @throws Error for what is no link of the playground, or one that was cut off */
export async function fromLink(fragment: string): Promise<Linked> {
  const { setup, runTo, end, text } = (await unpacked(fragment)) as Partial<Linked>;
  return {
    setup: checkSetup(setup),
    runTo: Number.isSafeInteger(runTo) && (runTo as number) >= 0 ? (runTo as number) : 0,
    end: end === true,
    ...(typeof text === "string" && { text }),
  };
}

async function packed(value: unknown): Promise<string> {
  const deflated = new Blob([JSON.stringify(value)])
    .stream()
    .pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer());
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function unpacked(fragment: string): Promise<unknown> {
  const text = atob(fragment.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(inflated).text());
}
