/**
 * An engine's error with what to do about it, where a page's Content-Security-Policy is why it does not run WebAssembly; any other error
 * as it is. Chromium and Firefox refuse to compile ("... because 'unsafe-eval' is not an allowed source of script ...", "... blocked by
 * CSP"), WebKit up to 2026 to instantiate ("... because 'unsafe-eval' or 'wasm-unsafe-eval' is not ...").
 */
export function explained(error: unknown): unknown {
  if (!/CSP|-eval/.test(String(error))) return error;
  return new Error(
    "downhill: Content-Security-Policy forbids WebAssembly. Add 'wasm-unsafe-eval' to script-src.",
    { cause: error },
  );
}
