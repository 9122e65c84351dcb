import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/* Files that other tools wrote, and what their networks answer: computed in float64 from the files' own weights. */

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Real files that others published. They are not ours to copy, and lie beside a clone of those who work on downhill. */
const FOUND = from("../../../shared/interop/found");

export const isWithoutFound = !existsSync(FOUND);

export interface Answers {
  readonly inputs: number[][];
  readonly outputs: number[][];
  readonly logits?: number[][];
  readonly classes?: (string | number)[];
  readonly scaler?: unknown;
  /** Of a state_dict that names none. */
  readonly activationsAssumed?: string[];
}

export interface FoundFile {
  readonly id: string;
  readonly format: "onnx" | "keras-h5" | "keras-v3" | "tfjs" | "pytorch" | "safetensors";
  readonly expect: "load" | "refuse" | "tensors" | "either";
  readonly files: readonly string[];
  readonly about: string;
}

/** Those of some formats; none where they are not there. */
export function foundFiles(...formats: FoundFile["format"][]): FoundFile[] {
  if (isWithoutFound) return [];
  const all = JSON.parse(readFileSync(`${FOUND}/index.json`, "utf8")) as FoundFile[];
  return all.filter(({ format }) => formats.includes(format));
}

/** @param path as in the index's `files` */
export function foundBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(`${FOUND}/${path}`));
}

/** What the network of a found file answers, where that is known. */
export function foundAnswers({ files }: FoundFile): Answers | undefined {
  const path = files.find((file) => /\.json$/.test(file) && !/model(_meta)?\.json$/.test(file));
  return path === undefined ? undefined : (JSON.parse(readFileSync(`${FOUND}/${path}`, "utf8")) as Answers);
}

export interface TorchFile extends Answers {
  readonly file: string;
  readonly module: string;
  readonly expect?: string;
}

/** Files of PyTorch 2.11 and its exporters. */
export function torchFiles(pattern: RegExp): TorchFile[] {
  const { files } = JSON.parse(readFileSync(from("torch-2.11/index.json"), "utf8")) as { files: TorchFile[] };
  return files.filter(({ file }) => pattern.test(file));
}

export function torchBytes(file: string): Uint8Array {
  return new Uint8Array(readFileSync(from(`torch-2.11/${file}`)));
}
