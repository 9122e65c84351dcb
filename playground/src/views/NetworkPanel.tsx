import { t } from "../i18n/texts.js";

export function NetworkPanel() {
  return (
    <section class="panel" style={{ gridArea: "network" }} aria-labelledby="network">
      <h2 id="network">{t().network.heading}</h2>
    </section>
  );
}
