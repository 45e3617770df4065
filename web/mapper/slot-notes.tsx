/** What is said about a position: problems, and what is suggested for it. */
import { Button, Group, Text } from '@mantine/core';
import { mapperWords } from '../words/mapper.ts';
import { type OfferedSuggestion, useMapper } from './mapper-context.ts';
import { MISSING, problemsAt } from './place-problems.ts';
import { liveAt } from './slot-value.tsx';
import { rootPlace, type TargetPlace } from './target-places.ts';
import { expressionWords, shortValue } from './value-words.ts';

const words = mapperWords.suggestion;
const SHOWN = 2;

export function SlotProblems({ place }: { readonly place: TargetPlace }) {
  const { problems } = useMapper();
  const found = problemsAt(problems, place);
  if (found.length === 0) return null;
  return (
    <ul className="hf-slot-problems">
      {found.map(({ code, message, fix }) => (
        <li key={message}>
          <span aria-hidden="true">✕ </span>
          {code === MISSING ? mapperWords.mapping.missing : message}{' '}
          {code !== MISSING && <span className="hf-slot-fix">{fix}</span>}
        </li>
      ))}
    </ul>
  );
}

export function SlotSuggestions({ place }: { readonly place: TargetPlace }) {
  const { suggestions } = useMapper();
  const found = suggestions.filter(({ pointer }) => pointer === place.pointer).slice(0, SHOWN);
  return found.map((suggestion) => (
    <Suggestion key={JSON.stringify(suggestion.expression)} place={place} suggestion={suggestion} />
  ));
}

interface SuggestionProps {
  readonly place: TargetPlace;
  readonly suggestion: OfferedSuggestion;
}

function Suggestion({ place, suggestion }: SuggestionProps) {
  const mapper = useMapper();
  const what = expressionWords(suggestion.expression);
  const live = liveAt(mapper, { ...rootPlace(suggestion.expression, place.type, ''), loops: place.loops });
  return (
    <div className="hf-suggestion">
      <div className="hf-suggestion-text">
        <Text span inherit fw={600}>
          {suggestion.isSure ? words.sure : words.maybe}
          {': '}
        </Text>
        <code>{what}</code>
        {live?.kind === 'value' && <span>{` = ${shortValue(live.value)}`}</span>}
        <div className="hf-suggestion-reason">{suggestion.reasons.join('; ')}</div>
      </div>
      <Group gap={4} wrap="nowrap">
        <Button
          size="compact-xs"
          variant="light"
          aria-label={words.useLabel(place.label, what)}
          onClick={() => mapper.take([suggestion])}
        >
          {words.use}
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-label={words.dismissLabel(place.label, what)}
          onClick={() => mapper.dismiss(suggestion)}
        >
          {words.dismiss}
        </Button>
      </Group>
    </div>
  );
}
