import { html, type Content, type Html } from "./html.js";

/** One column of a table. */
export interface TableColumn {
  readonly heading: Content;
  /** Figures stand to the right, one below the other. */
  readonly isNumber?: boolean;
}

export interface TableRow {
  /** The first names the row. */
  readonly cells: readonly Content[];
  /** Whether the row is what the table is about. */
  readonly isMarked?: boolean;
}

/**
 * A table of which each row begins with its name. Where a page is too narrow for it, it is scrolled by itself, also by keyboard.
 *
 * @param id of the caption, unique in the page
 */
export function table(
  id: string,
  caption: Content,
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
): Html {
  const heads = columns.map(
    ({ heading, isNumber }) => html`<th scope="col"${classOf(isNumber)}>${heading}</th>`,
  );
  const lines = rows.map(({ cells: [name, ...others], isMarked }) => {
    const cells = others.map((cell, c) => {
      const { isNumber } = columns[c + 1];
      return html`<td${classOf(isNumber)}>${isNumber ? withMinus(cell) : cell}</td>`;
    });
    return html`<tr${isMarked && html` class="marked"`}><th scope="row">${name}</th>${cells}</tr>\n`;
  });
  return html`<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}">
<table>
<caption><span id="${id}">${caption}</span></caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${lines}</tbody>
</table>
</div>
`;
}

/** A hyphen is too short for a minus. */
function withMinus(cell: Content): Content {
  return typeof cell === "string" ? cell.replace(/^-/, "\u2212") : cell;
}

function classOf(isNumber: boolean | undefined): Html | undefined {
  return isNumber ? html` class="number"` : undefined;
}

/** Terms, each with what is said of it. */
export function facts(pairs: readonly (readonly [term: Content, said: Content])[]): Html {
  const lines = pairs
    .filter(([, said]) => said !== undefined && said !== false)
    .map(([term, said]) => html`<div><dt>${term}</dt><dd>${said}</dd></div>\n`);
  return html`<dl>\n${lines}</dl>\n`;
}

/** Sentences as a list; nothing where there are none. */
export function list(items: readonly Content[]): Html | undefined {
  if (items.length === 0) return undefined;
  return html`<ul>\n${items.map((item) => html`<li>${item}</li>\n`)}</ul>\n`;
}
