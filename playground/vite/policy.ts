import type { Plugin } from "vite";

/**
 * What the page may do, from any server: load its own files, compile WebAssembly, start workers. It cannot send anything anywhere, which
 * is what it promises. `downhill playground` says the same in a header.
 */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "connect-src 'self'",
].join("; ");

/** Writes the policy into the built page. Vite's own server, while one works on the page, needs more than that. */
export function policy(): Plugin {
  const attrs = { "http-equiv": "Content-Security-Policy", content: POLICY };
  return {
    name: "policy",
    apply: "build",
    transformIndexHtml: () => [{ tag: "meta", attrs, injectTo: "head-prepend" }],
  };
}
