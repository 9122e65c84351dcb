import { t } from "../../i18n/texts.js";
import { about, bringing, file, setup } from "../../state.js";

/** What the library says of the rows. */
export function Notes() {
  const texts = t().data;
  const ofFile = setup.value.data.kind === "csv" ? (file.value?.notes ?? []) : [];
  const encoding = setup.value.data.kind === "csv" ? bringing.value?.encoding : undefined;
  const notes = [...(encoding ? [texts.encoding(encoding)] : []), ...ofFile, ...(about.value?.notes ?? [])];
  if (notes.length === 0) return null;
  return (
    <div class="notes">
      <h3>{texts.notes}</h3>
      <ul>
        {notes.map((note, k) => (
          <li key={k}>{note}</li>
        ))}
      </ul>
    </div>
  );
}
