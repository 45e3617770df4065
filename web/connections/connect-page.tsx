/** Connecting an account by a link: for the person who owns it, who needs no account here. */
import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { enter } from '../access/leave-outside.ts';
import { OutsideCard } from '../access/outside-card.tsx';
import { TokenlessNote } from '../access/tokenless-note.tsx';
import { useLinkToken } from '../access/use-link-token.ts';
import { type Answer, call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { focusFirst } from '../parts/form-problems.ts';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { connectWords } from '../words/connect.ts';
import { authFields } from './auth-ways.ts';
import { CredentialInputs } from './connection-fields.tsx';
import { type ConnectionValues, fieldProblems, secretKey } from './credential-draft.ts';
import { SetupText } from './setup-text.tsx';

const words = connectWords.outside;
type Opened = Answer<'openConnectLink'>;

export function ConnectPage() {
  const token = useLinkToken();
  return (
    <OutsideCard title={words.title} isWide>
      {token === '' ? <TokenlessNote /> : <OpenLink key={token} token={token} />}
    </OutsideCard>
  );
}

interface LinkProps {
  readonly token: string;
}

function OpenLink({ token }: LinkProps) {
  const link = useQuery({
    queryKey: ['connect', token],
    queryFn: () => call('openConnectLink', { body: { token } }),
    retry: false,
    // A link that was used says so no better than the page that used it.
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <AnswerView answer={link}>
      {(opened) => (
        <Stack>
          <Text>{words.intro(opened.askedBy, opened.workspaceName, opened.connectorTitle)}</Text>
          <Group gap="md">
            <Text size="sm">
              {`${words.name} `}
              <Code>{opened.connectionName}</Code>
            </Text>
            <Text size="sm">
              {`${words.until} `}
              <Moment at={opened.expiresAt} />
            </Text>
          </Group>
          {opened.kind === 'oauth2' ? (
            <ConsentPart token={token} opened={opened} />
          ) : (
            <FieldsPart token={token} opened={opened} />
          )}
        </Stack>
      )}
    </AnswerView>
  );
}

interface PartProps extends LinkProps {
  readonly opened: Opened;
}

/** The provider's page takes the place of this one, and the page that it sends back to says how it went. */
function ConsentPart({ token, opened: { scopes, connectorTitle } }: PartProps) {
  const go = useMutation({
    mutationFn: () => call('authorizeConnectLink', { body: { token } }),
    onSuccess: ({ url }) => enter(url),
  });
  return (
    <>
      <Text size="sm">{words.asksOAuth}</Text>
      {scopes.length > 0 && (
        <Text size="sm">
          {`${words.asks} `}
          {scopes.map((scope) => (
            <Code key={scope} mr={4}>
              {scope}
            </Code>
          ))}
        </Text>
      )}
      {go.error !== null && <ProblemNote error={go.error} />}
      <Button loading={go.isPending || go.isSuccess} onClick={() => go.mutate()}>
        {words.goOn(connectorTitle)}
      </Button>
    </>
  );
}

function FieldsPart({ token, opened }: PartProps) {
  const fields = authFields(opened.fields);
  const form = useForm<ConnectionValues>({
    mode: 'uncontrolled',
    initialValues: {},
    validate: (values) => fieldProblems(fields, values),
  });
  const submit = useMutation({
    mutationFn: (values: ConnectionValues) =>
      call('submitConnectLink', { body: { token, fields: typedTexts(fields, values) } }),
  });
  const focusSecret = (): void => form.getInputNode(secretKey(fields[0]?.name ?? ''))?.focus();
  if (submit.data !== undefined) return <DoneNote account={submit.data.account} />;
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => submit.mutate(values, { onError: focusSecret }), focusFirst(form))}
    >
      <Stack>
        <CredentialInputs form={form} fields={fields} canRefer={false} />
        <Text size="sm">{words.asksFields}</Text>
        {submit.error !== null && <ProblemNote error={submit.error} />}
        <Button type="submit" loading={submit.isPending}>
          {words.submit}
        </Button>
        <SetupText text={opened.setup} />
      </Stack>
    </form>
  );
}

function typedTexts(fields: ReturnType<typeof authFields>, values: ConnectionValues): Record<string, string> {
  const typed = fields.map(({ name }) => [name, values[secretKey(name)] ?? ''] as const);
  return Object.fromEntries(typed.filter(([, text]) => text !== ''));
}

function DoneNote({ account }: { readonly account: string | null }) {
  return (
    <Stack gap="xs" role="status">
      <Text fw={600} className="hf-text">
        {account === null ? words.done : words.doneAs(account)}
      </Text>
      <Text size="sm">{words.doneFix}</Text>
    </Stack>
  );
}
