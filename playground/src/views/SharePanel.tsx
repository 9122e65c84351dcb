import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { linkHere } from "../actions.js";
import { t } from "../i18n/texts.js";
import { MOST_TEXT } from "../link.js";
import { copyText } from "../share/save-file.js";
import { takeCode, takeModel, takeReport } from "../share/take.js";
import { about, reached, setup, texts as csvTexts } from "../state.js";
import { programHere } from "../trainer-client.js";
import { CodePreview } from "./CodePreview.js";
import "./SharePanel.css";

/** What came of it last: a sentence, and what could not be copied. */
interface Outcome {
  readonly said: string;
  readonly text?: string;
}

/** Link, model, code and report of what is on the screen. */
export function SharePanel() {
  const texts = t().share;
  const [outcome, setOutcome] = useState<Outcome>({ said: "" });
  const isReady = about.value !== undefined;

  const run = (task: () => Promise<Outcome>) => async () => {
    try {
      setOutcome(await task());
    } catch (error) {
      setOutcome({ said: texts.failed((error as Error).message) });
    }
  };
  const copy = (make: () => Promise<string>) =>
    run(async () => {
      const text = await make();
      return (await copyText(text)) ? { said: texts.copied } : { said: texts.notCopied, text };
    });
  const download = (take: () => Promise<string>) =>
    run(async () => ({ said: texts.downloaded(await take()) }));

  return (
    <section class="panel share" aria-labelledby="share">
      <h2 id="share">{texts.heading}</h2>
      <Item name={texts.link} text={texts.linkText}>
        <MissingFile />
        <button disabled={!isReady} onClick={copy(linkHere)}>
          {texts.copyLink}
        </button>
      </Item>
      <Item name={texts.model} text={texts.modelText}>
        <code class="quiet small">load(readFileSync(name)) · downhill/predict</code>
        <button disabled={!isReady} onClick={download(takeModel)}>
          {texts.downloadModel}
        </button>
      </Item>
      <Item name={texts.code} text={texts.codeText}>
        {reached.value.epoch === 0 && <p class="quiet small">{texts.codeToEnd}</p>}
        <div class="row">
          <button disabled={!isReady} onClick={copy(programHere)}>
            {texts.copyCode}
          </button>
          <button disabled={!isReady} onClick={download(takeCode)}>
            {texts.downloadCode}
          </button>
        </div>
        <CodePreview />
      </Item>
      <Item name={texts.report} text={texts.reportText}>
        <button disabled={!isReady} onClick={download(takeReport)}>
          {texts.downloadReport}
        </button>
      </Item>
      <p class="small share-said" role="status">
        {isReady ? outcome.said : texts.wait}
      </p>
      {outcome.text !== undefined && (
        <textarea
          readOnly
          rows={4}
          aria-label={texts.linkField}
          value={outcome.text}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      )}
    </section>
  );
}

function Item({ name, text, children }: { name: string; text: string; children: ComponentChildren }) {
  return (
    <div class="share-item">
      <h3>{name}</h3>
      <p class="quiet small">{text}</p>
      {children}
    </div>
  );
}

/** What a link leaves out. */
function MissingFile() {
  const { data } = setup.value;
  const text = data.kind === "csv" ? csvTexts.value[data.hash] : "";
  if (data.kind !== "csv" || (text !== undefined && text.length <= MOST_TEXT)) return null;
  return <p class="small">{t().share.linkWithoutFile(data.name)}</p>;
}
