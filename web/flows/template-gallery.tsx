/** Templates to begin with: what each does, what it needs, and which connections fill its roles. */
import { Anchor, Button, Card, Group, List, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { AnswerView } from '../parts/answer-view.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { newFlowWords, templateWords as words } from '../words/flows.ts';
import { ConnectionSelect, onlyConnection } from './connection-select.tsx';
import { type Connection, connectionList, type Template, templateList, useConnectors } from './flow-queries.ts';
import { useCreateFlow } from './use-create-flow.ts';

export function TemplateGallery() {
  const [chosen, setChosen] = useState<Template>();
  const templates = useQuery(templateList);
  const connections = useQuery(connectionList);
  if (chosen !== undefined && connections.data !== undefined) {
    const back = (): void => setChosen(undefined);
    return <TemplateForm template={chosen} connections={connections.data.connections} onBack={back} />;
  }
  return (
    <AnswerView answer={templates}>
      {(answer) =>
        answer.templates.length === 0 ? (
          <EmptyNote title={words.none} />
        ) : (
          <SimpleGrid component="ul" cols={{ base: 1, sm: 2, lg: 3 }} p={0} m={0} aria-label={words.choose}>
            {answer.templates.map((template) => (
              <TemplateCard key={template.name} template={template} onChoose={() => setChosen(template)} />
            ))}
          </SimpleGrid>
        )
      }
    </AnswerView>
  );
}

function TemplateCard({ template, onChoose }: { readonly template: Template; readonly onChoose: () => void }) {
  const { title, summary, trigger, roles, steps } = template;
  return (
    <Card component="li" withBorder padding="md" style={{ listStyle: 'none' }}>
      <Stack gap="xs" h="100%">
        <Title order={2} size="h3">
          {title}
        </Title>
        <Text size="sm">{summary}</Text>
        <Text size="sm" c="dimmed">
          {[trigger.text, ...steps].join(' → ')}
        </Text>
        <Group mt="auto" justify="space-between" gap="xs">
          <Text size="xs" c="dimmed">
            {roles.length > 0 && `${words.needs}: ${roles.map((role) => role.title).join(', ')}`}
          </Text>
          <Button size="xs" variant="default" onClick={onChoose} aria-label={`${words.use}: ${title}`}>
            {words.use}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

interface TemplateFormProps {
  readonly template: Template;
  readonly connections: readonly Connection[];
  readonly onBack: () => void;
}

function TemplateForm({ template, connections, onBack }: TemplateFormProps) {
  const { roles } = template;
  const [title, setTitle] = useState(template.title);
  const [filled, setFilled] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(roles.map(({ role, connector }) => [role, onlyConnection(connections, connector)])),
  );
  const create = useCreateFlow();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (title.trim() === '') return;
    const chosen = Object.fromEntries(Object.entries(filled).filter(([, name]) => name !== ''));
    create.mutate({ title: title.trim(), template: template.name, connections: chosen });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" maw={560}>
        <Anchor component="button" type="button" size="sm" ta="left" onClick={onBack}>
          {words.back}
        </Anchor>
        <Title order={2} size="h3">
          {template.title}
        </Title>
        <Text size="sm">{template.summary}</Text>
        <List size="sm" type="ordered">
          {[template.trigger.text, ...template.steps].map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
        <TextInput
          label={newFlowWords.flowTitle}
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.currentTarget.value)}
          {...(title.trim() === '' ? { error: newFlowWords.titleMissing } : {})}
        />
        <RoleFields template={template} connections={connections} filled={filled} onChange={setFilled} />
        {create.error !== null && <ProblemNote error={create.error} />}
        <Group>
          <Button type="submit" loading={create.isPending}>
            {newFlowWords.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface RoleFieldsProps extends Pick<TemplateFormProps, 'template' | 'connections'> {
  readonly filled: Readonly<Record<string, string>>;
  readonly onChange: (filled: Readonly<Record<string, string>>) => void;
}

function RoleFields({ template, connections, filled, onChange }: RoleFieldsProps) {
  const titles = new Map(useConnectors().map(({ name, title }) => [name, title]));
  if (template.roles.length === 0) return null;
  return (
    <Stack gap="sm" component="fieldset" m={0} p={0} bd={0}>
      <Text component="legend" fw={600} size="sm">
        {words.roles}
      </Text>
      {template.roles.map(({ role, connector, title }) => {
        const connectorTitle = titles.get(connector) ?? connector;
        return (
          <ConnectionSelect
            key={role}
            label={title}
            description={words.roleHint(connectorTitle)}
            connections={connections}
            connector={connector}
            connectorTitle={connectorTitle}
            value={filled[role] ?? ''}
            onChange={(name) => onChange({ ...filled, [role]: name })}
          />
        );
      })}
      <Text size="sm" c="dimmed">
        {words.later}
      </Text>
    </Stack>
  );
}
