import * as zlib from "node:zlib";
import { describe, expect, test } from "vitest";

import { crc32 } from "../src/base/crc32.js";
import { Random } from "./support/random.js";

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("crc32", () => {
  test.each<[string, number]>([
    ["", 0],
    ["a", 0xe8b7be43],
    ["123456789", 0xcbf43926], // the check value of every list of CRCs
    ["The quick brown fox jumps over the lazy dog", 0x414fa339],
  ])("%j", (text, checksum) => expect(crc32(ascii(text))).toBe(checksum));

  const random = new Random(3);
  const bytes = Uint8Array.from({ length: 100 }, () => random.whole(256));

  test("at any alignment and length, in one piece or in two", () => {
    for (let from = 0; from < 9; from++) {
      for (let to = from; to <= bytes.length; to++) {
        const whole = crc32(bytes.slice(from, to));
        expect(crc32(bytes.subarray(from, to)), `${from} to ${to}`).toBe(whole);
        const middle = from + random.whole(to - from + 1);
        const first = crc32(bytes.subarray(from, middle));
        expect(crc32(bytes.subarray(middle, to), first), `${from} to ${middle} to ${to}`).toBe(whole);
      }
    }
  });

  // Node has it from 20.15 on; its types here are older.
  const { crc32: reference } = zlib as unknown as { crc32?: (bytes: Uint8Array, before?: number) => number };
  test.skipIf(!reference)("as zlib has it (this Node has no zlib.crc32 where it is skipped)", () => {
    for (let length = 0; length <= bytes.length; length++) {
      const part = bytes.subarray(0, length);
      expect(crc32(part), `${length} bytes`).toBe(reference?.(part));
      expect(crc32(part, 0xdeadbeef), `${length} more bytes`).toBe(reference?.(part, 0xdeadbeef));
    }
  });
});
