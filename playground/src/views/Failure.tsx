import { t } from "../i18n/texts.js";
import { failure } from "../state.js";

/** The library's own error, where it is seen at once. */
export function Failure() {
  // Those of the data stand beside them.
  if (!failure.value || failure.value.where === "data") return null;
  const { where, message } = failure.value;
  return (
    <div role="alert" class="failure">
      {where === "link" && <p>{t().page.brokenLink}</p>}
      <p class={where === "link" ? "quiet small" : ""}>{message}</p>
    </div>
  );
}
