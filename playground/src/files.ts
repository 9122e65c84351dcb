/* What a person can do with CSV files of their own. They are read in the trainer: however large one is, the page does not wait. */
import { begin, change } from "./actions.js";
import { t } from "./i18n/texts.js";
import { firstInputs, firstPast, firstTarget } from "./setup/columns.js";
import { defaultsFor, type Setup } from "./setup/setup.js";
import { bringing, file, lastGood, setup, texts, wanted } from "./state.js";
import { broughtFile } from "./trainer-client.js";
import type { FileFacts } from "./trainer/messages.js";

/** A file that was dropped, chosen or pasted. One that cannot be read changes nothing but `bringing`. */
export async function bring(name: string, source: Blob | string): Promise<void> {
  bringing.value = { name, state: "reading" };
  const blob = typeof source === "string" ? new Blob([source]) : source;
  const brought = await broughtFile(name, blob);
  if ("message" in brought) {
    bringing.value = { name, state: "failed", message: brought.message };
    return;
  }
  const { facts, encoding, text } = brought;
  const { data: needed } = wanted.value?.setup ?? {};
  if (needed?.kind === "csv" && needed.hash !== facts.hash) {
    bringing.value = { name, state: "failed", message: t().share.otherFile(name, facts.hash) };
    return;
  }
  bringing.value = { name, state: "read", encoding };
  if (text !== undefined) texts.value = { ...texts.value, [facts.hash]: text };
  file.value = facts;
  // A link's training goes on to where it was.
  if (wanted.value) begin(wanted.value.setup, wanted.value.runTo, wanted.value.end);
  else begin(setupOf(name, facts));
}

/** The choices stay where it is the file that they are of. */
function setupOf(name: string, facts: FileFacts): Setup {
  const { data } = setup.value;
  if (data.kind === "csv" && data.hash === facts.hash) return { ...setup.value, data: { ...data, name } };
  return {
    ...defaultsFor({ kind: "csv", name, hash: facts.hash }),
    target: firstTarget(facts),
    past: firstPast(facts),
  };
}

/** Another column to predict: what was said of the last one is no longer meant. */
export function chooseTarget(target: string, { columns }: FileFacts): void {
  const { inputs, past } = setup.value;
  const isNumber = columns.some(({ name, kind }) => name === target && kind === "number");
  change({
    target,
    targetKind: undefined,
    past: isNumber ? past : undefined,
    inputs: inputs?.filter((name) => name !== target),
  });
}

/** The columns that are inputs: those that were chosen, or all that seem to tell something. */
export function chosenInputs(facts: FileFacts): readonly string[] {
  const { inputs, target } = setup.value;
  return inputs ?? firstInputs(facts, target ?? firstTarget(facts));
}

export function chooseInput(name: string, isChosen: boolean, facts: FileFacts): void {
  const chosen = new Set(chosenInputs(facts));
  if (isChosen) chosen.add(name);
  else chosen.delete(name);
  // In the order of the file, whichever was chosen first: the same choice is the same training.
  change({ inputs: facts.columns.flatMap((column) => (chosen.has(column.name) ? column.name : [])) });
}

/** Back from a choice that the data do not take. */
export function takeBackChoice(): void {
  if (lastGood.value) begin(lastGood.value);
}
