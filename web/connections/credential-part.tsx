/** The choice of a way to sign in, and the fields of the one that was chosen. */
import { NativeSelect } from '@mantine/core';
import { connectWords as words } from '../words/connect.ts';
import type { AuthWay } from './auth-ways.ts';
import { type ConnectionForm, CredentialInputs } from './connection-fields.tsx';
import { OAuthFields } from './oauth-fields.tsx';
import type { CredentialChoice } from './use-credential-choice.ts';

interface CredentialPartProps {
  readonly form: ConnectionForm;
  readonly ways: readonly AuthWay[];
  readonly choice: CredentialChoice;
}

export function CredentialPart({ form, ways, choice }: CredentialPartProps) {
  const { way, setWay } = choice;
  return (
    <>
      {ways.length > 1 && (
        <NativeSelect
          label={words.auth}
          value={way?.id ?? ''}
          onChange={(event) => setWay(event.currentTarget.value)}
          data={ways.map(({ id, title }) => ({ value: id, label: title }))}
        />
      )}
      {way?.kind === 'oauth2' && <OAuthFields form={form} way={way} choice={choice} />}
      {way !== undefined && way.kind !== 'oauth2' && <CredentialInputs key={way.id} form={form} fields={way.fields} />}
    </>
  );
}
