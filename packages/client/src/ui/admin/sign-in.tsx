import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ApiProblem, signInAsAdmin } from '../../net/api.ts';
import { Field } from '../fields.tsx';
import { t } from '../i18n/t.ts';

export function SignIn({ onIn }: { onIn: () => void }): VNode {
  const secret = useSignal('');
  const fault = useSignal('');
  const busy = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy.peek() || secret.peek() === '') return;
    busy.value = true;
    try {
      await signInAsAdmin(secret.peek());
      onIn();
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      fault.value = problem.message || t('admin.unreachable');
      secret.value = '';
      field.current?.focus();
    } finally {
      busy.value = false;
    }
  };

  return (
    <main class="admin-door">
      <form class="admin-card" onSubmit={(event) => void submit(event)}>
        <h1>{t('admin.title')}</h1>
        <Field label={t('admin.secret')} hint={t('admin.secretHint')} {...(fault.value ? { fault: fault.value } : {})}>
          {({ id, describedBy }) => (
            <input
              id={id}
              ref={field}
              aria-describedby={describedBy}
              type="password"
              autocomplete="current-password"
              maxLength={256}
              value={secret}
              onInput={(event) => {
                secret.value = event.currentTarget.value;
              }}
            />
          )}
        </Field>
        <div class="row">
          <button type="submit" class="button primary" disabled={busy.value}>
            {t('admin.signIn')}
          </button>
          <a class="button quiet" href="/">
            {t('action.back')}
          </a>
        </div>
      </form>
    </main>
  );
}
