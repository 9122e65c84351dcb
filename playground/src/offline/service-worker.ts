/*
 * Keeps the page for use without a network. The page itself comes from the network where there is one, so that no old version stays for
 * ever; the files that it names have hashes in their names and come from what is kept, which is quicker. The build writes the list of
 * files in here, so that another version of the page is another service worker.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;

/** What the build knows: each file below the page's folder, "" for the page itself, with its hash as `integrity` has it. */
declare const FILES: Readonly<Record<string, string>>;
/** A hash of that list. */
declare const VERSION: string;

/** Other pages of the same server may have caches too. */
const OURS = `downhill playground ${worker.registration.scope} `;
const CACHE = OURS + VERSION;

/** Milliseconds until a network that says nothing counts as none. */
const PATIENCE_MS = 4000;

const addressOf = (file: string): string => new URL(file, worker.registration.scope).href;

worker.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
  void worker.skipWaiting();
});

worker.addEventListener("activate", (event) => event.waitUntil(dropOld()));

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = request.url.replace(/[?#].*$/, "");
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    if (address === addressOf("") || address === addressOf("index.html")) event.respondWith(page(request));
  } else if (address.startsWith(worker.registration.scope)) {
    event.respondWith(file(request, address));
  }
});

/** All files or none: where one is another than the list says, as while a server is being renewed, the next load tries again. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  try {
    const keep = async ([name, integrity]: [string, string]): Promise<void> => {
      const address = addressOf(name);
      // Names without a hash in them may lie in the browser's own cache as they were before.
      const fresh = name.startsWith("assets/") ? "default" : "no-cache";
      await cache.put(address, await fetch(address, { integrity, cache: fresh }));
    };
    await Promise.all(Object.entries(FILES).map(keep));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** The version before stays as long as a page of it may be open, which loads some files only when it needs them. */
async function dropOld(): Promise<void> {
  const old = (await ourCaches()).slice(2);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The newest first. */
async function ourCaches(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(OURS)).reverse();
}

async function page(request: Request): Promise<Response> {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.ok) return response;
    return (await kept(addressOf(""))) ?? response;
  } catch (error) {
    const response = await kept(addressOf(""));
    if (response) return response;
    throw error;
  }
}

async function file(request: Request, address: string): Promise<Response> {
  return (await kept(address)) ?? fetch(request);
}

async function kept(address: string): Promise<Response | undefined> {
  for (const name of await ourCaches()) {
    const response = await (await caches.open(name)).match(address, { ignoreVary: true });
    if (response) return response;
  }
  return undefined;
}
