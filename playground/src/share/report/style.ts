/** The look of a report: the page's colours, for screen and paper. */
export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9d6cf, #363b44); --quiet: light-dark(#565c66, #a7aeb9); --text: light-dark(#1d2025, #eceef1); --blue: light-dark(#0072b2, #4aa8e0); --orange: light-dark(#b35000, #f29b4b); }
body { margin: 0; background: light-dark(#ffffff, #1f2228); color: var(--text); font: 15px/1.5 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; margin: 0 0 0.5rem; }
h2 { font-size: 1.05rem; margin: 2rem 0 0.5rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; color: var(--quiet); padding-bottom: 0.3rem; }
th, td { text-align: start; vertical-align: top; padding: 0.35rem 0.5rem 0.35rem 0; border-top: 1px solid var(--line); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
th { font-weight: normal; color: var(--quiet); width: 40%; }
svg { display: block; width: 100%; height: auto; }
svg.plane { max-width: 24rem; }
svg text { fill: var(--quiet); font-size: 12px; }
.grid { stroke: var(--line); stroke-width: 1; }
.border { stroke: var(--quiet); stroke-dasharray: 4 4; }
.line { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
path.train, path.output { stroke: var(--blue); }
path.validation { stroke: var(--orange); }
path.actual { stroke: var(--quiet); stroke-width: 1.2; }
circle.train { fill: var(--blue); fill-opacity: 0.6; }
circle.validation { fill: var(--orange); fill-opacity: 0.6; }
circle.class-0 { fill: #0072b2; stroke: #ffffff; stroke-width: 0.6; }
circle.class-1 { fill: #b35000; stroke: #ffffff; stroke-width: 0.6; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; color: var(--quiet); font-size: 0.85rem; margin: 0.3rem 0 0; }
.key::before { content: ""; display: inline-block; width: 1.1em; height: 3px; margin-inline-end: 0.45em; vertical-align: middle; background: var(--blue); }
.key.validation::before { background: var(--orange); }
.key.actual::before { background: var(--quiet); }
.link, pre { overflow-wrap: anywhere; font-size: 0.8rem; }
pre { padding: 0.75rem; border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; }
summary { cursor: pointer; padding: 0.5rem 0; }
.quiet { color: var(--quiet); }
@media print { section { break-inside: avoid; } pre { white-space: pre-wrap; } }
`;
