// The result of a run as Markdown: speeds, losses, notes.
import { quantile } from "./clock.mjs";
import { CHECKED_EPOCHS, PREDICTIONS } from "./peers.mjs";

const TASKS = Object.keys(CHECKED_EPOCHS);

export function report({ machine, peers, skipped, share, empty }) {
  return [
    machine,
    "",
    `Versions: ${[...new Set(peers.flatMap(({ versions }) => versions))].join(", ")}.`,
    "",
    `T1 to T5: samples a second in training, a new order of the rows every epoch. Medians of the processor time that a process ` +
      `pinned to one core has used, one thread${spreads(peers)}. Cold start: from the start of the process to the first ` +
      `prediction of the T3 network; Node and this bench alone take ${digits(empty.milliseconds)} ms. Download: bundled and minified, wasm ` +
      "included, gzip.",
    "",
    speeds(peers),
    "",
    "The loss after as many updates from the same weights, rows in their order. In brackets what the baseline gets, where a " +
      'peer runs another task (~) or fewer rows; "!" where the two differ by more than 2 % of the fall.',
    "",
    losses(peers),
    "",
    ...notes(peers),
    ...Object.entries(skipped).map(([name, why]) => `- ${name}: skipped, ${why}.`),
    ...(share < 0.95
      ? [
          "",
          `The machine was busy: the processes had their core for ${Math.round(100 * share)} % of the time.`,
        ]
      : []),
  ].join("\n");
}

/** A row a peer; columns that nobody fills are left out. */
function speeds(peers) {
  const marked = (peer, name, text) => (peer.changed[name] ? "~" : "") + text;
  const columns = [
    ...TASKS.map((name) => [
      name === "T0" ? "T0 us/update" : name,
      (peer) => {
        const training = peer.tasks[name]?.training;
        if (!training) return undefined;
        const { microsecondsPerUpdate, samplesPerSecond } = training;
        return marked(peer, name, name === "T0" ? digits(microsecondsPerUpdate) : rate(samplesPerSecond));
      },
    ]),
    ...Object.entries(PREDICTIONS).map(([name, rows]) => [
      rows === 1 ? `predict 1 row, ${name}, us` : `${rows.toLocaleString("en")} rows, ${name}`,
      (peer) => {
        const prediction = peer.tasks[name]?.prediction;
        if (!prediction) return undefined;
        const { samplesPerSecond } = prediction;
        return marked(peer, name, rows === 1 ? digits(1e6 / samplesPerSecond) : rate(samplesPerSecond));
      },
    ]),
    ["cold start", (peer) => peer.coldStart && `${digits(peer.coldStart.milliseconds)} ms`],
    ["download", (peer) => peer.downloadBytes && `${digits(peer.downloadBytes / 1000)} KB`],
  ].filter(([, cell]) => peers.some((peer) => cell(peer)));
  return table(
    ["", ...columns.map(([title]) => title)],
    peers.map((peer) => [peer.name, ...columns.map(([, cell]) => cell(peer) ?? "-")]),
  );
}

function losses(peers) {
  const checked = peers.filter(({ tasks }) => Object.values(tasks).some(({ check }) => check));
  const names = TASKS.filter((name) => checked.some(({ tasks }) => tasks[name]?.check));
  /** From a peer that runs the task as it is, if there is one. */
  const plain = (name) =>
    (checked.find(({ tasks, changed }) => tasks[name]?.check?.whole && !changed[name]) ?? checked[0]).tasks[
      name
    ];
  const cell = ({ tasks, changed }, name) => {
    const check = tasks[name]?.check;
    if (!check) return "-";
    const { after, expected, agrees, whole } = check;
    const asPlanned = agrees && whole && !changed[name];
    return precise(after) + (asPlanned ? "" : ` (${precise(expected)})`) + (agrees ? "" : " !");
  };
  return table(
    ["", ...names],
    [
      ["at the start", ...names.map((name) => precise(plain(name)?.check?.start))],
      ["updates", ...names.map((name) => plain(name)?.check?.updates.toLocaleString("en") ?? "-")],
      ...checked.map((peer) => [peer.name, ...names.map((name) => cell(peer, name))]),
    ],
  );
}

function notes(peers) {
  return peers.flatMap(({ name, trains, changed, without, failed }) => [
    ...(trains === false ? [`- ${name}: predicts only.`] : []),
    ...grouped(changed).map(([why, tasks]) => `- ${name}: ${tasks} changed (~): ${why}.`),
    ...grouped(without).map(([why, tasks]) => `- ${name}: ${tasks} left out: ${why}.`),
    ...grouped(failed).map(([why, tasks]) => `- ${name}: ${tasks} failed: ${why}`),
  ]);
}

/** Reasons by task to tasks by reason. */
function grouped(reasons) {
  const groups = new Map();
  for (const [task, why] of Object.entries(reasons)) groups.set(why, [...(groups.get(why) ?? []), task]);
  return Array.from(groups, ([why, tasks]) => [why, tasks.join(", ")]);
}

function spreads(peers) {
  const all = peers.flatMap(({ tasks }) =>
    Object.values(tasks).flatMap(({ training, prediction }) => [training, prediction].filter(Boolean)),
  );
  if (all.length === 0) return "";
  const part = (where) =>
    (
      100 *
      quantile(
        all.map(({ spread }) => spread),
        where,
      )
    ).toFixed(1);
  return ` (half of the rounds within ${part(0.5)} % of them, in the worst case ${part(1)} %)`;
}

/** A Markdown table, its columns as wide as they need to be. */
function table(head, rows) {
  const widths = head.map((title, i) => Math.max(title.length, 3, ...rows.map((row) => row[i].length)));
  const pad = (cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]));
  const line = (cells) => `| ${cells.map(pad).join(" | ")} |`;
  const rule = widths.map((width, i) => (i === 0 ? "-".repeat(width) : "-".repeat(width - 1) + ":"));
  return [head, rule, ...rows].map(line).join("\n");
}

/** 1.1 M, 198 k, 9.4 k, 557. */
function rate(perSecond) {
  if (perSecond >= 999_500) return `${digits(perSecond / 1e6)} M`;
  return perSecond >= 999.5 ? `${digits(perSecond / 1e3)} k` : digits(perSecond);
}

/** Two digits, or a whole number. */
function digits(value) {
  if (value >= 9.95) return Math.round(value).toLocaleString("en");
  return value.toFixed(value < 0.995 ? 2 : 1);
}

/** Three digits. */
function precise(value) {
  return value === undefined ? "-" : value.toPrecision(3);
}
