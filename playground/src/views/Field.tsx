import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "../i18n/texts.js";
import "./Field.css";

interface Props {
  /** Of the control. */
  readonly id: string;
  readonly name: string;
  readonly explanation: string;
  /** Why it cannot be changed now. */
  readonly reason?: string;
  readonly children: ComponentChildren;
}

/** A control with its label, and an explanation that a button opens. */
export function Field({ id, name, explanation, reason, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div class="field">
      <div class="field-head">
        <label for={id}>{name}</label>
        <button
          class="explain"
          aria-expanded={isOpen}
          aria-controls={helpId(id)}
          aria-label={t().training.explain(name)}
          onClick={() => setOpen(!isOpen)}
        >
          ?
        </button>
      </div>
      {children}
      {reason !== undefined && (
        <p class="quiet small" id={reasonId(id)}>
          {reason}
        </p>
      )}
      <p class="quiet small" id={helpId(id)} hidden={!isOpen}>
        {explanation}
      </p>
    </div>
  );
}

const helpId = (id: string): string => `${id}-help`;
const reasonId = (id: string): string => `${id}-reason`;

/** The texts that a control is described by, whether they are seen or not. */
export function describedBy(id: string, reason?: string): string {
  return reason === undefined ? helpId(id) : `${reasonId(id)} ${helpId(id)}`;
}

/** Values to choose from, and the one that is chosen, wherever it came from. */
export function withValue(values: readonly number[], value: number): number[] {
  return values.includes(value) ? [...values] : [...values, value].sort((a, b) => a - b);
}
