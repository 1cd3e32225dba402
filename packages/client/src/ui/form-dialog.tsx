// A question with a form: what is asked for stands in it, and one button at its end does it.
import type { ComponentChildren, VNode } from 'preact';
import { Dialog } from './dialog.tsx';
import { t } from './i18n/t.ts';

interface FormDialogProps {
  readonly title: string;
  /** What the button says. */
  readonly action: string;
  /** It takes something from somebody. */
  readonly danger?: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function FormDialog({ title, action, danger = false, onSubmit, onClose, children }: FormDialogProps): VNode {
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        <div class="dialog-actions">
          <button type="button" class="button quiet" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" class={danger ? 'button danger' : 'button primary'}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
