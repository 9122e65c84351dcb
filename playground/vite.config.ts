import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { gzipped } from "./vite/gzipped.js";
import { offline } from "./vite/offline.js";
import { policy } from "./vite/policy.js";
import { preloadTrainer } from "./vite/preload.js";

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Which plugin took longest is nothing to be warned of. */
const QUIET = { checks: { pluginTimings: false } };

/** Static files that work from any folder of any web server: all addresses are relative. */
export default defineConfig({
  root: from("."),
  base: "./",
  resolve: {
    // The package itself, as it is built: what the playground runs is what people install.
    alias: [
      { find: /^downhill$/, replacement: from("../dist/index.js") },
      { find: /^downhill\/(\w+)$/, replacement: from("../dist/$1.js") },
    ],
  },
  plugins: [gzipped(), policy(), preloadTrainer(), offline()],
  worker: { format: "es", plugins: () => [gzipped()], rolldownOptions: QUIET },
  build: {
    outDir: from("../dist/playground"),
    emptyOutDir: true,
    target: "es2022",
    // No files as data: addresses, which the page's own policy forbids.
    assetsInlineLimit: 0,
    rolldownOptions: QUIET,
  },
  server: { host: "127.0.0.1" },
  preview: { host: "127.0.0.1" },
});
