import type { ComponentChildren } from "preact";
import { t } from "../../i18n/texts.js";

/** The picture of a step's experiment, and under it what can be moved, pressed and read. */
export function Experiment({
  picture,
  children,
}: {
  picture: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="panel tour-experiment" aria-label={t().tour.controls}>
      {picture}
      {children}
    </section>
  );
}
