/** Gives a connection access again: by a new consent, or with another credential. It stays the same connection. */
import { Badge, Box, Button, Code, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure, useId } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { focusFirst } from '../parts/form-problems.ts';
import { RevealButton } from '../parts/reveal-button.tsx';
import { tell } from '../parts/tell.ts';
import { useAction } from '../parts/use-action.ts';
import { useNarrow } from '../parts/use-narrow.ts';
import { useReturnFocus } from '../parts/use-return-focus.ts';
import { actionWords } from '../words/actions.ts';
import { connectWords } from '../words/connect.ts';
import { type AuthWay, authWays } from './auth-ways.ts';
import { ConnectEnd } from './connect-end.tsx';
import { type ConnectionShown, connectionQuery, connectorQuery, providersQuery } from './connection-queries.ts';
import type { ConnectionValues } from './credential-draft.ts';
import { CredentialPart } from './credential-part.tsx';
import { oauthKey } from './oauth-draft.ts';
import { SetupText } from './setup-text.tsx';
import { type AuthorizationWish, useAuthorization } from './use-authorization.ts';
import { useCredentialChoice } from './use-credential-choice.ts';

const words = connectWords.reconnect;

interface ReconnectDialogProps {
  readonly name: string;
  /** Scopes to ask for besides those that flows need. */
  readonly scopes?: readonly string[];
  readonly onClose: () => void;
}

/** The dialog; it reads the connection itself, so that any page can open it by name. */
export function ReconnectDialog({ name, scopes = [], onClose }: ReconnectDialogProps) {
  useReturnFocus();
  const connection = useQuery(connectionQuery(name));
  const isNarrow = useNarrow();
  return (
    <Modal
      opened
      fullScreen={isNarrow}
      onClose={onClose}
      title={words.title(name)}
      size="lg"
      closeButtonProps={{ 'aria-label': actionWords.close }}
    >
      <AnswerView answer={connection} lines={3}>
        {(shown) => <Reconnecting connection={shown} scopes={scopes} onClose={onClose} />}
      </AnswerView>
    </Modal>
  );
}

interface ReconnectingProps {
  readonly connection: ConnectionShown;
  readonly scopes: readonly string[];
  readonly onClose: () => void;
}

function Reconnecting({ connection, scopes, onClose }: ReconnectingProps) {
  const connector = useQuery(connectorQuery(connection.connector));
  return (
    <Stack>
      <Text size="sm">{words.why}</Text>
      {takesConsent(connection) && <ConsentAgain connection={connection} scopes={scopes} onDone={onClose} />}
      <AnswerView answer={connector} lines={3}>
        {(shown) => (
          <OtherCredential
            connection={connection}
            ways={authWays(shown).filter(({ kind }) => kind !== 'none')}
            setup={shown.setup}
            onDone={onClose}
          />
        )}
      </AnswerView>
    </Stack>
  );
}

/** True where a person signs in at the provider; of other grants the credential alone says who it is. */
function takesConsent({ grant }: ConnectionShown): boolean {
  return grant === 'authorization_code';
}

/** What every way ends with: the pages hear of it, and so does the person. */
function useDone(onDone: () => void): (name: string) => void {
  const queries = useQueryClient();
  return (name) => {
    for (const topic of ['connections', 'runs', 'notices']) void queries.invalidateQueries({ queryKey: [topic] });
    tell(words.done(name));
    onDone();
  };
}

interface ConsentAgainProps {
  readonly connection: ConnectionShown;
  readonly scopes: readonly string[];
  readonly onDone: () => void;
}

/** The same app asks the same person once more, for what flows need by now. */
function ConsentAgain({ connection, scopes, onDone }: ConsentAgainProps) {
  const { name, provider } = connection;
  const authorization = useAuthorization(useDone(onDone));
  const known = useQuery(providersQuery).data?.providers.find((one) => one.name === provider);
  const title = known?.title ?? connectWords.provider;
  const wish: AuthorizationWish = { reconnect: name, ...(scopes.length === 0 ? {} : { scopes }) };
  return (
    <Stack gap="sm">
      <AskedScopes connection={connection} more={scopes} />
      <ConnectEnd authorization={authorization} error={null} providerTitle={title}>
        <Button data-autofocus loading={authorization.isStarting} onClick={() => authorization.begin(wish)}>
          {words.signIn(title)}
        </Button>
      </ConnectEnd>
    </Stack>
  );
}

function AskedScopes({ connection, more }: { readonly connection: ConnectionShown; readonly more: readonly string[] }) {
  const { granted, needed } = connection.scopes;
  const asked = [...new Set([...needed.map(({ scope }) => scope), ...more])];
  if (asked.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {words.asks}
      </Text>
      <List size="sm" spacing={4}>
        {asked.map((scope) => (
          <List.Item key={scope}>
            <Group gap="xs">
              <Code>{scope}</Code>
              {granted !== null && !granted.includes(scope) && (
                <Badge variant="default" tt="none" radius="sm">
                  {words.isNew}
                </Badge>
              )}
            </Group>
          </List.Item>
        ))}
      </List>
    </div>
  );
}

interface OtherCredentialProps {
  readonly connection: ConnectionShown;
  readonly ways: readonly AuthWay[];
  readonly setup: string;
  readonly onDone: () => void;
}

/** The whole form of signing in; folded away where one more consent is all that is needed. */
function OtherCredential({ connection, ways, setup, onDone }: OtherCredentialProps) {
  const isSecond = takesConsent(connection);
  const [isOpen, { toggle }] = useDisclosure(!isSecond || connection.problemSide === 'app');
  const id = useId();
  return (
    <>
      {isSecond && <RevealButton label={words.changeApp} isOpen={isOpen} controls={id} onToggle={toggle} />}
      <Box id={id} hidden={!isOpen}>
        <Stack>
          <CredentialForm connection={connection} ways={ways} onDone={onDone} />
          <SetupText text={setup} />
        </Stack>
      </Box>
    </>
  );
}

type CredentialFormProps = Omit<OtherCredentialProps, 'setup'>;

function CredentialForm({ connection, ways, onDone }: CredentialFormProps) {
  const { name } = connection;
  const choice = useCredentialChoice(ways, connection);
  const done = useDone(onDone);
  const form = useForm<ConnectionValues>({
    mode: 'uncontrolled',
    initialValues: { [oauthKey('jwt:algorithm')]: 'RS256' },
    validate: choice.problems,
  });
  const replace = useAction(
    (values: ConnectionValues) =>
      call('replaceCredential', { path: { name }, body: { credential: choice.credential(values), verify: true } }),
    { topics: [], onDone: () => done(name) },
  );
  const authorization = useAuthorization(done);
  const send = (values: ConnectionValues): void => {
    if (choice.needsConsent) authorization.begin({ reconnect: name, credential: choice.credential(values) });
    else replace.mutate(values);
  };
  return (
    <form noValidate onSubmit={form.onSubmit(send, focusFirst(form))}>
      <Stack>
        <CredentialPart form={form} ways={ways} choice={choice} />
        <ConnectEnd authorization={authorization} error={replace.error} providerTitle={choice.providerTitle}>
          <Button type="submit" loading={replace.isPending || authorization.isStarting}>
            {choice.needsConsent ? words.signIn(choice.providerTitle) : words.save}
          </Button>
        </ConnectEnd>
      </Stack>
    </form>
  );
}
