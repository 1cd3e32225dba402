// Nick and avatar: the same two fields in the lobby and before a room.
import type { RefObject, VNode } from 'preact';
import { Field } from './fields.tsx';
import { t } from './i18n/t.ts';
import { avatar, LENGTHS, nick } from './remember.ts';

export function WhoFields({ fault, nickRef }: { fault?: string; nickRef?: RefObject<HTMLInputElement | null> }): VNode {
  return (
    <div class="who">
      <Field label={t('who.nick')} {...(fault ? { fault } : {})}>
        {({ id, describedBy }) => (
          <input
            id={id}
            ref={nickRef ?? null}
            aria-describedby={describedBy}
            aria-invalid={fault ? true : undefined}
            name="nick"
            maxLength={LENGTHS.nick}
            placeholder={t('who.nickPlaceholder')}
            autocomplete="nickname"
            spellcheck={false}
            value={nick}
            onInput={(event) => {
              nick.value = event.currentTarget.value;
            }}
          />
        )}
      </Field>
      <Field label={t('who.avatar')}>
        {({ id }) => (
          <input
            id={id}
            class="avatar-input"
            title={t('who.avatarHint')}
            maxLength={LENGTHS.avatar}
            placeholder="10"
            autocomplete="off"
            spellcheck={false}
            value={avatar}
            onInput={(event) => {
              avatar.value = event.currentTarget.value;
            }}
          />
        )}
      </Field>
    </div>
  );
}
