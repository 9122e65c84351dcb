import { show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { host } from "../base/host.js";
import type { Learner } from "../network/learner.js";
import type { NetworkSpec } from "../network/model-spec.js";
import { parameterCount } from "../spec/layer.js";
import { STEPS } from "../wasm/state.js";
import type { Attachments } from "./attachments.js";
import { crc32 } from "../base/crc32.js";
import { checkFormat, checkVector, describe, FORMAT, type Manifest } from "./manifest.js";
import { type Bytes, readSafetensors, type Tensor, writeSafetensors } from "./safetensors.js";

/*
 * A model as a safetensors file: its vectors as tensors, everything else as JSON in the metadata.
 */

/** A manifest with what only files have. */
export type FileManifest = Partial<Manifest> & {
  readonly optimizer?: { readonly slots: number; readonly steps: number };
  readonly crc32?: number;
};

/** The fields of the metadata whose text the checksum covers, in its order. */
const COVERED = ["spec", "scaler", "classes", "notes", "training", "extensions", "optimizer"] as const;

/** A tensor of the model and its place, in numbers, in a vector in the outside order. */
interface Place {
  readonly name: string;
  readonly shape: readonly number[];
  readonly vector: number;
  readonly from: number;
  readonly to: number;
}

/**
 * A model as safetensors bytes: float32 tensors `layers.N.weight` [units, inputs] and `layers.N.bias` [units], N counting
 * dense layers; everything else as JSON in the metadata. Equal models give equal bytes.
 *
 * @param optimizer whether the optimizer's vectors go along, so that training goes on to the same bits
 */
export function encodeModel(learner: Learner, attachments: Attachments, optimizer: boolean): Bytes {
  const { format, version, ...fields } = describe("Model.save", learner, attachments);
  const { parameters, slots, progress } = learner.state;
  const steps = progress[STEPS];
  // Before the first step they hold nothing.
  const kept = optimizer && steps > 0 ? slots : [];
  const metadata = new Map([
    ["format", format],
    ["version", String(version)],
  ]);
  for (const [name, value] of Object.entries(fields)) metadata.set(name, JSON.stringify(value));
  if (kept.length > 0) metadata.set("optimizer", JSON.stringify({ slots: kept.length, steps }));

  const vectors = [parameters, ...kept];
  const tensors = new Map<string, Tensor>();
  let checksum = checksumOf(metadata);
  for (const { name, shape, vector, from, to } of placesOf(learner.spec, vectors.length)) {
    const { buffer, byteOffset } = vectors[vector];
    const bytes = new Uint8Array(buffer, byteOffset + 4 * from, 4 * (to - from));
    tensors.set(name, { dtype: "F32", shape, bytes });
    checksum = crc32(bytes, checksum);
  }
  metadata.set("crc32", String(checksum));
  return writeSafetensors({ metadata, tensors });
}

/** What a file holds: the manifest, and vectors to be read once the network is known. */
export interface ModelFile {
  readonly manifest: FileManifest;
  /** The parameters, finite; then the optimizer's vectors, where they are wanted and were saved. In the outside order. */
  vectors(spec: NetworkSpec, optimizer: boolean): Float32Array[];
}

/**
 * The model in safetensors bytes that encodeModel wrote, here or in version 0.1.0.
 *
 * @param caller begins each error's message, as in "Model.load"
 */
export function decodeModel(caller: string, given: unknown): ModelFile {
  const { metadata, tensors } = readSafetensors(caller, given);
  const manifest = readMetadata(caller, metadata);
  const vectors = (spec: NetworkSpec, optimizer: boolean): Float32Array[] => {
    const slots = manifest.optimizer?.slots ?? 0;
    if (![0, 1, 2].includes(slots)) throw new DataError(`it holds ${show(slots)} vectors of an optimizer`);
    const places = placesOf(spec, 1 + slots);
    const found = places.map((place) => findTensor(tensors, place));
    if (tensors.size > places.length) throw surplus(tensors, places);
    // Version 1 covered the numbers alone. A tool that changes anything on purpose drops or renews the checksum.
    let checksum = manifest.version === 1 ? 0 : checksumOf(metadata);
    for (const bytes of found) checksum = crc32(bytes, checksum);
    if (manifest.crc32 !== undefined && manifest.crc32 !== checksum)
      throw new DataError("its content does not match its checksum");
    const count = parameterCount(spec);
    const read = Array.from({ length: optimizer ? 1 + slots : 1 }, () => new Float32Array(count));
    const bytes = read.map(({ buffer }) => new Uint8Array(buffer));
    places.forEach(({ vector, from }, i) => bytes[vector]?.set(found[i], 4 * from));
    // An optimizer's sums of squares may be infinite while every parameter is finite.
    checkVector(read[0], count, "parameters");
    return read;
  };
  return { manifest, vectors };
}

/** All tensors of a model in the checksum's order: parameters layer by layer, then each vector of the optimizer alike. */
function placesOf(spec: NetworkSpec, vectors: number): Place[] {
  const places: Place[] = [];
  for (let vector = 0; vector < vectors; vector++) {
    const prefix = vector === 0 ? "layers" : `optimizer.${vector - 1}.layers`;
    let width = spec.inputs;
    let at = 0;
    let n = 0;
    for (const layer of spec.layers) {
      if (layer.type !== "dense") continue;
      const { units } = layer;
      const bias = at + units * width;
      const end = bias + units;
      places.push({ name: `${prefix}.${n}.weight`, shape: [units, width], vector, from: at, to: bias });
      places.push({ name: `${prefix}.${n}.bias`, shape: [units], vector, from: bias, to: end });
      at = end;
      width = units;
      n++;
    }
  }
  return places;
}

function findTensor(tensors: ReadonlyMap<string, Tensor>, { name, shape, from, to }: Place): Uint8Array {
  const tensor = tensors.get(name);
  if (!tensor) throw new DataError(`tensor ${show(name)} is missing`);
  if (tensor.dtype !== "F32" || tensor.shape.join() !== shape.join())
    throw new DataError(
      `tensor ${show(name)} is ${show(tensor.dtype)} [${tensor.shape}], expected "F32" [${shape}]`,
    );
  const { length } = tensor.bytes;
  if (length === 4 * (to - from)) return tensor.bytes;
  throw new DataError(`tensor ${show(name)} has ${length} bytes, expected ${4 * (to - from)}`);
}

function surplus(tensors: ReadonlyMap<string, Tensor>, places: readonly Place[]): DataError {
  const names = new Set(places.map(({ name }) => name));
  const name = [...tensors.keys()].find((key) => !names.has(key));
  return new DataError(`tensor ${show(name)} is none of this network's`);
}

/** The checksum so far, before the first tensor. */
function checksumOf(metadata: ReadonlyMap<string, string>): number {
  const texts = COVERED.map((name) => metadata.get(name) ?? "");
  return crc32(new host.TextEncoder().encode(texts.join("")));
}

function readMetadata(caller: string, metadata: ReadonlyMap<string, string>): FileManifest {
  const head = { format: metadata.get("format"), version: Number(metadata.get("version")) };
  checkFormat(caller, head);
  const manifest: Record<string, unknown> = head;
  for (const name of [...COVERED, "crc32"]) {
    const text = metadata.get(name);
    if (text === undefined) continue;
    try {
      manifest[name] = JSON.parse(text);
    } catch (error) {
      throw new DataError(
        `${caller}: the model is damaged: its metadata ${show(name)} is no JSON: ${(error as Error).message}`,
      );
    }
  }
  return { ...manifest, format: FORMAT };
}
