/** Two people changed one draft: what each changed, and a choice that loses nothing. */
import { Alert, Button, Group, List, SimpleGrid, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { JsonValue } from '../../src/foundation/index.ts';
import { compareFlows } from '../../src/language/index.ts';
import { call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { TickedText } from '../parts/ticked-text.tsx';
import { useMe } from '../shell/me.ts';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import type { Draft } from './draft-editor.ts';
import { StepIcon } from './step-icon.tsx';

const words = builderWords.conflict;
const SHOWN = 8;

export function ConflictNote() {
  const { save, flowName } = useBuilder();
  const isOpen = save.kind === 'conflict';
  const theirs = useQuery({
    queryKey: ['flows', flowName, 'their-draft'],
    queryFn: () => call('getDraft', { path: { name: flowName } }),
    enabled: isOpen,
    staleTime: 0,
  });
  if (!isOpen) return null;
  return <AnswerView answer={theirs}>{(draft) => <Choice theirs={draft} />}</AnswerView>;
}

function Choice({ theirs }: { readonly theirs: Draft }) {
  const { editor, draft, document } = useBuilder();
  const me = useMe().person.name;
  const put = useMutation({ mutationFn: () => editor.putOnTop(theirs) });
  return (
    <Alert
      color="gray"
      variant="outline"
      role="alert"
      icon={<StepIcon name="warning" />}
      title={words.title(theirs.editedBy, theirs.editedBy === me)}
      m="xs"
    >
      <Text size="sm" mb="xs">
        {words.text}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <ChangeList title={words.theirs} from={draft.document} to={theirs.document} />
        <ChangeList title={words.ours} from={draft.document} to={document as unknown as JsonValue} />
      </SimpleGrid>
      {put.error !== null && <ProblemNote error={put.error} />}
      <Group mt="sm" gap="xs">
        <Button size="xs" onClick={() => put.mutate()} loading={put.isPending}>
          {words.putOnTop}
        </Button>
        <Button size="xs" variant="default" onClick={() => editor.takeTheirs(theirs)}>
          {words.takeTheirs}
        </Button>
        <Text size="xs" c="dimmed">
          {words.takeTheirsHint}
        </Text>
      </Group>
    </Alert>
  );
}

interface ChangeListProps {
  readonly title: string;
  readonly from: JsonValue;
  readonly to: JsonValue;
}

function ChangeList({ title, from, to }: ChangeListProps) {
  const changes = compareFlows(from, to);
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {changes.length === 0 && <Text size="sm">{words.none}</Text>}
      <List size="sm">
        {changes.slice(0, SHOWN).map(({ pointer, text }) => (
          <List.Item key={`${pointer} ${text}`}>
            <TickedText text={text} />
          </List.Item>
        ))}
        {changes.length > SHOWN && <List.Item>{words.more(changes.length - SHOWN)}</List.Item>}
      </List>
    </div>
  );
}
