import { t } from "../i18n/texts.js";
import { setup } from "../state.js";
import { BringFile } from "./data/BringFile.js";
import { CsvOptions } from "./data/CsvOptions.js";
import { DataFailure } from "./data/DataFailure.js";
import { DrawPad } from "./data/DrawPad.js";
import { DropTarget } from "./data/DropTarget.js";
import { BirthsOptions, PlaneOptions, SpamOptions } from "./data/ExampleOptions.js";
import { Notes } from "./data/Notes.js";
import { Pick } from "./data/Pick.js";
import { Shares } from "./data/Shares.js";
import "./DataPanel.css";

/** What is learnt from: chosen, drawn or brought. */
export function DataPanel() {
  return (
    <section class="panel data-panel" aria-labelledby="data">
      <h2 id="data">{t().data.heading}</h2>
      <Pick />
      <BringFile />
      <DataFailure />
      <DataOptions />
      <Shares />
      <Notes />
      <DropTarget />
    </section>
  );
}

function DataOptions() {
  const { data } = setup.value;
  switch (data.kind) {
    case "births":
      return <BirthsOptions />;
    case "spam":
      return <SpamOptions />;
    case "drawn":
      return <DrawPad />;
    case "csv":
      return <CsvOptions name={data.name} hash={data.hash} />;
    default:
      return <PlaneOptions data={data} />;
  }
}
