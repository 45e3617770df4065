/** The fields of an OAuth app: the provider, the callback address to give it, the client, and what is asked for. */
import { Anchor, Box, Button, Code, Group, List, NativeSelect, Select, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { connectWords } from '../words/connect.ts';
import type { AuthWay } from './auth-ways.ts';
import { type ConnectionForm, PlainInput, ReferenceHelp, SecretInput } from './connection-fields.tsx';
import type { ProviderShown } from './connection-queries.ts';
import { CLIENT_KEY, CUSTOM_PROVIDER, oauthKey, oauthSecret, parameterKey } from './oauth-draft.ts';
import type { CredentialChoice } from './use-credential-choice.ts';

const words = connectWords.oauth;
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'];

interface OAuthFieldsProps {
  readonly form: ConnectionForm;
  readonly way: AuthWay;
  readonly choice: CredentialChoice;
}

export function OAuthFields({ form, way, choice }: OAuthFieldsProps) {
  const { provider, grant, known } = choice;
  return (
    <>
      {way.provider === 'any' && <ProviderSelect form={form} choice={choice} />}
      {provider !== '' && (
        <>
          <GrantSelect choice={choice} />
          {known !== undefined && <ProviderParameters form={form} provider={known} />}
          {provider === CUSTOM_PROVIDER && <CustomAddresses form={form} grant={grant} />}
          <AppFields form={form} choice={choice} />
          {grant === 'jwt_bearer' && <AssertionFields form={form} choice={choice} />}
          <ReferenceHelp />
          <ScopeField form={form} way={way} />
          {known !== undefined && <Quirks provider={known} />}
        </>
      )}
    </>
  );
}

function ProviderSelect({ form, choice }: Pick<OAuthFieldsProps, 'form' | 'choice'>) {
  const { provider, providers, setProvider } = choice;
  const known = providers.map(({ name, title }) => ({ value: name, label: title }));
  return (
    <Select
      label={words.provider}
      placeholder={words.providerHint}
      data={[...known, { value: CUSTOM_PROVIDER, label: words.custom }]}
      value={provider === '' ? null : provider}
      onChange={(name) => setProvider(name ?? '')}
      searchable
      clearable
      maxDropdownHeight={280}
      limit={60}
      nothingFoundMessage={words.noProvider}
      data-path={oauthKey('provider')}
      error={form.errors[oauthKey('provider')]}
    />
  );
}

function GrantSelect({ choice: { grant, grants, setGrant } }: Pick<OAuthFieldsProps, 'choice'>) {
  if (grants.length < 2) return null;
  return (
    <NativeSelect
      label={words.grant}
      value={grant}
      onChange={(event) => setGrant(event.currentTarget.value)}
      data={grants.map((value) => ({ value, label: words.grants[value] ?? value }))}
    />
  );
}

interface ProviderParametersProps {
  readonly form: ConnectionForm;
  readonly provider: ProviderShown;
}

function ProviderParameters({ form, provider }: ProviderParametersProps) {
  return provider.parameters.map(({ name, title, description }) => (
    <PlainInput key={name} form={form} name={parameterKey(name)} label={title} description={description} />
  ));
}

interface CustomAddressesProps {
  readonly form: ConnectionForm;
  readonly grant: string;
}

/** The addresses of another provider: typed, or found by its issuer (RFC 8414). */
function CustomAddresses({ form, grant }: CustomAddressesProps) {
  const discover = useMutation({
    mutationFn: () =>
      call('discoverProvider', { body: { issuer: (form.getValues()[oauthKey('issuer')] ?? '').trim() } }),
    onSuccess(found) {
      for (const name of ['authorizeUrl', 'tokenUrl', 'revokeUrl', 'issuerInAnswer'] as const) {
        form.setFieldValue(oauthKey(name), found[name] ?? '');
        form.clearFieldError(oauthKey(name));
      }
    },
  });
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="xs">
        <Box flex={1} miw={220}>
          <PlainInput
            form={form}
            name={oauthKey('issuer')}
            label={words.issuer}
            description={words.issuerHint}
            isOptional
          />
        </Box>
        <Button variant="default" loading={discover.isPending} onClick={() => discover.mutate()}>
          {words.discover}
        </Button>
      </Group>
      <Text size="sm" role="status" c="dimmed" hidden={!discover.isSuccess}>
        {discover.isSuccess ? words.discovered : ''}
      </Text>
      {discover.error !== null && <ProblemNote error={discover.error} />}
      {grant === 'authorization_code' && (
        <PlainInput form={form} name={oauthKey('authorizeUrl')} label={words.authorizeUrl} />
      )}
      <PlainInput form={form} name={oauthKey('tokenUrl')} label={words.tokenUrl} />
      <PlainInput form={form} name={oauthKey('revokeUrl')} label={words.revokeUrl} isOptional />
    </Stack>
  );
}

/** The client, and the address that the provider has to know it by. */
function AppFields({ form, choice }: Pick<OAuthFieldsProps, 'form' | 'choice'>) {
  const { grant, known, callbackUrl } = choice;
  const isAssertion = grant === 'jwt_bearer';
  return (
    <>
      {grant === 'authorization_code' && (
        <CopyField label={words.callback} value={callbackUrl} description={words.callbackHint} />
      )}
      {known !== undefined && (
        <Text size="sm">
          <Anchor href={known.consoleUrl} target="_blank" rel="noreferrer" inherit underline="always">
            {words.console}
          </Anchor>
        </Text>
      )}
      <PlainInput form={form} name={oauthKey('clientId')} label={words.clientId} isOptional={isAssertion} />
      {!isAssertion && <ClientProof form={form} choice={choice} />}
    </>
  );
}

/** How the client proves itself, and with what. */
function ClientProof({ form, choice }: Pick<OAuthFieldsProps, 'form' | 'choice'>) {
  const { provider, authentication, setAuthentication } = choice;
  const field = oauthSecret(choice);
  return (
    <>
      {provider === CUSTOM_PROVIDER && (
        <NativeSelect
          label={words.authentication}
          value={authentication}
          onChange={(event) => setAuthentication(event.currentTarget.value)}
          data={Object.entries(words.authentications).map(([value, label]) => ({ value, label }))}
        />
      )}
      {authentication !== 'none' && <SecretInput key={field.name} form={form} field={field} />}
      {authentication === CLIENT_KEY && (
        <PlainInput form={form} name={oauthKey('keyId')} label={words.clientKeyId} isOptional />
      )}
    </>
  );
}

/** What is said in a signed assertion (RFC 7523). */
function AssertionFields({ form, choice }: Pick<OAuthFieldsProps, 'form' | 'choice'>) {
  return (
    <>
      <PlainInput form={form} name={oauthKey('jwt:issuer')} label={words.jwtIssuer} />
      <PlainInput form={form} name={oauthKey('jwt:subject')} label={words.jwtSubject} />
      <PlainInput form={form} name={oauthKey('jwt:audience')} label={words.jwtAudience} isOptional />
      <SecretInput form={form} field={oauthSecret(choice)} />
      <PlainInput form={form} name={oauthKey('jwt:keyId')} label={words.jwtKeyId} isOptional />
      <NativeSelect
        key={form.key(oauthKey('jwt:algorithm'))}
        label={words.jwtAlgorithm}
        data={ALGORITHMS}
        {...form.getInputProps(oauthKey('jwt:algorithm'))}
      />
    </>
  );
}

function ScopeField({ form, way }: Pick<OAuthFieldsProps, 'form' | 'way'>) {
  return (
    <div>
      <PlainInput
        form={form}
        name={oauthKey('scopes')}
        label={words.scopes}
        description={words.scopesHint}
        isOptional
      />
      {way.scopes.length > 0 && (
        <Text size="xs" mt={4}>
          {`${words.asked} `}
          {way.scopes.map((scope) => (
            <Code key={scope} mr={4}>
              {scope}
            </Code>
          ))}
        </Text>
      )}
    </div>
  );
}

function Quirks({ provider: { quirks } }: { readonly provider: ProviderShown }) {
  if (quirks.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {words.quirks}
      </Text>
      <List size="sm" spacing={4}>
        {quirks.map((quirk) => (
          <List.Item key={quirk}>{quirk}</List.Item>
        ))}
      </List>
    </div>
  );
}
