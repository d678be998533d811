import { Button, CopyButton } from '@mantine/core';
import { IconTerminal2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../../src/contract/types.ts';
import { useSession } from '../../lib/use-shown.ts';
import { announce } from '../../ui/announcer.tsx';
import { curlOf } from './curl.ts';

/** Puts the command that would create the task again on the clipboard. */
export function CopyCurl({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation('task');
  const needsKey = useSession()?.key_required === true;
  return (
    <CopyButton value={curlOf(task, { origin: window.location.origin, needsKey })}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          leftSection={<IconTerminal2 size={16} aria-hidden />}
          onClick={() => {
            copy();
            announce(t('actions.copied'));
          }}
        >
          {copied ? t('actions.copied') : t('actions.curl')}
        </Button>
      )}
    </CopyButton>
  );
}
