/** The last received events, newest first; a flow without any shows those that other flows of the same kind received. */
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { isObject, type JsonValue } from '../../src/foundation/index.ts';
import { type Answer, call } from '../api/call.ts';
import type { Samples } from '../builder/step-seam.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Moment, momentText } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { useAction } from '../parts/use-action.ts';
import { trialWords } from '../words/trial.ts';
import { ChoiceLine } from './choice-line.tsx';

const words = trialWords.chooser;
const LIMIT = 20;
const MAX_WORDS = 110;
/** A body above this is not in the list. */
const MAX_LISTED_BYTES = 65_536;

export interface ChoiceProps {
  readonly flowName: string;
  readonly onTaken: (samples: Samples) => void;
}

export function EventChoice({ flowName, onTaken }: ChoiceProps) {
  const path = { name: flowName };
  const events = useQuery({
    queryKey: ['runs', 'events', flowName],
    queryFn: () => call('listFlowEvents', { path, query: { limit: LIMIT } }),
  });
  const take = useAction((eventId: string) => call('takeSample', { path, body: { eventId } }), {
    topics: [],
    onDone: onTaken,
  });
  return (
    <AnswerView answer={events}>
      {({ events: found }) =>
        found.length === 0 ? (
          <EmptyNote title={words.noEvents}>{words.noEventsFix}</EmptyNote>
        ) : (
          <>
            {take.error !== null && <ProblemNote error={take.error} />}
            <ul className="hf-choices">
              {found.map((event) => (
                <ChoiceLine
                  key={event.id}
                  label={momentText(event.receivedAt)}
                  data={event.body ?? undefined}
                  isBusy={take.isPending && take.variables === event.id}
                  isDisabled={!canTake(event)}
                  onUse={() => take.mutate(event.id)}
                >
                  <Moment at={event.receivedAt} /> <StateBadge state={event.runState} />{' '}
                  {event.fromFlow !== undefined && (
                    <Text span size="xs" c="dimmed">
                      {words.fromFlow(event.fromFlow)}
                    </Text>
                  )}
                  <Text size="xs" c="dimmed" lineClamp={2}>
                    {eventText(event)}
                  </Text>
                </ChoiceLine>
              ))}
            </ul>
          </>
        )
      }
    </AnswerView>
  );
}

type Event = Answer<'listFlowEvents'>['events'][number];

/** What is too large for the list is not read yet; the server says when it cannot be a sample. */
function canTake({ body, bytes }: Event): boolean {
  return body !== null || bytes > MAX_LISTED_BYTES;
}

function eventText(event: Event): string {
  if (event.body !== null) return gist(event.body);
  return canTake(event) ? words.large(event.bytes) : words.notJson;
}

/** The texts and numbers of a record, so that people know it again. */
export function gist(value: JsonValue): string {
  const parts: string[] = [];
  const visit = (at: JsonValue): void => {
    if (parts.join(' · ').length > MAX_WORDS) return;
    if (Array.isArray(at)) for (const item of at) visit(item);
    else if (isObject(at)) for (const inner of Object.values(at)) visit(inner);
    else if (at !== null && typeof at !== 'boolean') parts.push(String(at).slice(0, MAX_WORDS));
  };
  visit(value);
  const text = parts.join(' · ');
  return text.length > MAX_WORDS ? `${text.slice(0, MAX_WORDS)}…` : text;
}
