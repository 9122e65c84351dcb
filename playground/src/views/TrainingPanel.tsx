import { t } from "../i18n/texts.js";

export function TrainingPanel() {
  return (
    <section class="panel" style={{ gridArea: "training" }} aria-labelledby="training">
      <h2 id="training">{t().training.heading}</h2>
    </section>
  );
}
