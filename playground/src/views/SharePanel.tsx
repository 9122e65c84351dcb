import { t } from "../i18n/texts.js";

export function SharePanel() {
  return (
    <section class="panel" style={{ gridArea: "share" }} aria-labelledby="share">
      <h2 id="share">{t().share.heading}</h2>
    </section>
  );
}
