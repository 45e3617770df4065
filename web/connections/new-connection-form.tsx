/** The form of a new connection for one connector; nothing is saved before the vendor has taken the credential. */
import { Button, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { focusFirst } from '../parts/form-problems.ts';
import { connectWords as words } from '../words/connect.ts';
import { ConnectEnd } from './connect-end.tsx';
import { ConnectLinkDialog } from './connect-link-dialog.tsx';
import { SettingInput } from './connection-fields.tsx';
import type { ConnectionShown, ConnectorShown } from './connection-queries.ts';
import { CredentialPart } from './credential-part.tsx';
import { type ConnectDraft, useNewConnection } from './use-new-connection.ts';

interface NewConnectionFormProps {
  readonly connector: ConnectorShown;
  readonly onMade: (connection: ConnectionShown) => void;
}

export function NewConnectionForm({ connector, onMade }: NewConnectionFormProps) {
  const made = useNewConnection(connector, onMade);
  const { form, fields, ways, choice, authorization, error, isBusy, send, linkDraft } = made;
  return (
    <form noValidate onSubmit={form.onSubmit(send, focusFirst(form))}>
      <Stack>
        <TextInput
          label={words.name}
          description={words.nameHint}
          spellCheck={false}
          autoComplete="off"
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        {fields.map((field) => (
          <SettingInput key={field.name} form={form} field={field} />
        ))}
        <CredentialPart form={form} ways={ways} choice={choice} />
        <ConnectEnd authorization={authorization} error={error} providerTitle={choice.providerTitle}>
          {choice.way !== undefined && choice.way.kind !== 'none' && <LinkInstead draft={linkDraft} />}
          <Button type="submit" loading={isBusy} disabled={choice.way === undefined}>
            {choice.needsConsent ? words.makeAt(choice.providerTitle) : words.make}
          </Button>
        </ConnectEnd>
      </Stack>
    </form>
  );
}

interface LinkInsteadProps {
  /** What the link shall make; undefined when the form is not filled in. */
  readonly draft: () => ConnectDraft | undefined;
}

/** For accounts that somebody else owns. */
function LinkInstead({ draft }: LinkInsteadProps) {
  const [wish, setWish] = useState<ConnectDraft>();
  return (
    <>
      <Button variant="default" onClick={() => setWish(draft())}>
        {words.link.insteadButton}
      </Button>
      {wish !== undefined && <ConnectLinkDialog name={wish.name} target={wish} onClose={() => setWish(undefined)} />}
    </>
  );
}
