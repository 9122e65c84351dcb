import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/texts.js";
import { STEPS } from "./set-step.js";

type Page = ComponentType<{ step: number }>;

/** The lecture, one step at a time, 1 to 9. Its page is loaded when somebody first wants it. */
export function Tour({ step }: { step: number }) {
  const [loaded, setLoaded] = useState<{ Page: Page } | undefined>(undefined);
  useEffect(() => {
    void import("./TourPage.js").then(({ TourPage }) => setLoaded({ Page: TourPage }));
  }, []);
  if (loaded) return <loaded.Page step={Math.min(STEPS, Math.max(1, step))} />;
  return <main aria-busy="true" aria-label={t().tour.heading} />;
}
