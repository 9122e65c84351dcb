import { bring } from "../files.js";
import { t } from "../i18n/texts.js";
import { bringing, failure, wanted } from "../state.js";
import "./Failure.css";

/** The library's own error, where it is seen at once, and what can be done. */
export function Failure() {
  if (!failure.value) return null;
  const { where, message, needsFile } = failure.value;
  if (needsFile && wanted.value) return <WantedFile />;
  // Those of the data stand beside them.
  if (where === "data") return null;
  return (
    <div role="alert" class="failure">
      {where === "link" && <p>{t().page.brokenLink}</p>}
      <p class={where === "link" ? "quiet small" : ""}>{message}</p>
    </div>
  );
}

/** A link's CSV file that was too long for it: training begins when the person has brought the same one. */
function WantedFile() {
  const { wantedHeading, wantedText, wantedChoose } = t().share;
  const data = wanted.value?.setup.data;
  if (data?.kind !== "csv") return null;
  const { state, message } = bringing.value ?? {};
  return (
    <div role="alert" class="failure">
      <p>
        <strong>{wantedHeading(data.name)}</strong>
      </p>
      <p>{wantedText(data.hash)}</p>
      <label class="choose">
        {wantedChoose}
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) void bring(file.name, file);
          }}
        />
      </label>
      {state === "failed" && <p>{message}</p>}
    </div>
  );
}
