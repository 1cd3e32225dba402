import { useSignal } from '@preact/signals';
import { Plus } from 'lucide';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { Dialog } from '../dialog.tsx';
import { Choice, Field } from '../fields.tsx';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import { later } from '../later.tsx';
import { ACTIONS, type Action, bind, change, keyName, MIXERS, settings, USUAL_KEYS, unbind, ZOOM } from './settings.ts';
import '../style/settings.css';

const IdentityPart = later(async () => (await import('../identity/identity-part.tsx')).IdentityPart, true);

export function SettingsDialog({ onClose }: { onClose: () => void }): VNode {
  const { theme, colourBlind, goalReplays, zoom, volumes } = settings.value;
  return (
    <Dialog title={t('settings.title')} onClose={onClose}>
      <section class="settings-part">
        <h3>{t('settings.look')}</h3>
        <Choice
          label={t('settings.theme')}
          value={theme}
          options={[
            { value: 'auto', text: t('settings.theme.auto') },
            { value: 'dark', text: t('settings.theme.dark') },
            { value: 'light', text: t('settings.theme.light') },
          ]}
          onChange={(value) => change({ theme: value })}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={colourBlind}
            onChange={(event) => change({ colourBlind: event.currentTarget.checked })}
          />
          <span>
            {t('settings.colourBlind')} <span class="kit kit-1" /> <span class="kit kit-2" />
            <small>{t('settings.colourBlindHint')}</small>
          </span>
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={goalReplays}
            onChange={(event) => change({ goalReplays: event.currentTarget.checked })}
          />
          <span>
            {t('settings.goalReplays')}
            <small>{t('settings.goalReplaysHint')}</small>
          </span>
        </label>
        <Field label={`${t('settings.zoom')}: ${Math.round(zoom * 100)} %`} hint={t('settings.zoomHint')}>
          {({ id, describedBy }) => (
            <input
              id={id}
              aria-describedby={describedBy}
              type="range"
              {...ZOOM}
              value={zoom}
              onInput={(event) => change({ zoom: event.currentTarget.valueAsNumber })}
            />
          )}
        </Field>
        <p class="field-note">{t('settings.motion')}</p>
      </section>
      <section class="settings-part">
        <h3>{t('settings.sound')}</h3>
        {MIXERS.map((mixer) => (
          <Field key={mixer} label={t(`settings.${mixer}`)} class="field-range">
            {({ id }) => (
              <input
                id={id}
                type="range"
                min={0}
                max={1}
                step={0.05}
                value={volumes[mixer]}
                onInput={(event) => change({ volumes: { ...volumes, [mixer]: event.currentTarget.valueAsNumber } })}
              />
            )}
          </Field>
        ))}
      </section>
      <section class="settings-part">
        <h3>{t('settings.keys')}</h3>
        <Keys />
      </section>
      <section class="settings-part">
        <h3>{t('settings.identity')}</h3>
        <IdentityPart />
      </section>
      <p class="field-note">{t('settings.overlay')}</p>
    </Dialog>
  );
}

function Keys(): VNode {
  const waiting = useSignal<Action | null>(null);
  const { keys } = settings.value;

  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const action = waiting.peek();
      if (!action) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.code !== 'Escape') change({ keys: bind(settings.peek().keys, action, event.code) });
      waiting.value = null;
    };
    addEventListener('keydown', listen, true);
    return () => removeEventListener('keydown', listen, true);
  }, [waiting]);

  return (
    <>
      <ul class="key-list">
        {ACTIONS.map((action) => {
          const name = t(`settings.key.${action}`);
          return (
            <li key={action}>
              <span>{name}</span>
              <span class="key-row">
                {keys[action].map((code) => (
                  <button
                    key={code}
                    type="button"
                    class="kbd key-remove"
                    aria-label={t('settings.keyRemove', { key: keyName(code), name })}
                    onClick={() => change({ keys: unbind(keys, action, code) })}
                  >
                    {keyName(code)}
                  </button>
                ))}
                <button
                  type="button"
                  class="button small quiet"
                  aria-label={t('settings.keyAdd', { name })}
                  onClick={() => {
                    waiting.value = action;
                  }}
                >
                  {waiting.value === action ? t('settings.keyPress') : <Icon of={Plus} size={16} />}
                </button>
              </span>
            </li>
          );
        })}
      </ul>
      <button type="button" class="button small" onClick={() => change({ keys: USUAL_KEYS })}>
        {t('settings.keysReset')}
      </button>
    </>
  );
}
