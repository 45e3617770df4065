/** Makes the draft the live version: what changes, a note, and what is left to do afterwards. */
import { Alert, Button, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, call } from '../api/call.ts';
import { ConsentNote } from '../connections/consent-note.tsx';
import { AnswerView } from '../parts/answer-view.tsx';
import { ButtonLink } from '../parts/app-link.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { TickedText } from '../parts/ticked-text.tsx';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import { ProblemList } from './problems.tsx';
import { PublishedNote } from './published-note.tsx';
import { RerunNote } from './rerun-note.tsx';

const words = builderWords.publish;
const MAX_NOTE = 1_000;

interface PublishDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function PublishDialog({ isOpen, onClose }: PublishDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={words.title}
      size="lg"
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {isOpen && <Publishing onClose={onClose} />}
    </Modal>
  );
}

function Publishing({ onClose }: Pick<PublishDialogProps, 'onClose'>) {
  const { flowName, editor, announce, problems } = useBuilder();
  const isBlocked = problems.length > 0;
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const publish = useMutation({
    mutationFn: async () => {
      const revision = await editor.flush();
      const body = { revision, ...(note.trim() === '' ? {} : { note: note.trim() }) };
      return call('publishDraft', { path: { name: flowName }, body });
    },
    onSuccess: ({ version }) => {
      announce(words.done(version));
      return queries.invalidateQueries({ queryKey: ['flows'] });
    },
  });
  if (publish.data !== undefined) return <Done published={publish.data} onClose={onClose} />;
  return (
    <Stack gap="md">
      <Blocked onClose={onClose} />
      {!isBlocked && <Changes />}
      {!isBlocked && <Consent />}
      <Textarea
        label={words.note}
        placeholder={words.notePlaceholder}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={MAX_NOTE}
        data-autofocus
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {publish.error !== null && <ProblemNote error={publish.error} />}
      <Foot isBusy={publish.isPending} onPublish={() => publish.mutate()} />
    </Stack>
  );
}

function Blocked({ onClose }: Pick<PublishDialogProps, 'onClose'>) {
  const { problems } = useBuilder();
  if (problems.length === 0) return null;
  return (
    <Alert color="red" variant="light" title={words.blocked(problems.length)}>
      <ProblemList onGo={onClose} />
    </Alert>
  );
}

function Foot({ isBusy, onPublish }: { readonly isBusy: boolean; readonly onPublish: () => void }) {
  const { problems, save } = useBuilder();
  const isBlocked = problems.length > 0 || save.kind === 'conflict';
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" c="dimmed">
        {words.keepRuns}
      </Text>
      <Button loading={isBusy} disabled={isBlocked} onClick={onPublish}>
        {words.go}
      </Button>
    </Group>
  );
}

/** The differences between what is live and the draft, once the draft is saved. */
function Changes() {
  const { flowName, editor, draft } = useBuilder();
  const flow = useQuery({
    queryKey: ['flows', flowName],
    queryFn: () => call('getFlow', { path: { name: flowName } }),
  });
  const live = flow.data?.liveVersion;
  const changes = useQuery({
    queryKey: ['flows', flowName, 'changes', live, draft.revision],
    async queryFn() {
      await editor.flush();
      return call('compareVersions', { path: { name: flowName }, query: { from: String(live), to: 'draft' } });
    },
    enabled: live !== undefined && live !== null,
  });
  if (live === null) return <Text size="sm">{words.first}</Text>;
  return <AnswerView answer={changes}>{(data) => <ChangeList changes={data.changes} />}</AnswerView>;
}

/** Scopes that the draft needs and that nobody has granted yet: they can be asked for before it goes live. */
function Consent() {
  const { flowName, editor, draft } = useBuilder();
  const consent = useQuery({
    queryKey: ['connections', 'consent', flowName, draft.revision],
    async queryFn() {
      await editor.flush();
      return (await call('getDraft', { path: { name: flowName } })).consent;
    },
  });
  return <ConsentNote consent={consent.data ?? []} />;
}

function ChangeList({ changes }: { readonly changes: Answer<'compareVersions'>['changes'] }) {
  if (changes.length === 0) return <Text size="sm">{words.unchanged}</Text>;
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {words.changes}
      </Text>
      <List size="sm" className="hfb-changes">
        {changes.map(({ pointer, text }) => (
          <List.Item key={`${pointer} ${text}`}>
            <TickedText text={text} />
          </List.Item>
        ))}
      </List>
    </div>
  );
}

interface DoneProps {
  readonly published: Answer<'publishDraft'>;
  readonly onClose: () => void;
}

function Done({ published, onClose }: DoneProps) {
  const { flowName } = useBuilder();
  return (
    <Stack gap="md">
      <PublishedNote published={published} />
      <RerunNote version={published.version} />
      <Group justify="flex-end" gap="xs">
        <ButtonLink to="/flows/$name" params={{ name: flowName }} variant="default">
          {words.toFlow}
        </ButtonLink>
        <Button onClick={onClose} data-autofocus>
          {words.close}
        </Button>
      </Group>
    </Stack>
  );
}
