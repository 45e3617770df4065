/** Makes a link for the person who owns the account; it is shown once. */
import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type Answer, type CallInput, call } from '../api/call.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { useReturnFocus } from '../parts/use-return-focus.ts';
import { actionWords } from '../words/actions.ts';
import { connectWords } from '../words/connect.ts';

const words = connectWords.link;
const DEFAULT_MINUTES = '60';

interface ConnectLinkDialogProps {
  readonly name: string;
  /** What the link makes, or the connection that it reconnects. */
  readonly target: CallInput<'createConnectLink'>['body'];
  readonly onClose: () => void;
}

export function ConnectLinkDialog({ name, target, onClose }: ConnectLinkDialogProps) {
  useReturnFocus();
  const [minutes, setMinutes] = useState(DEFAULT_MINUTES);
  const make = useAction(() => call('createConnectLink', { body: { ...target, minutes: Number(minutes) } }), {
    topics: ['connections'],
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.title(name)}
      size="lg"
      closeOnClickOutside={make.data === undefined}
      closeButtonProps={{ 'aria-label': actionWords.close }}
    >
      {make.data === undefined ? (
        <Stack>
          <Text size="sm">{words.why}</Text>
          <NativeSelect
            label={words.minutes}
            data-autofocus
            value={minutes}
            onChange={(event) => setMinutes(event.currentTarget.value)}
            data={Object.entries(words.choices).map(([value, label]) => ({ value, label }))}
          />
          {make.error !== null && <ProblemNote error={make.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {actionWords.leave}
            </Button>
            <Button loading={make.isPending} onClick={() => make.mutate(undefined)}>
              {words.make}
            </Button>
          </Group>
        </Stack>
      ) : (
        <LinkMade made={make.data} onClose={onClose} />
      )}
    </Modal>
  );
}

interface LinkMadeProps {
  readonly made: Answer<'createConnectLink'>;
  readonly onClose: () => void;
}

function LinkMade({ made: { link, expiresAt }, onClose }: LinkMadeProps) {
  return (
    <Stack>
      <CopyField label={words.label} value={link} />
      <Text size="sm">
        {`${words.once} ${words.until} `}
        <Moment at={expiresAt} />.
      </Text>
      <Group justify="flex-end">
        <Button data-autofocus onClick={onClose}>
          {words.done}
        </Button>
      </Group>
    </Stack>
  );
}
