import { host } from "../base/host.js";
import { explained } from "./refusal.js";
import { bytesOf } from "./unpack.js";

/** A module from the text it travels in. */
export function compile(text: string): object {
  try {
    return new host.WebAssembly.Module(bytesOf(text));
  } catch (error) {
    if (!onWorkers()) throw explained(error);
    throw new Error(
      "downhill: Cloudflare Workers compile no WebAssembly within a request. Bundle with the condition " +
        '"workerd" (as wrangler does), or set compatibility_date to 2025-06-01 or later.',
      { cause: error },
    );
  }
}

/**
 * The module at start-up where that is the only time for it: on Cloudflare Workers, when the bundler missed the condition
 * "workerd". Elsewhere, and where it is forbidden even then (compatibility dates before 2025-06-01), undefined.
 */
export function compileEarly(text: string): object | undefined {
  try {
    return onWorkers() ? compile(text) : undefined;
  } catch {
    return undefined;
  }
}

function onWorkers(): boolean {
  return host.navigator?.userAgent === "Cloudflare-Workers";
}
