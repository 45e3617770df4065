/** What was published, and what is left to do at the sender. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type Answer, call } from '../api/call.ts';
import { ConsentNote } from '../connections/consent-note.tsx';
import { CopyField } from '../parts/copy-field.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { builderWords } from '../words/builder.ts';
import { StepIcon } from './step-icon.tsx';

const words = builderWords.publish;

type Hook = Answer<'publishDraft'>['hook'];

interface PublishedNoteProps {
  readonly published: Answer<'publishDraft'>;
}

export function PublishedNote({ published: { flow, version, isUnchanged, hook, consent } }: PublishedNoteProps) {
  return (
    <Stack gap="md">
      <Text fw={600} role="status">
        {isUnchanged ? words.same(version) : words.done(version)}
      </Text>
      <ConsentNote consent={consent} />
      {!hook.isEnabled && <Text size="sm">{words.paused}</Text>}
      <Registration flow={flow} first={hook} />
    </Stack>
  );
}

function Registration({ flow, first }: { readonly flow: string; readonly first: Hook }) {
  const again = useMutation({ mutationFn: () => call('subscribeHook', { path: { name: flow } }) });
  const hook: Hook = again.data ?? first;
  const { subscription, secret } = hook;
  return (
    <>
      {subscription === null && <Text size="sm">{words.registerByHand}</Text>}
      {subscription?.state === 'active' && <Text size="sm">{words.registered(subscription.connection)}</Text>}
      {subscription?.state === 'making' && <Text size="sm">{words.registering(subscription.connection)}</Text>}
      {subscription?.state === 'failed' && (
        <Alert
          color="gray"
          variant="outline"
          icon={<StepIcon name="warning" />}
          title={words.notRegistered(subscription.connection)}
        >
          <Stack gap="xs" align="start">
            <Text size="sm" className="hf-text">
              {subscription.problem}
            </Text>
            <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
              {words.again}
            </Button>
          </Stack>
        </Alert>
      )}
      {again.error !== null && <ProblemNote error={again.error} />}
      <CopyField label={words.address} value={hook.url} />
      {secret !== undefined && subscription?.state !== 'active' && (
        <Group grow>
          <CopyField label={words.secret} value={secret} />
        </Group>
      )}
    </>
  );
}
