/* Language, theme and keys, remembered where the browser allows it. */
import { effect, type Signal } from "@preact/signals";
import { loadTexts, t, type Language } from "./i18n/texts.js";
import { language, shortcuts, theme, tourStep } from "./state.js";

const LANGUAGES: readonly Language[] = ["en", "zh"];
const THEMES = ["auto", "light", "dark"] as const;

/** Reads what was chosen the last time, and keeps page and memory in step with it from then on. */
export function keepPreferences(): void {
  language.value = navigator.language.startsWith("zh") ? "zh" : "en";
  keep("language", language, LANGUAGES);
  keep("theme", theme, THEMES);
  keep("shortcuts", shortcuts, [true, false]);
  effect(() => void loadTexts());
  effect(() => {
    document.documentElement.lang = language.value === "zh" ? "zh-Hans" : "en";
    const { title, tour } = t().page;
    document.title = tourStep.value === undefined ? title : `${tour} · ${title}`;
  });
  effect(() => {
    if (theme.value === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme.value;
  });
}

function keep<Value>(name: string, signal: Signal<Value>, values: readonly Value[]): void {
  const key = `downhill-playground-${name}`;
  const known = values.find((value) => String(value) === read(key));
  if (known !== undefined) signal.value = known;
  let isFirst = true;
  effect(() => {
    const text = String(signal.value);
    // What nobody has chosen is not remembered: it goes on following the browser.
    if (!isFirst) remember(key, text);
    isFirst = false;
  });
}

/** Storage may be forbidden: then nothing is remembered. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // As above.
  }
}
