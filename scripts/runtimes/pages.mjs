// The packed project as pages on a loopback server. What a page finds out, it reports to the server it came from.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serve } from "../serve.mjs";
import { within } from "./processes.mjs";

const LIMIT_MS = 60_000;
const POLICY = "script-src 'self' 'wasm-unsafe-eval'";

/**
 * Serves a packed project:
 *   /page.html           a page that finds "downhill" by an import map
 *   /relative/x.js       the same files with the library's address in place of its name, for Workers, which know no import map
 *   /relative/page.html  a page without an import map; /strict/... the same under a content security policy
 *   /bundled/...         whatever was written there
 */
export async function servePages({ folder, addresses }) {
  const awaited = new Map();
  const answer = (request, response, url) => {
    if (request.method === "POST" && url.pathname === "/report") {
      receive(request, (text) => awaited.get(url.search)?.(JSON.parse(text)));
      response.writeHead(204).end();
      return true;
    }
    if (url.pathname === "/page.html") {
      const map = JSON.stringify({ imports: addresses });
      sendPage(response, `<script type="importmap">${map}</script>\n`, "/page.js");
      return true;
    }
    const [, kind, file] = /^\/(relative|strict)\/(.*)$/.exec(url.pathname) ?? [];
    if (kind === undefined) return false;
    const headers = kind === "strict" ? { "content-security-policy": POLICY } : {};
    if (file.endsWith(".html")) sendPage(response, "", file.replace(".html", ".js"), headers);
    else {
      const text = readFileSync(join(folder, file), "utf8");
      const named = text.replace(/(?<= from |import\()"(downhill[/\w-]*)"/g, (_, name) =>
        JSON.stringify(addresses[name]),
      );
      response.writeHead(200, { "content-type": "text/javascript", ...headers }).end(named);
    }
    return true;
  };
  const server = await serve(folder, { answer });
  let visits = 0;

  return {
    close: server.close,
    /** Opens a path in a browser and waits for its report. @throws the error that the page or the browser reports */
    async outcome(browser, path) {
      const query = `?${++visits}`;
      let closePage = () => undefined;
      const report = new Promise((resolve, reject) => {
        awaited.set(query, resolve);
        const onError = (text) => reject(new Error(text));
        browser.visit(server.origin + path + query, onError).then((close) => (closePage = close), reject);
      });
      try {
        const outcome = await within(LIMIT_MS, report, path);
        if (outcome.error) throw new Error(outcome.error);
        return outcome;
      } finally {
        await closePage();
      }
    },
  };
}

function sendPage(response, head, script, headers = {}) {
  const page = `<!doctype html>\n<meta charset="utf-8" />\n<link rel="icon" href="data:," />\n<title>downhill</title>\n${head}`;
  response
    .writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers })
    .end(`${page}<script type="module" src="${script}"></script>\n`);
}

function receive(request, done) {
  let text = "";
  request.on("data", (chunk) => (text += chunk)).on("end", () => done(text));
}
