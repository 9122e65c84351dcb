import { t } from "../i18n/texts.js";

/** Name of the page, playground or tour, language and theme. */
export function PageHead() {
  const { title, tagline } = t().page;
  return (
    <header class="page-head">
      <div>
        <h1>{title}</h1>
        <p class="quiet">{tagline}</p>
      </div>
    </header>
  );
}
