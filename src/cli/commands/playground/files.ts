import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { UsageError } from "../../base/failure.js";

/** A file as it is sent. */
export interface Served {
  readonly type: string;
  readonly bytes: Buffer;
  /** The same, compressed; absent where that would save nothing. */
  readonly gzip?: Buffer;
  /** Names the content, for browsers that ask whether theirs is still the newest. */
  readonly tag: string;
  /** For how long a browser need not ask again, as `Cache-Control` says it. */
  readonly keep: string;
}

const TYPES: Readonly<Record<string, string>> = {
  ".bin": "application/octet-stream",
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".gz": "application/gzip",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** What already is compressed. */
const COMPRESSED = new Set([".bin", ".gz", ".png"]);

/** The page as `npm run build` has made it: beside the command. */
export const SHIPPED = fileURLToPath(new URL("./playground/", import.meta.url));

/**
 * Reads a page's folder, once: what is sent later is what stands in this list, and nothing else on the disk.
 *
 * @returns the files by their paths in addresses, such as "/assets/page.js"; "/" is index.html
 * @throws UsageError when the folder holds no page
 */
export function readFiles(folder: string): ReadonlyMap<string, Served> {
  if (!existsSync(join(folder, "index.html")))
    throw new UsageError(
      `${join(folder, "index.html")} is missing, and with it the playground. In a clone: npm run build. Elsewhere: install downhill again.`,
    );
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = new Map<string, Served>();
  for (const path of paths.filter((path) => statSync(join(folder, path)).isFile()))
    files.set(`/${path.replaceAll("\\", "/")}`, serve(path, readFileSync(join(folder, path))));
  files.set("/", files.get("/index.html") as Served);
  return files;
}

function serve(path: string, bytes: Buffer): Served {
  const ending = extname(path);
  const gzip = COMPRESSED.has(ending) ? undefined : gzipSync(bytes, { level: 9 });
  return {
    type: TYPES[ending] ?? "application/octet-stream",
    bytes,
    ...(gzip && gzip.length < bytes.length && { gzip }),
    tag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
    keep: keepOf(path),
  };
}

/** Names in assets hold a hash of the content; what else the page names is an icon or so, and what a browser begins with must be new. */
function keepOf(path: string): string {
  if (/^assets[/\\]/.test(path)) return "public, max-age=31536000, immutable";
  return /\.(html|js)$/.test(path) ? "no-cache" : "public, max-age=3600";
}
