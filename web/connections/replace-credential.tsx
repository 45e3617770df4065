/** Another credential for a connection that stays the same otherwise. */
import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { focusFirst } from '../parts/form-problems.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { actionWords } from '../words/actions.ts';
import { connectionWords as words } from '../words/connections.ts';
import { type AuthWay, authWays, credentialOf } from './auth-ways.ts';
import {
  type ConnectionValues,
  CredentialInputs,
  credentialProblems,
  secretKey,
  typedSecrets,
} from './connection-fields.tsx';
import { type ConnectionShown, connectorQuery } from './connection-queries.ts';
import { SetupText } from './setup-text.tsx';

interface ReplaceCredentialProps {
  readonly connection: ConnectionShown;
  readonly onClose: () => void;
}

export function ReplaceCredentialDialog({ connection, onClose }: ReplaceCredentialProps) {
  const connector = useQuery(connectorQuery(connection.connector));
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.replaceLabel(connection.name)}
      size="lg"
      closeButtonProps={{ 'aria-label': actionWords.close }}
    >
      <AnswerView answer={connector}>
        {(shown) => (
          <Stack>
            <Text size="sm">{words.replaceWhy}</Text>
            <CredentialForm connection={connection} ways={authWays(shown)} onClose={onClose} />
            <SetupText text={shown.setup} />
          </Stack>
        )}
      </AnswerView>
    </Modal>
  );
}

interface CredentialFormProps extends ReplaceCredentialProps {
  readonly ways: readonly AuthWay[];
}

function CredentialForm({ connection, ways, onClose }: CredentialFormProps) {
  const { name, authKind } = connection;
  const offered = ways.filter(({ kind }) => kind !== 'none');
  const [wayId, setWayId] = useState((offered.find(({ kind }) => kind === authKind) ?? offered[0])?.id ?? '');
  const way = offered.find(({ id }) => id === wayId);
  const form = useForm<ConnectionValues>({
    mode: 'uncontrolled',
    initialValues: Object.fromEntries(
      offered.flatMap(({ fields }) => fields.map((field) => [secretKey(field.name), ''])),
    ),
    validate: (values) => credentialProblems(way, values),
  });
  const replace = useAction((values: ConnectionValues) => replaceAndProve(name, way, values), {
    topics: ['connections', 'runs'],
    told: () => words.replaced(name),
    onDone: onClose,
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => replace.mutate(values), focusFirst(form))}>
      <Stack>
        {offered.length > 1 && (
          <NativeSelect
            label={words.auth}
            value={wayId}
            onChange={(event) => setWayId(event.currentTarget.value)}
            data={offered.map(({ id, title }) => ({ value: id, label: title }))}
          />
        )}
        {way !== undefined && <CredentialInputs form={form} way={way} />}
        {replace.error !== null && <ProblemNote error={replace.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {actionWords.leave}
          </Button>
          <Button type="submit" loading={replace.isPending}>
            {words.replace}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

async function replaceAndProve(name: string, way: AuthWay | undefined, values: ConnectionValues): Promise<void> {
  const credential = way === undefined ? { kind: 'none' } : credentialOf(way, typedSecrets(way, values));
  await call('replaceCredential', { path: { name }, body: { credential } });
  await call('verifyConnection', { path: { name } });
}
