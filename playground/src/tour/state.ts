/* What all steps share. What a person moves within a step, a slider or a handle, belongs to the step. */
import { signal } from "@preact/signals";
import type { Births } from "./data/births.js";

/** undefined until the trainer has read them. */
export const births = signal<Births | undefined>(undefined);
/** Why they could not be read. */
export const birthsFailure = signal<string | undefined>(undefined);
