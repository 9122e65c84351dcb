import { show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { host } from "../base/host.js";
import type { Attachments } from "../files/attachments.js";
import { crc32 } from "../base/crc32.js";
import { encodeModel } from "../files/model-file.js";
import { type Restored, reviveFile } from "../files/revive.js";
import { type Bytes, readSafetensors, type Tensor, writeSafetensors } from "../files/safetensors.js";
import type { State } from "../wasm/state.js";
import { checkpointOf, type SessionCheckpoint } from "./checkpoint.js";
import { type Fingerprint, fingerprintOf } from "./fingerprint.js";
import { type PlainFitOptions, plainOptions } from "./fit-options.js";
import type { Epoch } from "./history.js";
import type { Session } from "./session.js";

/*
 * A fit under way as a safetensors file: the model from before it as a file within the file, the vectors and the epochs as tensors, the
 * rest as JSON in the metadata.
 */

const FORMAT = "downhill checkpoint";
const VERSION = 1;

/** What a checkpoint's bytes hold. */
export interface SavedFit {
  /** The model as it was before the fit. */
  readonly before: Restored;
  readonly options: PlainFitOptions;
  readonly fingerprint: Fingerprint;
  readonly epochs: readonly Epoch[];
  readonly checkpoint: SessionCheckpoint;
}

/** The part of it that is JSON. */
type Described = Pick<SavedFit, "options" | "fingerprint"> &
  Omit<SessionCheckpoint, "state" | "good" | "start" | "best"> & { readonly hasStart: boolean };

export function encodeCheckpoint(session: Session, attachments: Attachments): Bytes {
  const { state, good, start, best, ...rest } = checkpointOf(session);
  const described: Described = {
    ...rest,
    options: plainOptions(session.fit.options),
    fingerprint: fingerprintOf(session),
    hasStart: start !== undefined,
  };
  const model = encodeModel(session.copyOfBefore(), attachments, true);
  const tensors = new Map<string, Tensor>([
    ["model", { dtype: "U8", shape: [model.length], bytes: model }],
    ...stateTensors("state", state),
    ...stateTensors("good", good),
    ["epochs", tensorOf(numbersOf([...(start ? [{ ...start, elapsedMs: 0 }] : []), ...session.epochs]))],
  ]);
  if (best) tensors.set("best", tensorOf(best));
  const fit = JSON.stringify(described);
  const metadata = new Map([
    ["format", FORMAT],
    ["version", String(VERSION)],
    ["fit", fit],
    ["crc32", String(checksumOf(fit, tensors))],
  ]);
  return writeSafetensors({ metadata, tensors });
}

/** @throws DataError for bytes that encodeCheckpoint did not write, or that are damaged */
export function decodeCheckpoint(caller: string, bytes: unknown): SavedFit {
  const { metadata, tensors } = readSafetensors(caller, bytes, "checkpoint() made");
  const [format, version, fit] = ["format", "version", "fit"].map((name) => metadata.get(name));
  if (format !== FORMAT)
    throw new DataError(
      `${caller}: this is no checkpoint (format ${show(format)}). Give the bytes that checkpoint() made.`,
      {
        expected: FORMAT,
        received: format,
      },
    );
  if (version !== String(VERSION))
    throw new DataError(
      `${caller}: the checkpoint has version ${show(version)}, this downhill reads ${VERSION}. Update downhill.`,
      {
        expected: VERSION,
        received: version,
      },
    );
  if (fit === undefined || metadata.get("crc32") !== String(checksumOf(fit, tensors)))
    throw new DataError(`${caller}: the checkpoint is damaged: its content does not match its checksum.`);
  // The checksum holds: whatever else there is is as it was written.
  const { options, fingerprint, hasStart, ...rest } = JSON.parse(fit) as Described;
  const before = reviveFile(tensors.get("model")?.bytes, {});
  const told = epochsOf(floats64(tensors.get("epochs") as Tensor));
  const [start] = hasStart ? told.splice(0, 1) : [];
  const best = tensors.get("best");
  const checkpoint = {
    ...rest,
    state: stateOf("state", tensors),
    good: stateOf("good", tensors),
    start,
    best: best && floats32(best),
  };
  return { before, options, fingerprint, epochs: told, checkpoint };
}

function stateTensors(name: string, { parameters, slots, progress }: State): [string, Tensor][] {
  const vectors = [parameters, ...slots].map((vector, i): [string, Tensor] => [
    `${name}.${i}`,
    tensorOf(vector),
  ]);
  return [...vectors, [`${name}.progress`, tensorOf(progress)]];
}

function stateOf(name: string, tensors: ReadonlyMap<string, Tensor>): State {
  const vectors: Float32Array[] = [];
  for (let tensor; (tensor = tensors.get(`${name}.${vectors.length}`));) vectors.push(floats32(tensor));
  const [parameters, ...slots] = vectors;
  const { bytes } = tensors.get(`${name}.progress`) as Tensor;
  return { parameters, slots, progress: new Uint32Array(bytes.slice().buffer) };
}

const DTYPES = new Map([
  ["Float32Array", "F32"],
  ["Float64Array", "F64"],
  ["Uint32Array", "U32"],
]);

function tensorOf(values: Float32Array | Float64Array | Uint32Array): Tensor {
  const { buffer, byteOffset, byteLength, length } = values;
  const dtype = DTYPES.get(values.constructor.name) as string;
  return { dtype, shape: [length], bytes: new Uint8Array(buffer, byteOffset, byteLength) };
}

const floats32 = ({ bytes }: Tensor): Float32Array => new Float32Array(bytes.slice().buffer);
const floats64 = ({ bytes }: Tensor): Float64Array => new Float64Array(bytes.slice().buffer);

const FIELDS = [
  "epoch",
  "loss",
  "validationLoss",
  "standardizedValidationLoss",
  "updates",
  "elapsedMs",
] as const;
/** Stands for a field that an epoch does not have: no loss is negative. */
const ABSENT = -1;

function numbersOf(epochs: readonly Epoch[]): Float64Array {
  return Float64Array.from(epochs.flatMap((epoch) => FIELDS.map((field) => epoch[field] ?? ABSENT)));
}

function epochsOf(numbers: Float64Array): Epoch[] {
  return Array.from({ length: numbers.length / FIELDS.length }, (_, e) => {
    const fields = FIELDS.map((field, i): [string, number] => [field, numbers[e * FIELDS.length + i]]);
    return Object.fromEntries(fields.filter(([, value]) => value !== ABSENT)) as unknown as Epoch;
  });
}

function checksumOf(fit: string, tensors: ReadonlyMap<string, Tensor>): number {
  const head = JSON.stringify([fit, Array.from(tensors, ([name, { dtype, shape }]) => [name, dtype, shape])]);
  let checksum = crc32(new host.TextEncoder().encode(head));
  for (const { bytes } of tensors.values()) checksum = crc32(bytes, checksum);
  return checksum;
}
