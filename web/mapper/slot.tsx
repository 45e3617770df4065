/** One position of the mapping: its name and type, its source, its value, and what is inside of it. */
import { Text, Tooltip } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { mapperWords } from '../words/mapper.ts';
import { headOf, isOpen } from './expression-edit.ts';
import { canMap } from './map-field.ts';
import { useMapper } from './mapper-context.ts';
import { SlotEditor } from './slot-editor.tsx';
import { SlotInside } from './slot-inside.tsx';
import { SlotMenu } from './slot-menu.tsx';
import { SlotProblems, SlotSuggestions } from './slot-notes.tsx';
import { SlotValue } from './slot-value.tsx';
import { hasFields, isOpenList, type TargetPlace } from './target-places.ts';
import { useFieldDrop } from './use-drag.ts';
import { typeWords } from './value-words.ts';

const words = mapperWords.mapping;

export function Slot({ place }: { readonly place: TargetPlace }) {
  const { dragged } = useMapper();
  const { ref, isOver } = useFieldDrop<HTMLDivElement>(place);
  const canTake = dragged !== undefined && canMap(place, dragged);
  const taking = isOver ? 'over' : 'can';
  const drag = canTake ? taking : 'cannot';
  const isGroup = hasFields(place) || isOpenList(place) || headOf(place.expression) === 'each';
  const [isShown, setIsShown] = useState<boolean>();
  const isUnfolded = isShown ?? (place.isRequired || place.expression !== undefined || isOpenList(place));
  const isSet = place.expression !== undefined && !isOpen(place.expression);
  return (
    <div className="hf-slot" data-drag={dragged === undefined ? undefined : drag} data-set={isSet || undefined}>
      <div className="hf-slot-line" ref={ref}>
        <SlotName
          place={place}
          fold={
            isGroup ? <Fold place={place} isShown={isUnfolded} onTurn={() => setIsShown(!isUnfolded)} /> : undefined
          }
        />
        <div className="hf-slot-main">
          <div className="hf-slot-control">
            <div className="hf-slot-editor">
              <SlotEditor place={place} />
            </div>
            <SlotMenu place={place} />
          </div>
          {!hasFields(place) && headOf(place.expression) !== 'each' && <SlotValue place={place} />}
          <SlotProblems place={place} />
          <SlotSuggestions place={place} />
        </div>
      </div>
      {(!isGroup || isUnfolded) && <SlotInside place={place} />}
    </div>
  );
}

function SlotName({ place, fold }: { readonly place: TargetPlace; readonly fold: ReactNode }) {
  const { label, hint, type, isRequired, isKnown } = place;
  const name = (
    <Text span inherit fw={600} className="hf-slot-label">
      {label}
    </Text>
  );
  return (
    <div className="hf-slot-name">
      {fold}
      <div>
        {hint === undefined ? name : <Tooltip label={hint}>{name}</Tooltip>}
        {isRequired && (
          <Text span inherit c="var(--hf-danger)" title={words.required}>
            {' *'}
          </Text>
        )}
        <div className="hf-slot-type">{isKnown ? typeWords(type) : words.unknownField}</div>
      </div>
    </div>
  );
}

interface FoldProps {
  readonly place: TargetPlace;
  readonly isShown: boolean;
  readonly onTurn: () => void;
}

function Fold({ place, isShown, onTurn }: FoldProps) {
  return (
    <button
      type="button"
      className="hf-fold"
      aria-expanded={isShown}
      aria-label={isShown ? words.hide(place.label) : words.show(place.label)}
      onClick={onTurn}
    >
      <span aria-hidden="true">{isShown ? '▾' : '▸'}</span>
    </button>
  );
}
