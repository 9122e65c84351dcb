import { BASE64 } from "./inlined.js";

interface Host {
  atob(text: string): string;
  WebAssembly: { Module: new (bytes: Uint8Array) => object };
}

let compiled: object | undefined;

/** The core as a compiled module: from the bytes that travel inside this package, on first use, once. */
export function coreModule(): object {
  return (compiled ??= compile());
}

function compile(): object {
  const host = globalThis as unknown as Host;
  const text = host.atob(BASE64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return new host.WebAssembly.Module(bytes);
}
