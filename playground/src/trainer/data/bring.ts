import type { Brought, ToTrainer } from "../messages.js";
import { decode } from "./decode.js";
import type { Files } from "./files.js";

/** Texts of at most so many bytes are told to the page, as a link has room for them. */
const MOST_TOLD = 60_000;

/** Reads a file and keeps it. */
export async function bring(
  { name, source, languages }: Pick<ToTrainer & { kind: "bring" }, "name" | "source" | "languages">,
  files: Files,
): Promise<Brought> {
  try {
    const { bytes, encoding } = decode(new Uint8Array(await source.arrayBuffer()), languages);
    const { facts } = files.get(name, files.keep(bytes));
    // A byte order mark is part of what the hash is of.
    const text =
      bytes.length <= MOST_TOLD ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) : undefined;
    return { facts, ...(encoding && { encoding }), ...(text !== undefined && { text }) };
  } catch (error) {
    return { message: (error as Error).message };
  }
}
