/* Which pictures are on the screen: the trainer computes no others. */
import { tell } from "./trainer-client.js";
import type { PictureName } from "./trainer/messages.js";

/** How many views show each. */
const views = new Map<PictureName, number>();
let told = "";
let isAboutToTell = false;

/** @returns what to call when it is no longer on the screen */
export function keepShown(name: PictureName): () => void {
  count(name, 1);
  return () => count(name, -1);
}

function count(name: PictureName, change: number): void {
  views.set(name, (views.get(name) ?? 0) + change);
  if (isAboutToTell) return;
  isAboutToTell = true;
  // One message for all that come and go together.
  queueMicrotask(() => {
    isAboutToTell = false;
    const pictures = [...views].filter(([, count]) => count > 0).map(([name]) => name);
    if (pictures.join() === told) return;
    told = pictures.join();
    tell({ kind: "show", pictures });
  });
}
