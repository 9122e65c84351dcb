import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, resolve, dirname } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const QUERY = "?gzipped";
/** Where the development server has the files. */
const FOLDER = "/@gzipped/";

/**
 * `import url from "./data.csv?gzipped"`: the address of the file's bytes, compressed, so that they are as small from a server that
 * compresses nothing. The address ends in .bin, as servers take other names for a reason to say `Content-Encoding`, or not to.
 */
export function gzipped(): Plugin {
  /** By its name in development. */
  const paths = new Map<string, string>();
  let isBuild = true;
  return {
    name: "gzipped",
    enforce: "pre",
    configResolved(config) {
      isBuild = config.command === "build";
    },
    resolveId(id, importer) {
      if (!id.endsWith(QUERY) || importer === undefined) return null;
      // Resolved already where a second bundle, such as a worker's, asks again.
      const path = resolve(dirname(importer.split("?")[0]), id.slice(0, -QUERY.length));
      return path + QUERY;
    },
    load(id) {
      if (!id.endsWith(QUERY)) return null;
      const path = id.slice(0, -QUERY.length);
      this.addWatchFile(path);
      if (!isBuild) {
        paths.set(basename(path), path);
        return `export default ${JSON.stringify(FOLDER + basename(path))};`;
      }
      const source = compressed(path);
      const hash = createHash("sha256").update(source).digest("base64url").slice(0, 8);
      const fileName = `assets/${basename(path, ".csv")}-${hash}.bin`;
      const reference = this.emitFile({ type: "asset", fileName, source });
      return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? "/", "http://localhost");
        const path = pathname.startsWith(FOLDER) ? paths.get(pathname.slice(FOLDER.length)) : undefined;
        if (path === undefined) return next();
        response.setHeader("Content-Type", "application/octet-stream");
        response.end(compressed(path));
      });
    },
  };
}

function compressed(path: string): Uint8Array {
  return gzipSync(readFileSync(path), { level: 9 });
}
