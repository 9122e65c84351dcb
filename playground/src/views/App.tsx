import { t } from "../i18n/texts.js";
import { tourStep } from "../state.js";
import { Tour } from "../tour/Tour.js";
import "./App.css";
import { Controls } from "./Controls.js";
import { DataPanel } from "./DataPanel.js";
import { Failure } from "./Failure.js";
import { NetworkPanel } from "./NetworkPanel.js";
import { PageHead } from "./PageHead.js";
import { Results } from "./Results.js";
import { SharePanel } from "./SharePanel.js";
import { TrainingPanel } from "./TrainingPanel.js";

export function App() {
  return (
    <>
      <PageHead />
      <Failure />
      {tourStep.value === undefined ? <Playground /> : <Tour step={tourStep.value} />}
    </>
  );
}

function Playground() {
  return (
    <main aria-label={t().page.playground}>
      <Controls />
      <div class="playground">
        <div class="column">
          <DataPanel />
          <NetworkPanel />
        </div>
        <div class="column">
          <TrainingPanel />
          <SharePanel />
        </div>
        <Results />
      </div>
    </main>
  );
}
