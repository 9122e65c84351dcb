import type { Label } from "../data/labels.js";
import type { Stages } from "./stages.js";

/** What a file gives a network besides its spec and its parameters, checked. */
export interface Saved {
  readonly classes: readonly Label[] | undefined;
  readonly stages: Partial<Stages>;
}
