import { t } from "../i18n/texts.js";
import { LossChart } from "./LossChart.js";
import { OutputPicture } from "./OutputPicture.js";

export function Results() {
  return (
    <section class="panel" style={{ gridArea: "results" }} aria-labelledby="results">
      <h2 id="results">{t().results.heading}</h2>
      <OutputPicture />
      <LossChart />
    </section>
  );
}
