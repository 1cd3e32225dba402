import type { VNode } from 'preact';
import { Dialog } from '../dialog.tsx';
import { t } from '../i18n/t.ts';
import { IdentityPart } from './identity-part.tsx';

export function IdentityDialog({ onClose }: { onClose: () => void }): VNode {
  return (
    <Dialog title={t('identity.title')} onClose={onClose}>
      <IdentityPart />
    </Dialog>
  );
}
