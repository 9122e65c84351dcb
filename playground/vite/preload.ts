import type { Plugin } from "vite";

/**
 * Lets the browser load the trainer while it loads the page's own program, which is what starts it: on a slow line that is a round trip
 * and more sooner.
 */
export function preloadTrainer(): Plugin {
  return {
    name: "preload-trainer",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle = {} }) {
        const trainer = Object.keys(bundle).find((name) => /^assets\/trainer-[\w-]+\.js$/.test(name));
        if (trainer === undefined) throw new Error("There is no trainer among the built files.");
        const attrs = { rel: "modulepreload", crossorigin: true, href: `./${trainer}` };
        return [{ tag: "link", attrs, injectTo: "head" }];
      },
    },
  };
}
