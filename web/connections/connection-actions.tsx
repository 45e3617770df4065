/** What can be done with a connection as a whole. */
import { useState } from 'react';
import { call } from '../api/call.ts';
import { explain } from '../parts/problem-note.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { tell } from '../parts/tell.ts';
import { useAction } from '../parts/use-action.ts';
import { connectWords } from '../words/connect.ts';
import { connectionWords as words } from '../words/connections.ts';
import { ConnectLinkDialog } from './connect-link-dialog.tsx';
import type { ConnectionShown } from './connection-queries.ts';
import { ReconnectDialog } from './reconnect-dialog.tsx';

export function ConnectionActions({ connection }: { readonly connection: ConnectionShown }) {
  const { name, state, authKind } = connection;
  const [open, setOpen] = useState<'reconnect' | 'link'>();
  const close = (): void => setOpen(undefined);
  const verify = useAction(() => call('verifyConnection', { path: { name } }), {
    topics: ['connections', 'runs', 'notices'],
    told: () => words.verified(name),
  });
  return (
    <>
      {state !== 'revoked' && (
        <RoleButton
          needs="operator"
          variant="default"
          loading={verify.isPending}
          onClick={() => verify.mutate(undefined, { onError: (error) => tell(explain(error).message, 'problem') })}
        >
          {words.verify}
        </RoleButton>
      )}
      {authKind !== 'none' && (
        <>
          <RoleButton needs="builder" variant="default" onClick={() => setOpen('link')}>
            {connectWords.link.button}
          </RoleButton>
          <RoleButton
            needs="builder"
            variant={state === 'active' ? 'default' : 'filled'}
            onClick={() => setOpen('reconnect')}
          >
            {words.reconnect}
          </RoleButton>
        </>
      )}
      {open === 'reconnect' && <ReconnectDialog name={name} onClose={close} />}
      {open === 'link' && <ConnectLinkDialog name={name} target={{ reconnect: name }} onClose={close} />}
    </>
  );
}
