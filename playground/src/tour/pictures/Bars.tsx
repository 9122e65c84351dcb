import { written } from "../numbers.js";
import "./Bars.css";

export interface Bar {
  readonly name: string;
  /** undefined while it is not known yet: its room is kept. */
  readonly value?: number;
  /** Guesses that need no training look different. */
  readonly isNaive?: boolean;
  /** Single measurements of which the value is the mean. */
  readonly dots?: readonly number[];
  /** Beside the name. */
  readonly note?: string;
}

/** Numbers as bars with their names before and the number after: a table, so that it can be read aloud. */
export function Bars({ caption, most, bars }: { caption: string; most: number; bars: readonly Bar[] }) {
  const part = (value: number): string => `${Math.min(100, (100 * value) / most)}%`;
  return (
    <table class="tour-bars">
      <caption>{caption}</caption>
      <tbody>
        {bars.map(({ name, value, isNaive, dots = [], note }) => (
          <tr key={name} class={isNaive ? "naive" : ""}>
            <th scope="row">
              {name}
              {note && <small>{note}</small>}
            </th>
            <td>
              <span class="track" aria-hidden="true">
                <span class="bar" style={{ width: part(value ?? 0) }} />
                {dots.map((dot) => (
                  <span class="dot" style={{ left: part(dot) }} />
                ))}
              </span>
              <span class="numbers">{value === undefined ? "–" : written(value)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
