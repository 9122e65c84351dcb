/** A WebAssembly memory, as far as tests look at it. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface Wasm {
  readonly Module: { new (bytes: Uint8Array): object; imports(module: object): { readonly name: string }[] };
  Instance: new (module: object, imports: object) => { readonly exports: object };
  Memory: { new (pages: { initial: number; maximum?: number }): WasmMemory; readonly prototype: WasmMemory };
}

/** WebAssembly itself, for which neither ECMAScript's types nor Node's have a name. */
export const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;

/** Collects the memory of every instance made until `stop`, in which it has all the core's memory. */
export function watchInstances(): { readonly memories: readonly WasmMemory[]; stop: () => void } {
  const native = wasm.Instance;
  const memories: WasmMemory[] = [];
  wasm.Instance = new Proxy(native, {
    construct(target, args, newTarget) {
      const [, imports] = args as [module: object, imports: { env: { memory: WasmMemory } }];
      memories.push(imports.env.memory);
      return Reflect.construct(target, args, newTarget) as InstanceType<typeof native>;
    },
  });
  return { memories, stop: () => void (wasm.Instance = native) };
}
