import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Plugin, transformWithOxc } from "vite";

const SOURCE = fileURLToPath(new URL("../src/offline/service-worker.ts", import.meta.url));
const NAME = "service-worker.js";

/** Writes the service worker beside the built page, with the list of all its files in it. */
export function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    async writeBundle({ dir }) {
      const files = Object.fromEntries(filesIn(dir as string));
      const version = hash(JSON.stringify(files)).slice(0, 16);
      const { code } = await transformWithOxc(readFileSync(SOURCE, "utf8"), SOURCE);
      const known = `const FILES = ${JSON.stringify(files)};\nconst VERSION = "${version}";\n`;
      writeFileSync(join(dir as string, NAME), known + code);
    },
  };
}

/** Each file with its hash, in the order of names. The page is asked for as its folder: some servers send index.html elsewhere. */
function filesIn(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path !== NAME && statSync(join(folder, path)).isFile())
    .sort()
    .map((path) => {
      const name = path === "index.html" ? "" : path.replaceAll("\\", "/");
      return [name, `sha256-${hash(readFileSync(join(folder, path)))}`];
    });
}

function hash(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("base64");
}
