import { change } from "../../actions.js";
import { chooseInput, chosenInputs } from "../../files.js";
import { formatNumber } from "../../i18n/format.js";
import { t } from "../../i18n/texts.js";
import { firstTarget, isShortened, MOST_TEXTS, namesRows } from "../../setup/columns.js";
import { setup } from "../../state.js";
import type { ColumnFacts, FileFacts } from "../../trainer/messages.js";

/** Which columns the target is predicted from. */
export function CsvInputs({ facts }: { facts: FileFacts }) {
  const texts = t().data;
  const target = setup.value.target ?? firstTarget(facts);
  const columns = facts.columns.filter(({ name }) => name !== target);
  const chosen = new Set(chosenInputs(facts));
  const hasGaps = facts.columns.some(
    ({ name, missing }) => missing > 0 && (chosen.has(name) || name === target),
  );
  const all = columns.flatMap(({ name, kind }) => (kind === "empty" ? [] : name));
  return (
    <div role="group" aria-label={texts.inputs} class="inputs">
      <div class="row">
        <h3 aria-hidden="true">{texts.inputs}</h3>
        <button onClick={() => change({ inputs: all })}>{texts.all}</button>
        <button onClick={() => change({ inputs: [] })}>{texts.none}</button>
      </div>
      <ul>
        {columns.map((column) => (
          <li key={column.name}>
            <Input column={column} facts={facts} isChosen={chosen.has(column.name)} />
          </li>
        ))}
      </ul>
      {hasGaps && <p class="small quiet">{texts.filled}</p>}
    </div>
  );
}

interface InputProps {
  readonly column: ColumnFacts;
  readonly facts: FileFacts;
  readonly isChosen: boolean;
}

function Input({ column, facts, isChosen }: InputProps) {
  const { name, kind } = column;
  return (
    <label class="input">
      <input
        type="checkbox"
        checked={isChosen}
        disabled={kind === "empty"}
        onChange={({ currentTarget }) => chooseInput(name, currentTarget.checked, facts)}
      />
      <span class="name">{name}</span>
      <span class="quiet small">{detailsOf(column, facts.rows)}</span>
    </label>
  );
}

/** The kind, and what is odd about it. */
function detailsOf(column: ColumnFacts, rows: number): string {
  const texts = t().data;
  const { kind, missing } = column;
  const gaps = missing > 0 ? [texts.missing(formatNumber(missing))] : [];
  return [kind === "text" ? textsOf(column, rows) : texts[kind], ...gaps].join(" · ");
}

function textsOf(column: ColumnFacts, rows: number): string {
  const { another, shortened, different } = t().data;
  const count = formatNumber(column.different);
  if (namesRows(column, rows)) return another(count);
  return isShortened(column, rows) ? shortened(count, MOST_TEXTS) : different(count);
}
