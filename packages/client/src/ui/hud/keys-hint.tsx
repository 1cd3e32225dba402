// For whoever has never played in this browser: the keys, until they have been used.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/t.ts';
import { remembered } from '../remember.ts';
import { ACTIONS, keyName, runKeys, settings } from '../settings/settings.ts';
import { Keys } from './keys.tsx';
import type { RoomModel } from './room-model.ts';

const knowsKeys = remembered('knowsKeys', false, (value) => typeof value === 'boolean');

export function KeysHint({ model }: { model: RoomModel }): VNode | null {
  const { scoreboard, goalReplay } = model.session;
  const plays = (model.self.value?.team ?? 0) !== 0 && (scoreboard.value?.phase ?? 'none') !== 'none';
  const shown = plays && !knowsKeys.value && !goalReplay?.showing.value;

  useEffect(() => {
    if (!plays || knowsKeys.peek()) return;
    const used = { run: false, kick: false };
    const listen = ({ code }: KeyboardEvent): void => {
      const { keys } = settings.peek();
      const action = ACTIONS.find((one) => keys[one].includes(code));
      if (action) used[action === 'kick' ? 'kick' : 'run'] = true;
      if (used.run && used.kick) knowsKeys.value = true;
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [plays]);

  if (!shown) return null;
  const { keys } = settings.value;
  return (
    <p class="keys-hint on-pitch" role="note" aria-label={t('hint.keys')} data-testid="keys-hint">
      {t('help.move')}
      {runKeys(keys).map((hand) => (
        <Keys key={hand.join()} names={hand.map(keyName)} />
      ))}
      {t('help.kick')}
      <Keys names={keys.kick.slice(0, 2).map(keyName)} />
    </p>
  );
}
