import { whole } from "../../i18n/numbers.js";
import { t } from "../../i18n/texts.js";
import "./Confusion.css";

/** Rows by what they are and what they are said to be; the more, the stronger the colour. */
export function Confusion({
  counts,
  classes,
  label,
}: {
  counts: readonly Float64Array[];
  classes: readonly string[];
  label: string;
}) {
  const texts = t().results.output;
  return (
    <div class="confusion" tabIndex={0} role="region" aria-label={label}>
      <table class="numbers">
        <thead>
          <tr>
            <td />
            {classes.map((name) => (
              <th scope="col" key={name}>
                {texts.predictedClass(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, actual) => (
            <tr key={classes[actual]}>
              <th scope="row">{texts.actualClass(classes[actual])}</th>
              {Array.from(row, (count, predicted) => (
                <Cell key={predicted} count={count} all={sumOf(row)} isRight={predicted === actual} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ count, all, isRight }: { count: number; all: number; isRight: boolean }) {
  const share = all > 0 ? count / all : 0;
  // Never so strong that the number on it cannot be read.
  const ground = `color-mix(in srgb, var(${isRight ? "--blue" : "--orange"}) ${Math.round(45 * share)}%, var(--surface))`;
  return (
    <td style={{ background: ground }} class={isRight ? "right" : undefined}>
      {whole(count)}
    </td>
  );
}

function sumOf(row: Float64Array): number {
  return row.reduce((sum, count) => sum + count, 0);
}
