import { kindOf, show } from "../../base/check.js";
import { DataError } from "../../index.js";

/** A Uint8Array over a buffer that nobody shares, which Blob and fetch ask for; before TypeScript 5.7 plainly Uint8Array. */
export type Bytes = ReturnType<typeof Uint8Array.of>;

/** What a reader was given, as bytes. @throws DataError for anything else, or for no bytes at all */
export function bytesOf(caller: string, given: unknown, what = "the bytes of the file"): Uint8Array {
  const bytes = ArrayBuffer.isView(given)
    ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
    : kindOf(given) === "ArrayBuffer"
      ? new Uint8Array(given as ArrayBuffer)
      : undefined;
  if (bytes?.length) return bytes;
  const got = bytes ? "none: the file is empty" : show(given);
  throw new DataError(`${caller}: expected ${what} as a Uint8Array or an ArrayBuffer, got ${got}.`, {
    received: given,
  });
}

/** The first bytes as text, one character a byte. */
function start(bytes: Uint8Array, count: number): string {
  return String.fromCharCode(...bytes.subarray(0, count));
}

/** What a file is by its first bytes, whatever its name says. */
export type FileKind =
  "zip" | "hdf5" | "pickle" | "json" | "lfs" | "tflite" | "html" | "safetensors" | "unknown";

export function kindOfFile(bytes: Uint8Array): FileKind {
  const head = start(bytes, 64);
  if (head.startsWith("PK\x03\x04") || head.startsWith("PK\x05\x06")) return "zip";
  if (head.startsWith("\x89HDF\r\n\x1a\n")) return "hdf5";
  if (head.startsWith("version https://git-lfs")) return "lfs";
  if (head.slice(4, 8) === "TFL3") return "tflite";
  if (/^\s*<(!doctype|html|\?xml)/i.test(head)) return "html";
  // Eight bytes of length, then a header of JSON.
  if (head[8] === "{" && head.slice(4, 8) === "\0\0\0\0") return "safetensors";
  if (/^(\xef\xbb\xbf)?\s*[{[]/.test(head)) return "json";
  if (bytes[0] === 0x80 && bytes[1] >= 1 && bytes[1] <= 5) return "pickle";
  return "unknown";
}

const NAMES: Readonly<Record<Exclude<FileKind, "unknown">, string>> = {
  zip: "a zip archive, such as .keras or .pt: fromKeras or fromPytorch reads those",
  hdf5: "an HDF5 file, such as .h5: fromKeras reads those",
  pickle: "a pickle, such as an older .pt: fromPytorch reads those",
  json: "JSON: fromTensorflowJs reads a model.json, Model.fromJSON what toJSON gave",
  lfs: "a Git LFS pointer, not the file itself: fetch that with git lfs pull",
  tflite: "a TensorFlow Lite file; convert the Keras model instead",
  html: "a web page: check the address it came from",
  safetensors: "a safetensors file: fromPytorch reads those of PyTorch, Model.load those of downhill",
};

/** The error of a file that is something else than what a reader takes. */
export function otherFile(caller: string, bytes: Uint8Array, wanted: string): DataError {
  const kind = kindOfFile(bytes);
  const size = kind === "lfs" ? ` (${bytes.length} bytes)` : "";
  const what =
    kind === "unknown"
      ? `${wanted} is expected; these ${bytes.length} bytes are none, or damaged`
      : `this is ${NAMES[kind]}${size}`;
  return new DataError(`${caller}: ${what}.`);
}
