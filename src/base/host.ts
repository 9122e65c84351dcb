/** The part of Node's worker_threads that is used. */
export interface NodeThreads {
  readonly Worker: new (source: unknown, options: { eval?: boolean; execArgv?: string[] }) => object;
  /** In a worker: the way to whoever started it. */
  readonly parentPort: object | null;
}

/** What every runtime has, though neither ECMAScript's types nor Node's alone have names for all of it. */
export const host = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object, imports: object) => { readonly exports: object };
    readonly Memory: new (pages: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  };
  readonly TextEncoder: new () => {
    encode(text: string): Uint8Array;
    encodeInto(text: string, bytes: Uint8Array): { written: number };
  };
  readonly TextDecoder: new (
    label: string,
    options: { fatal: boolean },
  ) => { decode(bytes: Uint8Array): string };
  readonly navigator?: { readonly userAgent?: string };
  readonly performance?: { now(): number };
  readonly Deno?: object;
  readonly location?: object;
  readonly document?: { readonly hidden: boolean };
  readonly requestAnimationFrame?: (task: () => void) => unknown;
  readonly setImmediate?: (task: () => void) => unknown;
  readonly MessageChannel?: new () => {
    port1: { onmessage: (() => void) | null; close(): void };
    port2: { postMessage(message: unknown): void };
  };
  setTimeout(task: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  /** In a worker of a browser, Deno or Bun: sends to whoever started it. */
  readonly postMessage?: unknown;
  readonly Worker?: new (url: unknown, options: { type: "classic" | "module" }) => object;
  readonly Blob: new (parts: string[], options: { type: string }) => object;
  readonly URL: { createObjectURL(blob: object): string; revokeObjectURL(url: string): void };
  readonly process?: { getBuiltinModule?(name: "worker_threads"): NodeThreads | undefined };
};
