import { fieldsOf, isObject, kindOf, show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { host } from "../base/host.js";

/*
 * safetensors (Hugging Face): 8 bytes little-endian length of the header, the header as JSON, then the tensors' bytes.
 * Header: { "__metadata__": strings by name, tensor name: { dtype, shape, data_offsets: [from, to] } }.
 * Checked as the reference implementation does it (safetensors/src/tensor.rs): a header of at most 100 MB, and tensors that
 * fill the bytes after it in any order, without a gap and without an overlap. So nothing is larger than the file itself.
 */

const LONGEST_HEADER = 100_000_000;

export interface Tensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** What a file holds; the tensors' bytes are the file's own, at any alignment. */
export interface Safetensors {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** A Uint8Array over a buffer that nobody shares, which Blob and fetch ask for; before TypeScript 5.7 plainly Uint8Array. */
export type Bytes = ReturnType<typeof Uint8Array.of>;

/** The bytes of a file, with metadata and tensors in the order in which they are given. */
export function writeSafetensors({ metadata, tensors }: Safetensors): Bytes {
  const header: Record<string, unknown> = { __metadata__: Object.fromEntries(metadata) };
  let size = 0;
  for (const [name, { dtype, shape, bytes }] of tensors)
    header[name] = { dtype, shape, data_offsets: [size, (size += bytes.length)] };
  const text = new host.TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces to a multiple of 8, so that the numbers are aligned in the file.
  const length = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + length + size).fill(0x20, 8 + text.length, 8 + length);
  new DataView(file.buffer).setUint32(0, length, true);
  file.set(text, 8);
  let at = 8 + length;
  for (const { bytes } of tensors.values()) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

/**
 * @param given bytes of a safetensors file, from any writer
 * @param wanted whose bytes belong here, for the text of an error
 * @throws DataError for anything else
 */
export function readSafetensors(
  caller: string,
  given: unknown,
  wanted = "save() made; fromJSON takes JSON",
): Safetensors {
  const give = `Give the bytes that ${wanted}.`;
  const bytes = bytesOf(caller, given, give);
  try {
    const { header, body } = readHeader(bytes);
    const { __metadata__: metadata, ...tensors } = header;
    return { metadata: readMetadata(metadata), tensors: readTensors(tensors, body) };
  } catch (error) {
    const start = new host.TextDecoder("utf-8", { fatal: false }).decode(bytes.subarray(0, 99)).trim();
    const advice = start[0] === "<" ? "It is a web page: check the address." : give;
    throw new DataError(
      `${caller}: this is no safetensors file, or it is damaged: ${(error as Error).message}. ${advice}`,
    );
  }
}

function bytesOf(caller: string, bytes: unknown, give: string): Uint8Array {
  if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (kindOf(bytes) === "ArrayBuffer") return new Uint8Array(bytes as ArrayBuffer);
  throw new DataError(`${caller}: expected a Uint8Array, got ${show(bytes)}. ${give}`, { received: bytes });
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; body: Uint8Array } {
  if (bytes.length < 8) throw new Error(`it has ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  if (length > bytes.length - 8)
    throw new Error(`its header should have ${length} bytes, the file has ${bytes.length}`);
  if (length > LONGEST_HEADER)
    throw new Error(`its header has ${length} bytes, at most ${LONGEST_HEADER} may be`);
  const body = bytes.subarray(8 + length);
  const text = new host.TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + length));
  const header: unknown = JSON.parse(text);
  if (!isObject(header)) throw new Error("its header is no object");
  return { header: header as Record<string, unknown>, body };
}

function readMetadata(metadata: unknown): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, text] of Object.entries(fieldsOf(metadata))) {
    if (typeof text !== "string") throw new Error(`its metadata ${show(name)} is ${show(text)}, no string`);
    texts.set(name, text);
  }
  return texts;
}

function readTensors(described: Record<string, unknown>, body: Uint8Array): Map<string, Tensor> {
  const places = Object.entries(described).map(([name, tensor]) => {
    const { dtype, shape, data_offsets: offsets } = fieldsOf(tensor);
    if (typeof dtype !== "string" || !areCounts(shape) || !areCounts(offsets) || offsets.length !== 2)
      throw new Error(`tensor ${show(name)} lacks dtype, shape or data_offsets`);
    const [from, to] = offsets;
    return { name, dtype, shape, from, to };
  });
  places.sort((a, b) => a.from - b.from || a.to - b.to);
  const tensors = new Map<string, Tensor>();
  let end = 0;
  for (const { name, dtype, shape, from, to } of places) {
    if (from !== end || to < from)
      throw new Error(`tensor ${show(name)} is at bytes ${from} to ${to}, expected it to begin at ${end}`);
    tensors.set(name, { dtype, shape, bytes: body.subarray(from, to) });
    end = to;
  }
  if (end !== body.length)
    throw new Error(`it has ${body.length} bytes of numbers, its header speaks of ${end}`);
  return tensors;
}

function areCounts(list: unknown): list is number[] {
  return Array.isArray(list) && list.every((value) => Number.isSafeInteger(value) && value >= 0);
}
