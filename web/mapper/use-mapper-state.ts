/** The state of one mapper: what is suggested, dragged and said, and every change that a person can make. */
import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import {
  type Expression,
  type MappingSuggestion,
  schemaType,
  suggestMapping,
  UNKNOWN_TYPE,
} from '../../src/language/index.ts';
import { type StepMapperProps, targetId } from '../builder/step-seam.ts';
import { mapperWords } from '../words/mapper.ts';
import { isFieldDrag, isPlaceDrop } from './drag-data.ts';
import { EMPTY, expressionAt, isOpen, withExpression } from './expression-edit.ts';
import { type FieldOffer, offersOf } from './field-list.ts';
import { scopeOf } from './live-value.ts';
import { mapField, takeSuggestions } from './map-field.ts';
import type { Mapper, OfferedSuggestion } from './mapper-context.ts';
import { suggestionRequest } from './suggestion-request.ts';
import { allFields, rootPlace, type TargetPlace } from './target-places.ts';

const words = mapperWords;

export interface MapperState {
  readonly mapper: Mapper;
  /** What was said last to people who hear the page. */
  readonly told: string;
  /** The field whose target is asked for. */
  readonly asked: FieldOffer | undefined;
  readonly closeAsked: () => void;
}

/** Everything that the panes of one mapper share. */
export function useMapperState(props: StepMapperProps): MapperState {
  const { expression, target, sources, problems, pointer, onChange } = props;
  const [told, setTold] = useState('');
  const [asked, setAsked] = useState<FieldOffer>();
  const [dragged, setDragged] = useState<FieldOffer>();
  const [entries, setEntries] = useState<ReadonlyMap<string, number>>(new Map());
  const rootType = useMemo(() => (target === undefined ? UNKNOWN_TYPE : schemaType(target)), [target]);
  const [now] = useState(() => new Date().toISOString());
  const scope = useMemo(() => scopeOf(sources, now), [sources, now]);
  const offers = useMemo(() => offersOf(sources), [sources]);
  const { suggestions, dismiss } = useSuggestions(props);
  const keepFocus = useKeptFocus(pointer);
  const change = (next: Expression | undefined): void => {
    onChange(next ?? (rootType.fields === undefined ? EMPTY : { object: {} }));
  };
  const bring = (place: TargetPlace, field: FieldOffer): void => {
    const mapped = mapField(expression, place, field);
    if (mapped === undefined) {
      setTold(words.slot.cannot(place.label, field.path));
      return;
    }
    keepFocus(mapped.pointer);
    change(withInnerSuggestions(props, mapped));
    setTold([words.slot.mapped(place.label, mapped.path), ...mapped.notes].join(' '));
  };
  const take = (taken: readonly MappingSuggestion[]): void => {
    keepFocus(taken[0]?.pointer ?? '');
    change(takeSuggestions(expression, taken));
    const labels = labelsOf(props, rootType);
    setTold(words.mapping.tookSure(taken.map((one) => labels.get(one.pointer) ?? one.pointer)));
  };
  useDrops({ onDrag: setDragged, onDrop: bring });
  const mapper: Mapper = {
    root: expression,
    rootType,
    pointer,
    sources,
    offers,
    scope,
    problems,
    suggestions,
    dragged,
    edit(at, next) {
      keepFocus(at);
      change(withExpression(expression, at, next));
    },
    bring,
    take,
    dismiss(suggestion) {
      dismiss(suggestion);
      setTold(words.suggestion.dismissed);
    },
    tell: setTold,
    indexOf: (at) => entries.get(at) ?? 0,
    showEntry: (at, index) => setEntries(new Map([...entries, [at, index]])),
    askTarget: setAsked,
  };
  return { mapper, told, asked, closeAsked: () => setAsked(undefined) };
}

/** Where a control goes away with what it has done, the focus goes to the position that it was about. */
function useKeptFocus(pointer: string): (at: string) => void {
  const wanted = useRef<string>(undefined);
  useEffect(() => {
    if (wanted.current === undefined) return;
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost) document.getElementById(targetId(pointer + wanted.current))?.focus();
    wanted.current = undefined;
  });
  return (at) => {
    wanted.current = at;
  };
}

function labelsOf({ expression }: StepMapperProps, rootType: Mapper['rootType']): ReadonlyMap<string, string> {
  const fields = allFields(rootPlace(expression, rootType, words.whole));
  return new Map(fields.map(({ pointer, names }) => [pointer, names.join(' › ')]));
}

/** Computed behind what a person does, so that typing never waits for it. */
function useSuggestions(props: StepMapperProps) {
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const later = useDeferredValue(props);
  const { document, stepKey, field, sources, target, expression } = later;
  const found = useMemo((): readonly OfferedSuggestion[] => {
    if (target === undefined) return [];
    const { sure, unsure } = suggestMapping(
      suggestionRequest({ document, stepKey, field, sources, target, expression }),
    );
    return [
      ...sure.map((suggestion) => ({ ...suggestion, isSure: true })),
      ...unsure.map((suggestion) => ({ ...suggestion, isSure: false })),
    ];
  }, [document, stepKey, field, sources, target, expression]);
  const suggestions = found.filter((suggestion) => {
    // They come a moment later than what a person did in the meantime.
    const isOpenNow = isOpen(expressionAt(props.expression, suggestion.pointer));
    return isOpenNow && !dismissed.has(nameOf(suggestion));
  });
  const dismiss = (suggestion: MappingSuggestion): void => setDismissed(new Set([...dismissed, nameOf(suggestion)]));
  return { suggestions, dismiss };
}

function nameOf({ pointer, expression }: MappingSuggestion): string {
  return `${pointer} ${JSON.stringify(expression)}`;
}

/** A list that is brought to a list of objects gets the fields of its entries that are sure: that is why it was brought. */
function withInnerSuggestions(
  props: StepMapperProps,
  { expression, pointer }: { readonly expression: Expression; readonly pointer: string },
): Expression {
  const { document, stepKey, field, sources, target } = props;
  if (target === undefined) return expression;
  const { sure } = suggestMapping(suggestionRequest({ document, stepKey, field, sources, target, expression }));
  const inside = sure.filter((suggestion) => suggestion.pointer.startsWith(`${pointer}/to/`));
  return takeSuggestions(expression, inside) ?? expression;
}

interface Drops {
  readonly onDrag: (field: FieldOffer | undefined) => void;
  readonly onDrop: (place: TargetPlace, field: FieldOffer) => void;
}

/** Hears drags for as long as the mapper is there; always with the functions of the last drawing. */
function useDrops(drops: Drops): void {
  const latest = useRef(drops);
  latest.current = drops;
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => isFieldDrag(source.data),
        onDragStart({ source }) {
          if (isFieldDrag(source.data)) latest.current.onDrag(source.data.field);
        },
        onDrop({ source, location }) {
          latest.current.onDrag(undefined);
          const over = location.current.dropTargets[0]?.data;
          if (!isFieldDrag(source.data) || over === undefined || !isPlaceDrop(over)) return;
          if (over.onField === undefined) latest.current.onDrop(over.place, source.data.field);
          else over.onField(source.data.field);
        },
      }),
    [],
  );
}
