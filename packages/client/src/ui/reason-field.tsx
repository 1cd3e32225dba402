// Why somebody is shown out: he reads it, and so does the list of bans.
import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { Field } from './fields.tsx';
import { t } from './i18n/t.ts';
import { LENGTHS } from './remember.ts';

export function ReasonField({ value }: { readonly value: Signal<string> }): VNode {
  return (
    <Field label={t('player.reason')} hint={t('player.reasonHint')}>
      {({ id, describedBy }) => (
        <input
          id={id}
          aria-describedby={describedBy}
          maxLength={LENGTHS.reason}
          autocomplete="off"
          value={value}
          onInput={(event) => {
            value.value = event.currentTarget.value;
          }}
        />
      )}
    </Field>
  );
}
