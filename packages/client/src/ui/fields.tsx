// The controls that forms share: one label, one hint, one look.
import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly fault?: string;
  readonly class?: string;
  readonly children: (ids: { readonly id: string; readonly describedBy: string | undefined }) => ComponentChildren;
}

export function Field({ label, hint, fault, class: extra, children }: FieldProps): VNode {
  const id = useId();
  const note = fault ?? hint;
  return (
    <div class={`field ${extra ?? ''}`}>
      <label for={id}>{label}</label>
      {children({ id, describedBy: note ? `${id}-note` : undefined })}
      {note ? (
        <p id={`${id}-note`} class={fault ? 'field-note fault' : 'field-note'} role={fault ? 'alert' : undefined}>
          {note}
        </p>
      ) : null}
    </div>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
}

export function NumberField({ label, hint, value, min, max, disabled, onChange }: NumberFieldProps): VNode {
  const set = (next: number): void => {
    if (Number.isFinite(next)) onChange(Math.min(max, Math.max(min, Math.round(next))));
  };
  return (
    <Field label={label} {...(hint ? { hint } : {})}>
      {({ id, describedBy }) => (
        <div class="stepper">
          <button
            type="button"
            tabIndex={-1}
            aria-hidden="true"
            disabled={disabled || value <= min}
            onClick={() => set(value - 1)}
          >
            −
          </button>
          <input
            id={id}
            aria-describedby={describedBy}
            type="number"
            inputMode="numeric"
            min={min}
            max={max}
            value={value}
            disabled={disabled}
            onChange={(event) => set(event.currentTarget.valueAsNumber)}
          />
          <button
            type="button"
            tabIndex={-1}
            aria-hidden="true"
            disabled={disabled || value >= max}
            onClick={() => set(value + 1)}
          >
            +
          </button>
        </div>
      )}
    </Field>
  );
}

interface ChoiceProps<T extends string | number> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly value: T;
  readonly disabled?: boolean;
  readonly onChange: (value: T) => void;
}

/** A row of alternatives, as radio buttons. */
export function Choice<T extends string | number>({
  label,
  options,
  value,
  disabled,
  onChange,
}: ChoiceProps<T>): VNode {
  const name = useId();
  return (
    <fieldset class="field choice" disabled={disabled ?? false}>
      <legend>{label}</legend>
      <div class="choice-row">
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
            <span>{option.text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
