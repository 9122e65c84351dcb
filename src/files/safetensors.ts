import { fieldsOf, isObject, show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { checkVector, describe, FORMAT, type Manifest, type Notes } from "./manifest.js";
import { host } from "../base/host.js";
import { parameterCount } from "../spec/layer.js";
import type { Learner } from "../network/learner.js";
import type { NetworkSpec } from "../network/model-spec.js";
import { STEPS } from "../wasm/state.js";

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

/** A tensor of the model and where it stands, in bytes, in a vector in the outside order. */
interface Part {
  readonly name: string;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

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
  const { parameters, slots, progress } = learner.state;
  const steps = progress[STEPS];
  // Before the first step they hold nothing.
  const kept = optimizer && steps > 0 ? slots : [];
  const metadata: Record<string, string> = { format, version: String(version) };
  for (const [name, value] of Object.entries(rest)) metadata[name] = JSON.stringify(value);
  if (kept.length > 0) metadata.optimizer = JSON.stringify({ slots: kept.length, steps });

  const header: Record<string, unknown> = { __metadata__: metadata };
  const body = new Uint8Array((1 + kept.length) * parameters.byteLength);
  [parameters, ...kept].forEach((vector, i) => {
    const start = i * vector.byteLength;
    body.set(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength), start);
    for (const { name, shape, from, to } of partsOf(learner.spec, i))
      header[name] = { dtype: "F32", shape, data_offsets: [start + from, start + to] };
  });
  metadata.crc32 = String(crc32(body));
  const text = new host.TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces to a multiple of 8, so that the numbers are aligned in the file.
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + body.length).fill(0x20, 8, 8 + length);
  new DataView(bytes.buffer).setUint32(0, length, true);
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
 * @param caller opens the texts of errors, as in "Model.load"
 */
export function decodeSafetensors(caller: string, given: unknown): ModelFile {
  const bytes = bytesOf(caller, given);
  const { header, body } = readHeader(caller, bytes);
  const manifest = readMetadata(caller, header.__metadata__);
  const vectors = (spec: NetworkSpec): Float32Array[] => {
    const count = parameterCount(spec);
    const slots = manifest.optimizer?.slots ?? 0;
    if (![0, 1, 2].includes(slots)) throw new DataError(`it holds ${show(slots)} vectors of an optimizer`);
    const length = (1 + slots) * count * 4;
    if (body.length !== length)
      throw new DataError(`it has ${body.length} bytes of numbers, its header speaks of ${length}`);
    // A tool that changes the numbers on purpose drops or renews the checksum.
    if (manifest.crc32 !== undefined && manifest.crc32 !== crc32(body))
      throw new DataError("its numbers do not match their checksum");
    return Array.from({ length: 1 + slots }, (_, i) => {
      const vector = new Uint8Array(count * 4);
      for (const part of partsOf(spec, i)) vector.set(readTensor(body, header, part), part.from);
      const numbers = new Float32Array(vector.buffer);
      // An optimizer's sums of squares may be infinite while every parameter is finite.
      return i === 0 ? checkVector(numbers, count, "parameters") : numbers;
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

/** The tensors of the parameters, or of the optimizer's vector number `vector` from 1 on. */
function partsOf(spec: NetworkSpec, vector: number): Part[] {
  const parts: Part[] = [];
  const prefix = vector === 0 ? "" : `optimizer.${vector - 1}.`;
  let width = spec.inputs;
  let at = 0;
  let n = 0;
  for (const layer of spec.layers) {
    if (layer.type !== "dense") continue;
    const { units } = layer;
    const bias = at + units * width * 4;
    const end = bias + units * 4;
    parts.push({ name: `${prefix}layers.${n}.weight`, shape: [units, width], from: at, to: bias });
    parts.push({ name: `${prefix}layers.${n}.bias`, shape: [units], from: bias, to: end });
    at = end;
    width = units;
    n++;
  }
  return parts;
}

/** The bytes of a tensor. */
function readTensor(body: Uint8Array, header: Record<string, unknown>, part: Part): Uint8Array {
  const title = `tensor ${show(part.name)}`;
  const tensor = header[part.name] as Partial<Tensor> | undefined;
  if (!tensor) throw new DataError(`${title} is missing`);
  const { dtype, shape, data_offsets: offsets } = tensor;
  if (dtype !== "F32" || String(shape) !== String(part.shape))
    throw new DataError(`${title} is ${show(dtype)} [${shape}], expected "F32" [${part.shape}]`);
  const [from, to] = Array.isArray(offsets) ? offsets : [NaN, NaN];
  const bytes = body.subarray(from, to);
  if (!(from >= 0 && to - from === part.to - part.from && bytes.length === to - from))
    throw new DataError(`${title} lies outside the file: it was cut off or altered`);
  return bytes;
}

function bytesOf(caller: string, bytes: unknown): Uint8Array {
  if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (Object.prototype.toString.call(bytes) === "[object ArrayBuffer]")
    return new Uint8Array(bytes as ArrayBuffer);
  throw new DataError(`${caller}: expected the bytes that save() gave (a Uint8Array), got ${show(bytes)}.`, {
    received: bytes,
  });
}

function readHeader(
  caller: string,
  bytes: Uint8Array,
): { header: Record<string, unknown>; body: Uint8Array } {
  const foreign = (why: string): DataError =>
    new DataError(
      `${caller}: this is no safetensors file, or it is damaged: ${why}. Give the bytes that save() made.`,
    );
  if (bytes.length < 8) throw foreign(`it has ${bytes.length} bytes`);
  const end = bytes.subarray(0, 8).reduceRight((sum, byte) => sum * 256 + byte, 0) + 8;
  if (end > bytes.length)
    throw foreign(`its header should have ${end - 8} bytes, the file has ${bytes.length}`);
  try {
    const text = new host.TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, end));
    const header: unknown = JSON.parse(text);
    if (!isObject(header)) throw new Error("its header is no object");
    return { header: header as Record<string, unknown>, body: bytes.subarray(end) };
  } catch (error) {
    throw foreign((error as Error).message);
  }
}

function readMetadata(caller: string, metadata: unknown): FileManifest {
  const { format, version, ...rest } = fieldsOf(metadata) as Record<string, string>;
  const manifest: Record<string, unknown> = { format, version: Number(version) };
  if (format !== FORMAT) return manifest as FileManifest;
  for (const [name, text] of Object.entries(rest)) {
    try {
      manifest[name] = JSON.parse(text);
    } catch (error) {
      throw new DataError(
        `${caller}: the model is damaged: its metadata ${show(name)} is no JSON: ${(error as Error).message}`,
      );
    }
  }
  return manifest as FileManifest;
}
