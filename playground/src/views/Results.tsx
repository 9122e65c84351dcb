import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { t } from "../i18n/texts.js";
import { LossChart } from "./LossChart.js";
import { OutputPicture } from "./OutputPicture.js";
import "./Results.css";
import { ScoreTable } from "./ScoreTable.js";
import { SurfacePicture } from "./SurfacePicture.js";
import { UnitsPicture } from "./UnitsPicture.js";

/** What training has found: pictures, curves, scores; two more pictures for those who want to look inside. */
export function Results() {
  const texts = t().results;
  return (
    <section class="panel results" aria-labelledby="results">
      <h2 id="results">{texts.heading}</h2>
      <div class="pair">
        <OutputPicture />
        <LossChart />
      </div>
      <ScoreTable />
      <Folded heading={texts.units.heading} Picture={UnitsPicture} />
      <Folded heading={texts.surface.heading} Picture={SurfacePicture} />
    </section>
  );
}

/** Where there is room beside the choices, all pictures are seen at once. */
const HAS_ROOM = matchMedia("(min-width: 76rem)").matches;

/** A picture that is only computed while it is open. */
function Folded({ heading, Picture }: { heading: string; Picture: ComponentType }) {
  const [isOpen, setOpen] = useState(HAS_ROOM);
  return (
    <details class="folded" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <h3>{heading}</h3>
      </summary>
      {isOpen && <Picture />}
    </details>
  );
}
