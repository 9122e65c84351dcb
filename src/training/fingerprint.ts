import type { TableViews } from "../wasm/training-engine.js";
import type { Session } from "./session.js";

/** Numbers that tell rows from other rows, part by part: a fit that goes on must have the same. */
export interface Fingerprint {
  readonly [part: string]: number;
}

const ofSession = new WeakMap<Session, Fingerprint>();

/** That of the rows as a session trains and measures on them: standardized, with weights of mean 1. Taken once, as they stay. */
export function fingerprintOf(session: Session): Fingerprint {
  const known = ofSession.get(session);
  if (known) return known;
  session.load();
  const { engine, fit } = session;
  const fingerprint = {
    "training rows": fit.data.rows,
    ...partsOf("training", engine.train),
    "validation rows": fit.validation?.rows ?? 0,
    ...partsOf("validation", engine.validation),
  };
  ofSession.set(session, fingerprint);
  return fingerprint;
}

/** The parts that are not the same in both, in words. */
export function differences(one: Fingerprint, other: Fingerprint): string[] {
  const parts = Object.keys({ ...one, ...other }).filter((part) => one[part] !== other[part]);
  // Where there are more rows or fewer, the rest says nothing.
  return parts.some((part) => part.endsWith("rows")) ? parts.filter((part) => part.endsWith("rows")) : parts;
}

function partsOf(which: string, views: TableViews | undefined): Fingerprint {
  if (!views) return {};
  const { inputs, targets, labels, weights } = views;
  return {
    [`${which} inputs`]: hashOf(inputs),
    [`${which} targets`]: hashOf(targets),
    [`${which} labels`]: hashOf(labels),
    [`${which} weights`]: hashOf(weights),
  };
}

/** MurmurHash3's rounds for 32-bit words (Appleby, public domain). */
function hashOf({ buffer, byteOffset, length }: Float32Array | Int32Array): number {
  const words = new Uint32Array(buffer, byteOffset, length);
  let hash = length;
  for (let i = 0; i < length; i++) {
    const k = Math.imul(words[i], 0xcc9e2d51);
    hash ^= Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  return (Math.imul(hash, 0xc2b2ae35) ^ hash) >>> 0;
}
