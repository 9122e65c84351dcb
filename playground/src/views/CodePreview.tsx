import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/texts.js";
import { about, phase, reached } from "../state.js";
import { programHere } from "../trainer-client.js";

/** The program, once somebody opens it. It is renewed when training rests. */
export function CodePreview() {
  const [isOpen, setOpen] = useState(false);
  const [code, setCode] = useState("");
  const isResting = about.value !== undefined && phase.value !== "playing";
  const { epoch, hash } = reached.value;
  const moment = isResting ? `${epoch} ${hash} ${phase.value}` : undefined;
  useEffect(() => {
    if (isOpen && moment !== undefined) void programHere().then(setCode);
  }, [isOpen, moment]);
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t().share.showCode}</summary>
      <pre class="code" tabIndex={0}>
        <code>{code}</code>
      </pre>
    </details>
  );
}
