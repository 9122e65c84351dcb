// The browsers of this machine, found and driven: Chromium and Firefox by puppeteer-core, WebKitGTK's own small browser
// on a virtual display.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { lineOf, start, temporaryFolder } from "./processes.mjs";

/** Calls home are switched off. */
export const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

const exists = (path) => path !== undefined && existsSync(path);

/** Where Chromium is: $CHROMIUM_PATH, the system's, or the one that playwright has installed. */
export function findChromium() {
  const { CHROMIUM_PATH } = process.env;
  const usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  return [CHROMIUM_PATH, ...usual, ...playwrightChromiums()].find(exists);
}

function playwrightChromiums() {
  const folders = {
    linux: join(homedir(), ".cache/ms-playwright"),
    darwin: join(homedir(), "Library/Caches/ms-playwright"),
    win32: join(homedir(), "AppData/Local/ms-playwright"),
  };
  const folder = process.env.PLAYWRIGHT_BROWSERS_PATH ?? folders[process.platform];
  if (!folder || !existsSync(folder)) return [];
  const inside = {
    linux: ["chrome-linux/chrome", "chrome-linux64/chrome"],
    darwin: ["chrome-mac/Chromium.app/Contents/MacOS/Chromium"],
    win32: ["chrome-win/chrome.exe", "chrome-win64/chrome.exe"],
  }[process.platform];
  const versions = readdirSync(folder).filter((name) => name.startsWith("chromium-"));
  return versions.flatMap((name) => inside.map((path) => join(folder, name, path)));
}

export function findFirefox() {
  const { FIREFOX_PATH } = process.env;
  return [FIREFOX_PATH, "/usr/bin/firefox-esr"].find(exists);
}

/** WebKitGTK's MiniBrowser, when there is an Xvfb to show it on. */
export function findWebKit() {
  if (!existsSync("/usr/bin/Xvfb")) return undefined;
  const chips = { x64: "x86_64", arm64: "aarch64" };
  return [`/usr/lib/${chips[process.arch]}-linux-gnu/webkit2gtk-4.1/MiniBrowser`].find(existsSync);
}

/** Chromium by puppeteer-core, with its calls home switched off. */
export async function launchChromium(executablePath, options) {
  const { default: puppeteer } = await import("puppeteer-core");
  return await puppeteer.launch({ executablePath, headless: true, args: QUIET, ...options });
}

export async function launchFirefox(executablePath) {
  const { default: puppeteer } = await import("puppeteer-core");
  return await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
}

/** A puppeteer browser that opens pages. `onError` is called with errors that a page itself cannot report. */
function driven(browser, version, engine) {
  return {
    version,
    engine,
    async visit(url, onError) {
      const page = await browser.newPage();
      page.on("pageerror", (error) => onError(String(error?.stack ?? error)));
      page.on("requestfailed", (request) => onError(`${request.url()} could not be loaded`));
      await page.goto(url);
      return () => page.close();
    },
    close: () => browser.close(),
  };
}

/** Each starts a browser: { version, engine, visit(url, onError), close }. A visit resolves to a function that closes its page. */
export const BROWSERS = {
  async chromium() {
    const browser = await launchChromium(findChromium());
    const session = await browser.target().createCDPSession();
    const { product, jsVersion } = await session.send("Browser.getVersion");
    return driven(browser, product.replace(/^.*\//, ""), `V8 ${jsVersion}`);
  },
  async firefox() {
    const browser = await launchFirefox(findFirefox());
    const version = (await browser.version()).replace(/^.*\//, "");
    return driven(browser, `${version} ESR`, `SpiderMonkey ${version}`);
  },
  async webkit() {
    const binary = findWebKit();
    const home = temporaryFolder("webkit");
    const screen = start("Xvfb", ["-displayfd", "3", "-nolisten", "tcp", "-screen", "0", "800x600x24"], {
      fds: 1,
    });
    const display = await lineOf(screen, 3, (line) => `:${line.trim()}`);
    const env = {
      HOME: home.path,
      DISPLAY: display,
      GDK_BACKEND: "x11",
      LIBGL_ALWAYS_SOFTWARE: "1",
      WEBKIT_DISABLE_DMABUF_RENDERER: "1",
      WEBKIT_DISABLE_COMPOSITING_MODE: "1",
    };
    const version = webkitVersion();
    return {
      version: `GTK ${version}`,
      engine: `JavaScriptCore ${version}`,
      async visit(url, onError) {
        const window = start(binary, ["--private", url], { env });
        window.ended.then(() => onError(`MiniBrowser ended: ${window.lastErrors()}`));
        return () => window.stop();
      },
      async close() {
        await screen.stop();
        home.remove();
      },
    };
  },
};

function webkitVersion() {
  const format = "${Version}";
  const version = execFileSync("dpkg-query", ["-W", "-f", format, "libwebkit2gtk-4.1-0"], {
    encoding: "utf8",
  });
  return version.replace(/-.*/, "");
}
