import type { Plugin } from "vite";
import { POLICY } from "../../src/cli/commands/playground/policy.js";

/** Writes the policy into the built page. Vite's own server, while one works on the page, needs more than that. */
export function policy(): Plugin {
  const attrs = { "http-equiv": "Content-Security-Policy", content: POLICY };
  return {
    name: "policy",
    apply: "build",
    transformIndexHtml: () => [{ tag: "meta", attrs, injectTo: "head-prepend" }],
  };
}
