/** One attempt: what was sent, what came back, and what was decided, in words. */
import { Box, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useId, useState } from 'react';
import { isObject, type JsonValue } from '../../src/foundation/index.ts';
import { durationText, Moment } from '../parts/moment.tsx';
import { RevealButton } from '../parts/reveal-button.tsx';
import { runWords as words } from '../words/runs.ts';
import { BodyView } from './body-view.tsx';
import type { AttemptShown } from './run-queries.ts';

interface AttemptViewProps {
  readonly attempt: AttemptShown;
  readonly isOpenAtFirst: boolean;
}

export function AttemptView({ attempt, isOpenAtFirst }: AttemptViewProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const details = useId();
  const isVerdict = attempt.kind === 'verdict';
  return (
    <Box component="li">
      <Group gap="xs" align="baseline">
        <Text size="sm" fw={600}>{`${words.kinds[attempt.kind] ?? attempt.kind} ${attempt.number}`}</Text>
        <Text size="sm">
          <AttemptEnd attempt={attempt} />
        </Text>
        <Text size="sm" c="dimmed">
          <Moment at={attempt.startedAt} />
          {attempt.durationMs !== null && `, ${durationText(attempt.durationMs)}`}
        </Text>
      </Group>
      <Decision attempt={attempt} />
      {!isVerdict && (
        <RevealButton
          label={isOpen ? words.hideDetails : words.showDetails}
          isOpen={isOpen}
          controls={details}
          onToggle={() => setOpen(!isOpen)}
        />
      )}
      <div id={details}>{isOpen && !isVerdict && <AttemptDetails attempt={attempt} />}</div>
    </Box>
  );
}

function AttemptEnd({ attempt }: { readonly attempt: AttemptShown }) {
  const { outcome, responseStatus } = attempt;
  const word = outcome === null ? words.noOutcome : (words.outcomes[outcome] ?? outcome);
  return <>{responseStatus === null ? word : `${responseStatus} · ${word}`}</>;
}

/** The decision as the engine words it, with its moment in the reader's own zone. */
function Decision({ attempt: { decision, outcome } }: { readonly attempt: AttemptShown }) {
  if (decision === undefined || decision.text === outcome) return null;
  return (
    <Text size="sm" className="hf-text">
      {decision.text}
      {decision.untilAt !== undefined && (
        <>
          {` (${words.until} `}
          <Moment at={decision.untilAt} />)
        </>
      )}
    </Text>
  );
}

/** The request as sent beside the response; also in view where a person settles an unknown outcome. */
export function AttemptDetails({ attempt }: { readonly attempt: AttemptShown }) {
  return (
    <Stack gap="sm" mt="xs">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <RequestView attempt={attempt} />
        <ResponseView attempt={attempt} />
      </SimpleGrid>
      <Text size="xs" c="dimmed" className="hf-text">
        {`${words.class} ${words.classes[attempt.operationClass] ?? attempt.operationClass}. `}
        {attempt.idempotencyKey !== null && `${words.idempotencyKey} ${attempt.idempotencyKey}. `}
        {words.secretsMasked}
      </Text>
    </Stack>
  );
}

function RequestView({ attempt }: { readonly attempt: AttemptShown }) {
  const { method, url, headers } = attempt.request;
  return (
    <Stack gap="xs" miw={0}>
      <Title order={4} size="sm">
        {words.request}
      </Title>
      <Text size="sm" ff="monospace" className="hf-text">
        {`${textOf(method)} ${textOf(url)}`}
      </Text>
      {isObject(headers) && <Headers headers={headers} label={`${words.request}: ${words.headers}`} />}
      {attempt.requestBody === undefined ? (
        <Text size="sm">{words.noBody}</Text>
      ) : (
        <BodyView body={attempt.requestBody} label={`${words.request}: ${words.body}`} />
      )}
    </Stack>
  );
}

function ResponseView({ attempt }: { readonly attempt: AttemptShown }) {
  const { responseStatus, responseHeaders, responseBody, failure } = attempt;
  return (
    <Stack gap="xs" miw={0}>
      <Title order={4} size="sm">
        {words.response}
      </Title>
      <Text size="sm">{responseStatus === null ? words.noResponse : `${words.status} ${responseStatus}`}</Text>
      {failure !== undefined && responseBody === undefined && (
        <Text size="sm" className="hf-text">
          {`${words.failure}: ${textOf(failure.message ?? failure.kind)}`}
        </Text>
      )}
      {responseHeaders !== undefined && (
        <Headers headers={responseHeaders} label={`${words.response}: ${words.headers}`} />
      )}
      {responseBody !== undefined && <BodyView body={responseBody} label={`${words.response}: ${words.body}`} />}
    </Stack>
  );
}

interface HeadersProps {
  readonly headers: Readonly<Record<string, JsonValue>>;
  readonly label: string;
}

/** Header names with their values; the server has masked the secret ones. */
export function Headers({ headers, label }: HeadersProps) {
  const entries = Object.entries(headers);
  if (entries.length === 0) return null;
  return (
    <Table aria-label={label} fz="xs" verticalSpacing={2} horizontalSpacing="xs" layout="fixed">
      <Table.Tbody>
        {entries.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" w="38%" fw={500} className="hf-text">
              {name}
            </Table.Th>
            <Table.Td ff="monospace" className="hf-text">
              {textOf(value).slice(0, 2_000)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
