/** Changes the signing secret of a webhook; a secret that Holdfast makes is shown once. */
import { Alert, Button, Group, Modal, PasswordInput, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { useAction } from '../parts/use-action.ts';
import { actionWords } from '../words/actions.ts';
import { hookWords as words } from '../words/flows.ts';

const DEFAULT_KEEP = '86400000';

export function SecretDialog({ name }: { readonly name: string }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <Group>
      <RoleButton needs="builder" size="xs" variant="default" onClick={open}>
        {words.rotate}
      </RoleButton>
      <Modal
        opened={isOpen}
        onClose={close}
        title={words.rotateTitle}
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': actionWords.close }}
      >
        <SecretForm name={name} onDone={close} />
      </Modal>
    </Group>
  );
}

function SecretForm({ name, onDone }: { readonly name: string; readonly onDone: () => void }) {
  const [secret, setSecret] = useState('');
  const [keep, setKeep] = useState(DEFAULT_KEEP);
  const given = secret.trim() === '' ? {} : { secret: secret.trim() };
  const replace = useAction(
    () => call('replaceHookSecret', { path: { name }, body: { ...given, keepPreviousMs: Number(keep) } }),
    { topics: ['flows'] },
  );
  if (replace.data !== undefined) return <SecretMade secret={replace.data.secret} onDone={onDone} />;
  return (
    <Stack gap="md">
      <Text size="sm">{words.rotateLead}</Text>
      <Select
        label={words.keep}
        data={Object.entries(words.keepChoices).map(([value, label]) => ({ value, label }))}
        value={keep}
        allowDeselect={false}
        onChange={(value) => setKeep(value ?? DEFAULT_KEEP)}
      />
      <PasswordInput
        label={words.own}
        description={words.ownHint}
        autoComplete="off"
        value={secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
      {replace.error !== null && <ProblemNote error={replace.error} />}
      <Group justify="flex-end">
        <Button loading={replace.isPending} onClick={() => replace.mutate(undefined)}>
          {words.make}
        </Button>
      </Group>
    </Stack>
  );
}

function SecretMade({ secret, onDone }: { readonly secret: string | undefined; readonly onDone: () => void }) {
  return (
    <Stack gap="md">
      {secret === undefined ? (
        <Text size="sm">{words.taken}</Text>
      ) : (
        <>
          <Alert color="yellow" variant="light">
            {words.shownOnce}
          </Alert>
          <CopyField label={words.secret} value={secret} />
        </>
      )}
      <Group justify="flex-end">
        <Button onClick={onDone}>{words.done}</Button>
      </Group>
    </Stack>
  );
}
