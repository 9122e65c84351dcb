/**
 * How a report looks: the colours of downhill/plot, so that pictures and page are one; dark where the reader's system is, light on paper.
 * Ink and soft have a contrast of 4.5 : 1 and more to their ground.
 */
export const STYLE = `
:root { --paper: #ffffff; --ink: #1c2128; --soft: #57606a; --line: #d8dee4; --tint: #f3f6f9; --good: #00704f; --bad: #b04a00; --blue: #0072b2; --test: #d55e00; --grid: #e4e8ec; --shade: #1c212833 }
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #14171c; --ink: #e9edf2; --soft: #a4aeba; --line: #333a43; --tint: #1d222a; --good: #2cc598; --bad: #ff8b45; --blue: #4aa8e0; --test: #ff8b45; --grid: #2a3038; --shade: #e9edf233 }
}
* { box-sizing: border-box }
html { color-scheme: light dark; -webkit-text-size-adjust: 100% }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; overflow-wrap: anywhere }
main { max-width: 45rem; margin: 0 auto; padding: 3rem 0 5rem }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; overflow-wrap: anywhere }
h1 { font-size: 2rem; letter-spacing: -0.015em; margin: 0 0 1.25rem }
h2 { font-size: 1.35rem; margin: 3.5rem 0 1rem; padding-top: 1.25rem; border-top: 1px solid var(--line) }
h3 { font-size: 1.05rem; margin: 2rem 0 0.5rem }
p { margin: 0 0 0.9rem }
ul { margin: 0 0 1rem; padding-left: 1.2rem }
li { margin: 0 0 0.4rem }
code, pre { font: 0.875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace }
pre { background: var(--tint); border-radius: 6px; padding: 0.9rem 1rem; margin: 0 0 1rem; white-space: pre-wrap }
a { color: var(--blue) }
.question { color: var(--soft); margin-bottom: 1rem }
.answer { font-size: 1.2rem; line-height: 1.45 }
.verdict { border-left: 4px solid var(--bad); padding-left: 1rem }
.verdict.good { border-color: var(--good) }
.soft { color: var(--soft) }
dl { margin: 0 0 1.25rem }
dl div { display: grid; grid-template-columns: minmax(7rem, 11rem) 1fr; gap: 1rem; padding: 0.35rem 0; border-bottom: 1px solid var(--line) }
dt { color: var(--soft) }
dd { margin: 0 }
/* A shade at an edge behind which there is more of a table; what lies at the table's own ends covers it. */
.scroll { overflow-x: auto; margin: 0 0 1.75rem; background: linear-gradient(90deg, var(--paper) 40%, transparent) 0 0 / 2.5rem 100% no-repeat local, linear-gradient(270deg, var(--paper) 40%, transparent) 100% 0 / 2.5rem 100% no-repeat local, linear-gradient(90deg, var(--shade), transparent) 0 0 / 0.75rem 100% no-repeat scroll, linear-gradient(270deg, var(--shade), transparent) 100% 0 / 0.75rem 100% no-repeat scroll }
.scroll:focus-visible { outline: 2px solid var(--blue); outline-offset: 3px }
table { border-collapse: collapse; width: 100%; font-size: 0.925rem; line-height: 1.4; overflow-wrap: normal }
caption { text-align: left; color: var(--soft); padding: 0 0 0.5rem; font-size: 0.925rem }
caption span { display: block; position: sticky; left: 0; max-width: min(45rem, calc(100vw - 42px)) }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.6rem; border-bottom: 1px solid var(--line); font-weight: 400 }
thead th { border-bottom-color: var(--soft); font-weight: 600; vertical-align: bottom }
tbody th { min-width: 8.5rem }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.marked th, .marked td { font-weight: 650; background: var(--tint) }
.marked th { box-shadow: inset 4px 0 0 var(--blue) }
figure { margin: 0 0 2.25rem }
figure svg + svg { margin-top: 0.75rem }
figure svg { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 8px }
.chart { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; fill: var(--ink) }
.chart text { paint-order: stroke; stroke: var(--paper); stroke-width: 4px }
.chart .soft { fill: var(--soft) }
.chart path { fill: none; stroke: var(--grid) }
.chart .mark { stroke: var(--soft); stroke-dasharray: 4 3 }
.chart .pair { stroke: var(--soft); stroke-width: 2 }
.chart .train { fill: var(--paper); stroke: var(--blue); stroke-width: 2.5 }
.chart .test { fill: var(--test) }
.chart .train-line { stroke: var(--blue); stroke-width: 2; stroke-linejoin: round }
.chart .test-line { stroke: var(--test); stroke-width: 2; stroke-dasharray: 6 3; stroke-linejoin: round }
figcaption { color: var(--soft); font-size: 0.925rem; margin-top: 0.6rem }
.wide { display: none }
@media (min-width: 47rem) {
  .wide { display: block }
  .narrow { display: none }
}
@media (max-width: 46.99rem) {
  main { padding: 1.75rem 21px 3.5rem }
  h1 { font-size: 1.6rem }
  h2 { margin-top: 2.5rem }
  .answer { font-size: 1.1rem }
  dl div { grid-template-columns: 1fr; gap: 0; padding: 0.45rem 0 }
  .narrow svg { margin-inline: auto }
}
@media print {
  @page { margin: 18mm 16mm }
  body { font-size: 10.5pt }
  main { max-width: none; padding: 0 }
  .wide { display: block }
  .narrow { display: none }
  .scroll { overflow: visible; background: none }
  h2, h3, caption { break-after: avoid }
  figure, tr, dl div, pre { break-inside: avoid }
}
`;
