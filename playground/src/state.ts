/* The state of the page, all of it, in one place. Views read these signals, and call the functions of `actions.ts`. */
import { computed, signal } from "@preact/signals";
import type { Language } from "./i18n/texts.js";
import type { Linked } from "./link.js";
import { FIRST, type Setup, type Texts } from "./setup/setup.js";
import type { Curve, CurvePoint } from "./setup/curve.js";
import type { About, FileFacts, Frame, Pictures, Reached } from "./trainer/messages.js";

/** What a person has chosen. A new one begins a new training. */
export const setup = signal<Setup>(FIRST);
export const texts = signal<Texts>({});

/** What the trainer says of the data and the model; undefined while it builds them. */
export const about = signal<About | undefined>(undefined);
export const frame = signal<Frame | undefined>(undefined);
/** The pictures as they are: a frame brings those that have changed. */
export const pictures = signal<Pictures>({});
/** Each by itself: whoever draws one is not drawn anew with each frame, but when there is another. */
export const picture = {
  output: computed(() => pictures.value.output),
  units: computed(() => pictures.value.units),
  surface: computed(() => pictures.value.surface),
};
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
  /** The CSV file is not here: the person has to bring it. */
  readonly needsFile?: boolean;
}

export const language = signal<Language>("en");
/** "auto" follows the system. */
export const theme = signal<"auto" | "light" | "dark">("auto");
/** The step of the tour, from 1; undefined: the playground. */
export const tourStep = signal<number | undefined>(undefined);

export const phase = computed(() => frame.value?.phase ?? "paused");

/** A link's CSV file that was too long for it: training begins when the person has brought the file. */
export const wanted = signal<Linked | undefined>(undefined);

/** Whether single keys are heard: people who speak to their computer may want them not to be. */
export const shortcuts = signal(true);

/** The epoch that a link asked for; 0 where a person began. */
export const target = signal(0);
/** The playground's last address, to come back to from the tour. */
export const playgroundFragment = signal("");

export const reached = computed<Reached>(() => {
  const { epoch = 0, stoppedBy, hash } = frame.value ?? {};
  return { epoch, ...(stoppedBy && { stoppedBy }), ...(hash && { hash }) };
});

/** What is known of the CSV file that is chosen, also where nothing can be learnt from it as it is. */
export const file = signal<FileFacts | undefined>(undefined);
/** What became of the last CSV file that was brought; undefined once other data are chosen. */
export const bringing = signal<Bringing | undefined>(undefined);

export interface Bringing {
  readonly name: string;
  readonly state: "reading" | "read" | "failed";
  /** The library's own words, of one that could not be read. What was there before stays. */
  readonly message?: string;
  /** The encoding of one that was not in UTF-8. */
  readonly encoding?: string;
}

/** The pad's curve, stroke by stroke; the last is the one that is seen. */
export const strokes = signal<readonly Curve[]>([]);

/** The last setup whose data and model could be made: what to go back to. */
export const lastGood = signal<Setup | undefined>(undefined);
/** Whether a file is being dragged over the page. */
export const isDragging = signal(false);
/** The place of the pad's keyboard cursor; undefined until a key moves it. */
export const cursor = signal<CurvePoint | undefined>(undefined);
