import { t } from "../i18n/texts.js";
import type { Language } from "../i18n/texts.js";
import { language, playgroundFragment, theme, tourStep } from "../state.js";
import "./PageHead.css";

/** Each in its own words, for those who do not read the other. */
const LANGUAGES: readonly (readonly [Language, string, string])[] = [
  ["en", "English", "en"],
  ["zh", "中文", "zh-Hans"],
];

/** Name of the page, playground or tour, language and theme. */
export function PageHead() {
  const { title, tagline } = t().page;
  return (
    <header class="page-head">
      <div>
        <h1>{title}</h1>
        <p class="quiet">{tagline}</p>
      </div>
      <Pages />
      <LanguageSwitch />
      <ThemeSwitch />
    </header>
  );
}

function Pages() {
  const { pages, playground, tour } = t().page;
  const isTour = tourStep.value !== undefined;
  return (
    <nav class="tabs" aria-label={pages}>
      <a href={`#${playgroundFragment.value}`} aria-current={isTour ? undefined : "page"}>
        {playground}
      </a>
      <a href={isTour ? `#tour/${tourStep.value}` : "#tour/1"} aria-current={isTour ? "page" : undefined}>
        {tour}
      </a>
    </nav>
  );
}

function LanguageSwitch() {
  return (
    <div class="tabs" role="group" aria-label={t().page.language}>
      {LANGUAGES.map(([name, text, tag]) => (
        <button lang={tag} aria-pressed={language.value === name} onClick={() => (language.value = name)}>
          {text}
        </button>
      ))}
    </div>
  );
}

function ThemeSwitch() {
  const { theme: name, themes } = t().page;
  return (
    <label class="theme">
      {name}
      <select
        value={theme.value}
        onChange={({ currentTarget }) => (theme.value = currentTarget.value as typeof theme.value)}
      >
        {(Object.keys(themes) as (keyof typeof themes)[]).map((one) => (
          <option value={one}>{themes[one]}</option>
        ))}
      </select>
    </label>
  );
}
