import { t } from "../i18n/texts.js";

/** The lecture, one step at a time. */
export function Tour({ step }: { step: number }) {
  return (
    <main>
      <h2>
        {t().tour.heading}: {step}
      </h2>
    </main>
  );
}
