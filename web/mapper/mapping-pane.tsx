/** The middle pane: every field of the target, and the suggestions that are sure with one button. */
import { Button, Group, Text } from '@mantine/core';
import { pointerTo } from '../../src/language/index.ts';
import { targetId } from '../builder/step-seam.ts';
import { mapperWords } from '../words/mapper.ts';
import { isOpen } from './expression-edit.ts';
import { type Mapper, useMapper } from './mapper-context.ts';
import { Slot } from './slot.tsx';
import { Fields } from './slot-inside.tsx';
import { SlotProblems } from './slot-notes.tsx';
import { fieldPlaces, hasFields, rootPlace, type TargetPlace } from './target-places.ts';

const words = mapperWords.mapping;

export function MappingPane() {
  const mapper = useMapper();
  const place = rootPlace(mapper.root, mapper.rootType, mapperWords.whole);
  if (!hasFields(place)) {
    return (
      <>
        {mapper.rootType.isUnknown && (
          <Text size="xs" c="dimmed">
            {words.noTarget}
          </Text>
        )}
        <Slot place={place} />
      </>
    );
  }
  return (
    <>
      <Sure mapper={mapper} place={place} />
      {/* A problem of the whole object leads here, and on to the first field that it can be about. */}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form control to those who hear the page. */}
      <div
        id={targetId(mapper.pointer + pointerTo('', 'object'))}
        role="group"
        aria-label={mapperWords.panes.mapping}
        tabIndex={-1}
        onFocus={(event) => goToFirst(event.target)}
      >
        <SlotProblems place={place} />
        <ObjectProblems place={place} />
        <Fields place={place} />
      </div>
    </>
  );
}

function goToFirst(element: Element): void {
  if (!element.id.endsWith('/object')) return;
  const open = element.querySelector<HTMLElement>('.hf-slot:not([data-set]) .hf-picker input[aria-label$="required"]');
  (open ?? element.querySelector<HTMLElement>('.hf-picker input'))?.focus();
}

/** What is missing in the object as a whole, such as a required field. */
function ObjectProblems({ place }: { readonly place: TargetPlace }) {
  return <SlotProblems place={{ ...place, pointer: pointerTo(place.pointer, 'object') }} />;
}

function Sure({ mapper, place }: { readonly mapper: Mapper; readonly place: TargetPlace }) {
  const sure = mapper.suggestions.filter(({ isSure }) => isSure);
  const open = fieldPlaces(place).filter(({ isRequired, expression }) => {
    return isRequired && (expression === undefined || isOpen(expression));
  }).length;
  return (
    <Group justify="space-between" gap="xs">
      <Text size="xs" {...(open > 0 ? { fw: 600 } : { c: 'dimmed' })}>
        {open > 0 ? words.open(open) : words.complete}
      </Text>
      {sure.length > 0 && (
        <Button size="compact-sm" onClick={() => mapper.take(sure)}>
          {words.sure(sure.length)}
        </Button>
      )}
    </Group>
  );
}
