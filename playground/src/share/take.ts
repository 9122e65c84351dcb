/* What a person can take along. Each part is made when it is asked for, and the writers are loaded then. */
import { linkHere } from "../actions.js";
import { formatNumber } from "../i18n/format.js";
import { t } from "../i18n/texts.js";
import { about, frame, language, losses, pictures, reached, setup } from "../state.js";
import { programHere, savedModel } from "../trainer-client.js";
import { saveFile } from "./save-file.js";

/** @returns the name of the file */
export async function takeModel(): Promise<string> {
  const name = `${stem()}.safetensors`;
  saveFile(name, (await savedModel()) as Uint8Array<ArrayBuffer>, "application/octet-stream");
  return name;
}

/** @returns the name of the file */
export async function takeCode(): Promise<string> {
  const name = `${stem()}.mjs`;
  saveFile(name, await programHere(), "text/javascript");
  return name;
}

/** @returns the name of the file */
export async function takeReport(): Promise<string> {
  const name = `${stem()}.html`;
  // All of one moment, also while it trains.
  const now = {
    ...{ setup: setup.value, about: about.value, frame: frame.value, reached: reached.value },
    ...{ losses: losses.value, picture: pictures.value.output, texts: t(), language: language.value },
    format: formatNumber,
  };
  const [{ reportOf }, link, code] = await Promise.all([
    import("./report/report.js"),
    linkHere(),
    programHere(),
  ]);
  saveFile(name, reportOf({ ...now, link, code }), "text/html");
  return name;
}

/** What the files are called: the data and the epoch. */
function stem(): string {
  const { data } = setup.value;
  const name = data.kind === "csv" ? data.name.replace(/\.\w+$/, "") : data.kind;
  return `downhill-${name.replaceAll(/[^\p{L}\p{N}_-]+/gu, "-")}-${reached.value.epoch}`;
}
