/** The event that a run is about, as it came in, and as mappings see it. */
import { Stack, Text, Title } from '@mantine/core';
import { JsonView } from '../parts/json-view.tsx';
import { Moment } from '../parts/moment.tsx';
import { runWords as words } from '../words/runs.ts';
import { Headers } from './attempt-view.tsx';
import { BodyView } from './body-view.tsx';
import type { RunShown } from './run-queries.ts';

export function EventView({ run }: { readonly run: RunShown }) {
  const { event, eventJson } = run;
  return (
    <Stack component="section" gap="xs" aria-label={words.event}>
      <Title order={2} size="h3">
        {words.event}
      </Title>
      <Text size="sm" className="hf-text">
        {`${words.received} `}
        <Moment at={event.receivedAt} />
        {` · ${words.contentType} ${event.contentType}`}
        {event.dedupeKey !== null && ` · ${words.dedupeKey} ${event.dedupeKey}`}
      </Text>
      {eventJson === undefined ? (
        <BodyView body={event.body} label={words.payload} />
      ) : (
        <JsonView value={eventJson} label={words.payload} root="trigger" />
      )}
      <Title order={3} size="sm" mt="xs">
        {words.headers}
      </Title>
      <Headers headers={event.headers} label={words.headers} />
    </Stack>
  );
}
