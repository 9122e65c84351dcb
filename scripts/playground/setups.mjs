// The playground's own way to say what to train and to put it into an address, for scripts: bundled from its sources, so that there is
// one of it.
import { build } from "esbuild";

const { outputFiles } = await build({
  stdin: {
    contents: 'export * from "./playground/src/link.ts"; export * from "./playground/src/setup/setup.ts";',
    resolveDir: process.cwd(),
  },
  bundle: true,
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  alias: { downhill: `${process.cwd()}/dist/index.js` },
  write: false,
  logLevel: "error",
});

/** `toLink`, `defaultsFor` and what else those two files export. */
export const { toLink, fromLink, defaultsFor } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
);
