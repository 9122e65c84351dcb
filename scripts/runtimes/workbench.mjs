// What the rows of one run share: the packed project, its pages, browsers and Workers; each made when first asked for.
import { join } from "node:path";
import { BROWSERS } from "./browsers.mjs";
import { bundleWorker } from "./bundles.mjs";
import { packedProject } from "./packed.mjs";
import { servePages } from "./pages.mjs";
import { startWorkers, workerdBinary } from "./workerd.mjs";

export class Workbench {
  #made = new Map();
  #cleanups = [];

  /** @returns what `make` gave the first time; `release` of it is called by close() */
  #once(name, make, release) {
    if (!this.#made.has(name)) {
      const made = make().then((value) => {
        this.#cleanups.unshift(() => release(value));
        return value;
      });
      this.#made.set(name, made);
    }
    return this.#made.get(name);
  }

  project() {
    return this.#once("project", packedProject, (project) => project.remove());
  }

  pages() {
    const make = async () => await servePages(await this.project());
    return this.#once("pages", make, (pages) => pages.close());
  }

  browser(kind) {
    return this.#once(kind, BROWSERS[kind], (browser) => browser.close());
  }

  /** Workers that train, score, and train in a bundle that missed the condition "workerd": on the first date that allows it. */
  workers() {
    const make = async () => {
      const { folder } = await this.project();
      const worker = async (name, source, options) => {
        const script = join(folder, `bundled/${name}/worker.js`);
        return { script, modules: await bundleWorker(join(folder, source), script, options) };
      };
      const workers = {
        train: await worker("train", "workerd/train.js"),
        score: await worker("score", "workerd/score.js"),
        missed: {
          ...(await worker("missed", "workerd/train.js", { conditions: ["browser"] })),
          date: "2025-06-01",
        },
      };
      return await startWorkers(workerdBinary(), workers, folder);
    };
    return this.#once("workers", make, (workers) => workers.stop());
  }

  async close() {
    for (const cleanUp of this.#cleanups.splice(0)) await cleanUp();
  }
}
