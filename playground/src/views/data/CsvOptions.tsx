import { change } from "../../actions.js";
import { chooseTarget } from "../../files.js";
import { t } from "../../i18n/texts.js";
import { areClasses, firstTarget, mayBeClasses } from "../../setup/columns.js";
import { file, setup } from "../../state.js";
import type { ColumnFacts, FileFacts } from "../../trainer/messages.js";
import { CsvInputs } from "./CsvInputs.js";
import { Past } from "./ExampleOptions.js";
import { Choices } from "./fields.js";
import { FirstRows } from "./FirstRows.js";

/** What is to be learnt from a CSV file. */
export function CsvOptions({ name, hash }: { name: string; hash: string }) {
  const facts = file.value;
  // Until the trainer has read a file that came in a link.
  if (facts?.hash !== hash) return <h3 class="filename">{name}</h3>;
  const target = facts.columns.find((column) => column.name === (setup.value.target ?? firstTarget(facts)));
  return (
    <div class="csv">
      <h3 class="filename">{name}</h3>
      <FirstRows facts={facts} />
      <TargetField facts={facts} />
      {target && mayBeClasses(target) && setup.value.past === undefined && <KindOfTarget target={target} />}
      {target?.kind === "number" && <TableOrSeries />}
      {setup.value.past === undefined ? <CsvInputs facts={facts} /> : <Past label={t().data.pastSteps} />}
    </div>
  );
}

function TargetField({ facts }: { facts: FileFacts }) {
  const texts = t().data;
  return (
    <label>
      {texts.target}
      <select
        value={setup.value.target ?? firstTarget(facts)}
        onChange={({ currentTarget }) => chooseTarget(currentTarget.value, facts)}
      >
        {facts.columns.map(({ name, kind }) => (
          <option key={name} value={name} disabled={kind === "date" || kind === "empty"}>
            {name} ({texts[kind]})
          </option>
        ))}
      </select>
    </label>
  );
}

function KindOfTarget({ target }: { target: ColumnFacts }) {
  const texts = t().data;
  return (
    <Choices
      label={texts.as}
      value={areClasses(target, setup.value.targetKind) ? "classes" : "number"}
      choices={[
        ["number", texts.asNumber],
        ["classes", texts.asClasses],
      ]}
      onChoose={(targetKind) => change({ targetKind })}
    />
  );
}

/** Past values where a table becomes a series. */
const PAST = 7;

function TableOrSeries() {
  const texts = t().data;
  const value = setup.value.past === undefined ? "table" : "series";
  return (
    <div>
      <Choices
        label={texts.rowsAre}
        value={value}
        choices={[
          ["table", texts.table],
          ["series", texts.series],
        ]}
        onChoose={(choice) => change({ past: choice === "series" ? PAST : undefined })}
      />
      <p class="small quiet">{value === "table" ? texts.tableHint : texts.seriesHint}</p>
    </div>
  );
}
