/* The state of the page, all of it, in one place. Views read these signals, and call the functions of `actions.ts`. */
import { computed, signal } from "@preact/signals";
import type { Language } from "./i18n/texts.js";
import { FIRST, type Setup, type Texts } from "./setup/setup.js";
import type { About, Frame, Pictures } from "./trainer/messages.js";

/** What a person has chosen. A new one begins a new training. */
export const setup = signal<Setup>(FIRST);
export const texts = signal<Texts>({});

/** What the trainer says of the data and the model; undefined while it builds them. */
export const about = signal<About | undefined>(undefined);
export const frame = signal<Frame | undefined>(undefined);
/** The pictures as they are: a frame brings those that have changed. */
export const pictures = signal<Pictures>({});
/** Every epoch so far. The arrays grow in place, so that a frame costs what is new in it; each frame sets a new object around them. */
export const losses = signal<Losses>({ epochs: [], train: [], validation: [] });
export const failure = signal<Failure | undefined>(undefined);

export interface Losses {
  readonly epochs: readonly number[];
  readonly train: readonly number[];
  /** null where there are no validation rows. */
  readonly validation: readonly (number | null)[];
}

export interface Failure {
  readonly where: "data" | "model" | "training" | "link";
  /** The library's own words. */
  readonly message: string;
}

export const language = signal<Language>("en");
/** "auto" follows the system. */
export const theme = signal<"auto" | "light" | "dark">("auto");
/** The step of the tour, from 1; undefined: the playground. */
export const tourStep = signal<number | undefined>(undefined);

export const phase = computed(() => frame.value?.phase ?? "paused");
