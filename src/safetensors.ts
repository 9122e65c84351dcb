import { fieldsOf, isObject, show } from "./check.js";
import { DataError } from "./errors.js";
import { checkVector, describe, FORMAT, type Manifest, type Notes } from "./format.js";
import { parameterCount } from "./layer.js";
import type { Learner } from "./learner.js";
import type { NetworkSpec } from "./spec.js";
import { STEPS } from "./wasm/state.js";

/*
 * safetensors (Hugging Face): 8 bytes little-endian length of the header, the header as JSON, then the tensors' bytes.
 * Header: { "__metadata__": texts by name, tensor name: { dtype, shape, data_offsets: [from, to] } }.
 */

interface Tensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** A manifest with what only files have. */
export type FileManifest = Partial<Manifest> & {
  readonly optimizer?: { readonly slots: number; readonly steps: number };
  readonly crc32?: number;
};

/** A tensor of the model and where it stands in a vector in the outside order. */
interface Part {
  readonly name: string;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** What stands before the name of a tensor of the optimizer's slot number i. */
const slotPrefix = (i: number): string => `optimizer.${i}.`;

/** A Uint8Array over a buffer that nobody shares, which Blob and fetch ask for; before TypeScript 5.7 plainly Uint8Array. */
export type Bytes = ReturnType<typeof Uint8Array.of>;

/**
 * A model as safetensors bytes: float32 tensors `layers.N.weight` [units, inputs] and `layers.N.bias` [units], N counting
 * dense layers; everything else as JSON in the metadata. Equal models give equal bytes.
 *
 * @param optimizer whether the optimizer's vectors go along, so that training goes on to the same bits
 */
export function encodeSafetensors(learner: Learner, notes: Notes, optimizer: boolean): Bytes {
  const { format, version, ...rest } = describe(learner, notes);
  const { state } = learner;
  const steps = state.progress[STEPS];
  // Before the first step they hold nothing.
  const kept = optimizer && steps > 0 ? state.slots : [];
  const metadata: Record<string, string> = { format, version: String(version) };
  for (const [name, value] of Object.entries(rest)) metadata[name] = JSON.stringify(value);
  if (kept.length > 0) metadata.optimizer = JSON.stringify({ slots: kept.length, steps });

  const header: Record<string, unknown> = { __metadata__: metadata };
  const vectors = [state.parameters, ...kept];
  vectors.forEach((_, i) => {
    const start = i * learner.count;
    for (const { name, shape, from, to } of partsOf(learner.spec)) {
      const title = i === 0 ? name : slotPrefix(i - 1) + name;
      header[title] = { dtype: "F32", shape, data_offsets: [(start + from) * 4, (start + to) * 4] };
    }
  });
  const body = new Uint8Array(vectors.length * learner.count * 4);
  const view = new DataView(body.buffer);
  vectors.forEach((vector, i) =>
    vector.forEach((value, k) => view.setFloat32((i * learner.count + k) * 4, value, true)),
  );
  metadata.crc32 = String(crc32(body));
  const text = utf8(JSON.stringify(header));
  // Padded with spaces to a multiple of 8, so that the numbers are aligned in the file.
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + body.length);
  new DataView(bytes.buffer).setUint32(0, length, true);
  bytes.fill(0x20, 8, 8 + length);
  bytes.set(text, 8);
  bytes.set(body, 8 + length);
  return bytes;
}

/** What a file holds: the manifest, and vectors to be read once the network is known. */
export interface ModelFile {
  readonly manifest: FileManifest;
  /** The parameters, then the optimizer's vectors where they were saved; each in the outside order and finite. */
  vectors(spec: NetworkSpec): Float32Array[];
}

/**
 * The model in safetensors bytes that encodeSafetensors wrote.
 *
 * @param where opens the texts of errors, as in "Model.load"
 */
export function decodeSafetensors(where: string, bytes: unknown): ModelFile {
  const view = viewOf(where, bytes);
  const { header, start } = readHeader(where, view);
  const manifest = readMetadata(where, header.__metadata__);
  const vectors = (spec: NetworkSpec): Float32Array[] => {
    const count = parameterCount(spec);
    const slots = manifest.optimizer?.slots ?? 0;
    if (![0, 1, 2].includes(slots)) throw new DataError(`it holds ${show(slots)} vectors of an optimizer`);
    const body = new Uint8Array(view.buffer, view.byteOffset + start);
    const length = (1 + slots) * count * 4;
    if (view.byteLength - start !== length) {
      throw new DataError(
        `it has ${view.byteLength - start} bytes of numbers, its header speaks of ${length}`,
      );
    }
    // A tool that changes the numbers on purpose drops or renews the checksum.
    if (manifest.crc32 !== undefined && manifest.crc32 !== crc32(body.subarray(0, length))) {
      throw new DataError("its numbers do not match their checksum");
    }
    return Array.from({ length: 1 + slots }, (_, i) => {
      const vector = new Float32Array(count);
      const prefix = i === 0 ? "" : slotPrefix(i - 1);
      for (const part of partsOf(spec)) readTensor(view, start, header, prefix, part, vector);
      return checkVector(vector, count, i === 0 ? "parameters" : "optimizer state");
    });
  };
  return { manifest, vectors };
}

/** CRC-32 of ISO 3309, as zip and PNG have it. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function partsOf(spec: NetworkSpec): Part[] {
  const parts: Part[] = [];
  let width = spec.inputs;
  let at = 0;
  let n = 0;
  for (const layer of spec.layers) {
    if (layer.type !== "dense") continue;
    const { units } = layer;
    const weights = at + units * width;
    parts.push({ name: `layers.${n}.weight`, shape: [units, width], from: at, to: weights });
    parts.push({ name: `layers.${n}.bias`, shape: [units], from: weights, to: weights + units });
    at = weights + units;
    width = units;
    n++;
  }
  return parts;
}

function readTensor(
  view: DataView,
  start: number,
  header: Record<string, unknown>,
  prefix: string,
  part: Part,
  vector: Float32Array,
): void {
  const name = prefix + part.name;
  const tensor = header[name] as Partial<Tensor> | undefined;
  if (!tensor) throw new DataError(`tensor ${show(name)} is missing`);
  if (tensor.dtype !== "F32")
    throw new DataError(`tensor ${show(name)} is of type ${show(tensor.dtype)}, expected "F32"`);
  if (String(tensor.shape) !== String(part.shape)) {
    throw new DataError(`tensor ${show(name)} has shape [${tensor.shape}], expected [${part.shape}]`);
  }
  const [from, to] = Array.isArray(tensor.data_offsets) ? tensor.data_offsets : [NaN, NaN];
  const inside = Number.isInteger(from) && from >= 0 && start + to <= view.byteLength;
  if (!inside || to - from !== (part.to - part.from) * 4) {
    throw new DataError(`tensor ${show(name)} lies outside the file: it was cut off or altered`);
  }
  for (let i = 0; i < part.to - part.from; i++)
    vector[part.from + i] = view.getFloat32(start + from + i * 4, true);
}

function viewOf(where: string, bytes: unknown): DataView {
  if (ArrayBuffer.isView(bytes)) return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (Object.prototype.toString.call(bytes) === "[object ArrayBuffer]")
    return new DataView(bytes as ArrayBuffer);
  throw new DataError(`${where}: expected the bytes that save() gave (a Uint8Array), got ${show(bytes)}.`, {
    received: bytes,
  });
}

function readHeader(where: string, view: DataView): { header: Record<string, unknown>; start: number } {
  const foreign = (why: string): DataError =>
    new DataError(
      `${where}: this is no safetensors file, or it is damaged: ${why}. Give the bytes that save() made.`,
    );
  if (view.byteLength < 8) throw foreign(`it has ${view.byteLength} bytes`);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  if (length > view.byteLength - 8)
    throw foreign(`its header should have ${length} bytes, the file has ${view.byteLength}`);
  try {
    const header: unknown = JSON.parse(textOf(new Uint8Array(view.buffer, view.byteOffset + 8, length)));
    if (!isObject(header)) throw new Error("its header is no object");
    return { header: header as Record<string, unknown>, start: 8 + length };
  } catch (error) {
    throw foreign((error as Error).message);
  }
}

function readMetadata(where: string, metadata: unknown): FileManifest {
  const { format, version, ...rest } = fieldsOf(metadata) as Record<string, string>;
  const manifest: Record<string, unknown> = { format, version: Number(version) };
  if (format !== FORMAT) return manifest as FileManifest;
  for (const [name, text] of Object.entries(rest)) {
    try {
      manifest[name] = JSON.parse(text);
    } catch (error) {
      throw new DataError(
        `${where}: the model is damaged: its metadata ${show(name)} is no JSON: ${(error as Error).message}`,
      );
    }
  }
  return manifest as FileManifest;
}

interface Coders {
  TextEncoder: new () => { encode(text: string): Uint8Array };
  TextDecoder: new (label: string, options: { fatal: boolean }) => { decode(bytes: Uint8Array): string };
}

function utf8(text: string): Uint8Array {
  return new (globalThis as unknown as Coders).TextEncoder().encode(text);
}

function textOf(bytes: Uint8Array): string {
  return new (globalThis as unknown as Coders).TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
