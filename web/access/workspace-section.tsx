/** The person's workspaces: going to another, making one, renaming the present one. */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { call } from '../api/call.ts';
import { focusFirst } from '../parts/form-problems.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { type Me, useMe } from '../shell/me.ts';
import { goToWorkspace } from '../shell/workspace-switch.tsx';
import { accessWords } from '../words/access.ts';
import { shellWords } from '../words/shell.ts';
import { isGiven } from './field-rules.ts';
import { SectionCard } from './section-card.tsx';

const words = accessWords.workspaces;

export function WorkspaceSection() {
  const { workspaces, workspaceId } = useMe();
  const here = workspaces.find(({ id }) => id === workspaceId);
  const make = useAction((name: string) => call('createWorkspace', { body: { name } }), {
    topics: [],
    onDone: ({ id }) => goToWorkspace(id),
  });
  const rename = useAction((name: string) => call('renameWorkspace', { body: { name } }), {
    topics: ['members'],
    told: () => words.renamed,
  });
  return (
    <SectionCard title={words.title} why={words.why}>
      {workspaces.map((workspace) => (
        <WorkspaceRow key={workspace.id} workspace={workspace} isHere={workspace.id === workspaceId} />
      ))}
      {here?.role === 'owner' && (
        <NameForm key={here.name} label={words.newName} submit={words.rename} value={here.name} action={rename} />
      )}
      <NameForm label={words.name} submit={words.make} value="" action={make} />
    </SectionCard>
  );
}

interface WorkspaceRowProps {
  readonly workspace: Me['workspaces'][number];
  readonly isHere: boolean;
}

function WorkspaceRow({ workspace, isHere }: WorkspaceRowProps) {
  return (
    <Group justify="space-between">
      <Text size="sm">
        <Text span inherit fw={500}>
          {workspace.name}
        </Text>
        {`, ${shellWords.roles[workspace.role] ?? workspace.role}`}
      </Text>
      {isHere ? (
        <Text size="sm">{words.here}</Text>
      ) : (
        <Button
          size="xs"
          variant="default"
          aria-label={`${words.goTo}: ${workspace.name}`}
          onClick={() => goToWorkspace(workspace.id)}
        >
          {words.goTo}
        </Button>
      )}
    </Group>
  );
}

interface NameFormProps {
  readonly label: string;
  readonly submit: string;
  readonly value: string;
  readonly action: { mutate(name: string): void; readonly isPending: boolean; readonly error: Error | null };
}

function NameForm({ label, submit, value, action }: NameFormProps) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: value },
    validate: { name: isGiven(words.nameMissing) },
  });
  return (
    <form noValidate onSubmit={form.onSubmit(({ name }) => action.mutate(name.trim()), focusFirst(form))}>
      <Stack gap="sm" maw={420}>
        {action.error !== null && <ProblemNote error={action.error} />}
        <TextInput label={label} maxLength={100} key={form.key('name')} {...form.getInputProps('name')} />
        <Group>
          <Button type="submit" variant="default" loading={action.isPending}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
