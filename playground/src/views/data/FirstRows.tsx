import { formatNumber } from "../../i18n/format.js";
import { t } from "../../i18n/texts.js";
import type { FileFacts } from "../../trainer/messages.js";

/** The file's first rows, as they were read. */
export function FirstRows({ facts: { rows, columns, firstRows } }: { facts: FileFacts }) {
  const texts = t().data;
  const shown = columns.slice(0, firstRows[0]?.length);
  const isNumber = (c: number): boolean => shown[c].kind === "number";
  return (
    <div>
      <p class="small">{texts.facts(formatNumber(rows), formatNumber(columns.length))}</p>
      <div class="first-rows" role="region" aria-label={texts.firstRows} tabIndex={0}>
        <table class="numbers">
          <thead>
            <tr>
              {shown.map(({ name }, c) => (
                <th key={name} scope="col" class={isNumber(c) ? "right" : ""}>
                  {name}
                </th>
              ))}
              {shown.length < columns.length && <th>…</th>}
            </tr>
          </thead>
          <tbody>
            {firstRows.map((cells, row) => (
              <tr key={row}>
                {cells.map((cell, c) => (
                  <td key={c} class={isNumber(c) ? "right" : ""}>
                    {cell ?? <span class="quiet">–</span>}
                  </td>
                ))}
                {shown.length < columns.length && <td class="quiet">…</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
