/** A file's text as UTF-8, and which encoding it had where it was another one. */
export interface Decoded {
  readonly bytes: Uint8Array;
  readonly encoding?: string;
}

/**
 * UTF-8 stays as it is. A byte order mark tells UTF-16. Of the others GB 18030 is what spreadsheets write on a Chinese system, and
 * Windows-1252 on a western one: most bytes can be read as either, so the person's languages decide.
 */
export function decode(bytes: Uint8Array, languages: readonly string[]): Decoded {
  const [first, second] = bytes;
  const isLittle = first === 0xff && second === 0xfe;
  const isBig = first === 0xfe && second === 0xff;
  if (isLittle || isBig) return recoded(bytes, isLittle ? "utf-16le" : "utf-16be");
  // What is no text at all has zeros in it, and is left for the reader to refuse.
  if (bytes.subarray(0, 1000).includes(0) || isIn(bytes, "utf-8")) return { bytes };
  const isChinese = languages.some((language) => language.startsWith("zh"));
  return recoded(bytes, isChinese && isIn(bytes, "gb18030") ? "gb18030" : "windows-1252");
}

function isIn(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function recoded(bytes: Uint8Array, encoding: string): Decoded {
  return { bytes: new TextEncoder().encode(new TextDecoder(encoding).decode(bytes)), encoding };
}
