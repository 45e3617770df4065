/** The settings of a connection; a change is proven at the vendor before it is saved. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { isObject, type JsonValue } from '../../src/foundation/index.ts';
import { SectionCard } from '../access/section-card.tsx';
import { call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { FactList } from '../parts/fact-list.tsx';
import { focusFirst } from '../parts/form-problems.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { useAction } from '../parts/use-action.ts';
import { actionWords } from '../words/actions.ts';
import { connectionWords } from '../words/connections.ts';
import { SettingInput } from './connection-fields.tsx';
import { type ConnectionShown, connectorQuery } from './connection-queries.ts';
import { type ConnectionValues, settingKey } from './credential-draft.ts';
import { type SettingField, settingFields, settingProblems, typedSettings } from './setting-fields.ts';

const words = connectionWords.settings;

interface SettingsProps {
  readonly connection: ConnectionShown;
}

export function SettingsSection({ connection }: SettingsProps) {
  const connector = useQuery(connectorQuery(connection.connector));
  return (
    <SectionCard title={words.title}>
      <AnswerView answer={connector} lines={2}>
        {({ settings }) => <SettingList connection={connection} fields={settingFields(settings)} />}
      </AnswerView>
    </SectionCard>
  );
}

interface SettingListProps extends SettingsProps {
  readonly fields: readonly SettingField[];
}

function SettingList({ connection, fields }: SettingListProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  if (fields.length === 0) return <Text size="sm">{words.none}</Text>;
  return (
    <>
      <FactList
        facts={fields.map(({ name, title }) => [title, settingText(connection.settings[name]) || words.notSet])}
      />
      <Group>
        <RoleButton needs="builder" size="xs" variant="default" onClick={open}>
          {words.edit}
        </RoleButton>
      </Group>
      <Modal opened={isOpen} onClose={close} title={words.edit} closeButtonProps={{ 'aria-label': actionWords.close }}>
        <SettingsForm connection={connection} fields={fields} onDone={close} />
      </Modal>
    </>
  );
}

function settingText(value: JsonValue | undefined): string {
  if (value === undefined || value === null || isObject(value) || Array.isArray(value)) return '';
  return String(value);
}

interface SettingsFormProps extends SettingListProps {
  readonly onDone: () => void;
}

function SettingsForm({ connection: { name, settings }, fields, onDone }: SettingsFormProps) {
  const form = useForm<ConnectionValues>({
    mode: 'uncontrolled',
    initialValues: Object.fromEntries(
      fields.map((field) => [settingKey(field.name), settingText(settings[field.name])]),
    ),
    validate: (values) => settingProblems(values, fields),
  });
  const save = useAction(
    (values: ConnectionValues) =>
      call('updateConnection', { path: { name }, body: { settings: typedSettings(fields, values), verify: true } }),
    { topics: ['connections', 'runs'], told: () => words.saved(name), onDone },
  );
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values), focusFirst(form))}>
      <Stack>
        <Text size="sm">{words.why}</Text>
        {fields.map((field) => (
          <SettingInput key={field.name} form={form} field={field} />
        ))}
        {save.error !== null && <ProblemNote error={save.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {actionWords.leave}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
