/** Before a call that writes: the exact request, the account it goes to, and the choice. */

import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { momentText } from '../parts/moment.tsx';
import { useReturnFocus } from '../parts/use-return-focus.ts';
import { actionWords } from '../words/actions.ts';
import { trialWords } from '../words/trial.ts';
import { MessageBody, MessageHeaders } from './message-view.tsx';
import type { Choices, TrialStep } from './trial-plan.ts';

const words = trialWords.choice;

interface SendChoiceProps {
  readonly title: string;
  readonly call: NonNullable<TrialStep['call']>;
  readonly onChoose: (choice: Choices[string]) => void;
  readonly onLeave: () => void;
}

export function SendChoice({ title, call, onChoose, onLeave }: SendChoiceProps) {
  useReturnFocus();
  const { request, requestHash, account, operationTitle, doubt } = call;
  return (
    <Modal
      opened
      size="lg"
      onClose={onLeave}
      title={`${words.title}: ${title}`}
      closeButtonProps={{ 'aria-label': actionWords.close }}
    >
      <Stack gap="sm">
        <Alert color="yellow" variant="light">
          <Text size="sm" fw={600}>
            {operationTitle}
          </Text>
          <Text size="sm">{words.write(account)}</Text>
        </Alert>
        {doubt !== undefined && (
          <Alert
            color="gray"
            variant="outline"
            role="alert"
            title={words.doubt(momentText(doubt.sentAt), doubt.sentBy)}
          >
            <Text size="sm">{doubt.isSafe ? words.doubtSafe : words.doubtUnsafe}</Text>
          </Alert>
        )}
        <Text size="sm" fw={600}>
          {words.request}
        </Text>
        <div className="hf-request">
          <strong>{request.method}</strong> <span className="hf-text">{request.url}</span>
        </div>
        <MessageHeaders headers={request.headers} />
        <MessageBody body={request.body} />
        <Text size="xs" c="dimmed">
          {words.once}
        </Text>
        <Group gap="xs" justify="flex-end">
          <Button size="sm" variant="subtle" color="gray" px="xs" onClick={onLeave}>
            {words.leave}
          </Button>
          <Button size="sm" px="sm" variant="default" data-autofocus onClick={() => onChoose({ kind: 'skip' })}>
            {words.skip}
          </Button>
          <Button size="sm" px="sm" onClick={() => onChoose({ kind: 'send', requestHash })}>
            {words.send}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
