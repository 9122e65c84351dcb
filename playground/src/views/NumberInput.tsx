interface Props {
  readonly id: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Whole numbers where it is absent. */
  readonly step?: "any";
  readonly disabled?: boolean;
  readonly describedBy?: string;
  readonly onValue: (value: number) => void;
}

/** A field for a number. It is taken when the field is left or Enter is pressed; what is no number, or too large, is put right. */
export function NumberInput({ id, value, min, max, step, disabled, describedBy, onValue }: Props) {
  const take = ({ currentTarget }: { currentTarget: HTMLInputElement }): void => {
    const typed = currentTarget.valueAsNumber;
    const whole = step === "any" ? typed : Math.round(typed);
    const taken = Number.isNaN(typed) ? value : Math.min(max, Math.max(min, whole));
    currentTarget.value = String(taken);
    if (taken !== value) onValue(taken);
  };
  return (
    <input
      id={id}
      type="number"
      inputMode={step === "any" ? "decimal" : "numeric"}
      value={value}
      min={min}
      max={max}
      step={step ?? 1}
      disabled={disabled}
      aria-describedby={describedBy}
      onChange={take}
    />
  );
}
