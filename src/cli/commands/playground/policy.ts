/**
 * The Content-Security-Policy of the playground: the page loads its own files and nothing else, compiles WebAssembly, and starts workers. It
 * cannot send anything anywhere, which is what it promises. The server says it in a header, the built page in itself, for any other server.
 */
export const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "connect-src 'self'",
].join("; ");
