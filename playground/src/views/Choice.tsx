import { describedBy, Field } from "./Field.js";

interface Props<Value extends string> {
  readonly id: string;
  readonly name: string;
  readonly explanation: string;
  /** Why nothing can be chosen now. */
  readonly reason?: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly onValue: (value: Value) => void;
}

/** One of several, with its explanation. */
export function Choice<Value extends string>(props: Props<Value>) {
  const { id, reason, value, options, onValue } = props;
  return (
    <Field {...props}>
      <select
        id={id}
        value={value}
        disabled={reason !== undefined}
        aria-describedby={describedBy(id, reason)}
        onChange={({ currentTarget }) => onValue(currentTarget.value as Value)}
      >
        {options.map(([option, text]) => (
          <option value={option}>{text}</option>
        ))}
      </select>
    </Field>
  );
}
