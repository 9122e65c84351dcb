import { useRef, useState } from "preact/hooks";
import { bring } from "../../files.js";
import { t } from "../../i18n/texts.js";
import { about, bringing, failure, setup, wanted } from "../../state.js";

/** A CSV file of one's own, by dropping, choosing or pasting. */
export function BringFile() {
  const texts = t().data;
  const [isPasting, setPasting] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <div class="bring" role="group" aria-label={texts.csv} data-chosen={setup.value.data.kind === "csv"}>
      <h3 aria-hidden="true">{texts.csv}</h3>
      <p class="small quiet">{texts.bringHint}</p>
      <div class="row">
        <button onClick={() => chooser.current?.click()}>{texts.chooseFile}</button>
        <button aria-expanded={isPasting} onClick={() => setPasting(!isPasting)}>
          {texts.pasteText}
        </button>
      </div>
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label={texts.chooseFile}
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
        onChange={({ currentTarget: field }) => {
          const [file] = field.files ?? [];
          if (file) void bring(file.name, file);
          // The same file, once it is mended, can be chosen again.
          field.value = "";
        }}
      />
      {isPasting && <PasteField onUse={() => setPasting(false)} />}
      <div>
        <p class="small quiet">{texts.stays}</p>
        <Brought />
      </div>
    </div>
  );
}

function PasteField({ onUse }: { onUse: () => unknown }) {
  const texts = t().data;
  const field = useRef<HTMLTextAreaElement>(null);
  const use = (): void => {
    void bring(texts.pasted, field.current?.value ?? "");
    onUse();
  };
  return (
    <>
      <label>
        {texts.pasteLabel}
        <textarea ref={field} rows={6} spellcheck={false} placeholder={"a,b\n1,2\n3,4"} />
      </label>
      <div>
        <button onClick={use}>{texts.useText}</button>
      </div>
    </>
  );
}

/** What became of the last file, beside its name. */
function Brought() {
  const texts = t().data;
  const { name = "", state, message } = bringing.value ?? {};
  const isBusy = state === "reading" || (state === "read" && !about.value && !failure.value);
  return (
    <div aria-live="polite">
      {isBusy && <p class="small">{texts.reading(name)}</p>}
      {state === "failed" && !wanted.value && (
        <div class="error">
          <p>{message}</p>
          <p class="small">{texts.failed(name)}</p>
        </div>
      )}
    </div>
  );
}
