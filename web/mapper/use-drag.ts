/** Dragging with the mouse, by the browser's own drag and drop; the keyboard has its own ways. */
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { fieldDrag, isFieldDrag, placeDrop } from './drag-data.ts';
import type { FieldOffer } from './field-list.ts';
import { canMap } from './map-field.ts';
import type { TargetPlace } from './target-places.ts';

/** Makes an element carry a field. */
export function useFieldDrag<T extends HTMLElement>(field: FieldOffer): RefObject<T | null> {
  const ref = useRef<T>(null);
  const latest = useRef(field);
  latest.current = field;
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    return draggable({ element, getInitialData: () => fieldDrag(latest.current) });
  }, []);
  return ref;
}

/** Makes an element take fields that can stand at a position; says whether one is over it. */
export function useFieldDrop<T extends HTMLElement>(
  place: TargetPlace,
  onField?: (field: FieldOffer) => void,
): { readonly ref: RefObject<T | null>; readonly isOver: boolean } {
  const ref = useRef<T>(null);
  const [isOver, setIsOver] = useState(false);
  const latest = useRef({ place, onField });
  latest.current = { place, onField };
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    return dropTargetForElements({
      element,
      getData: () => placeDrop(latest.current.place, latest.current.onField),
      canDrop: ({ source }) =>
        isFieldDrag(source.data) &&
        (latest.current.onField !== undefined || canMap(latest.current.place, source.data.field)),
      onDragEnter: () => setIsOver(true),
      onDragLeave: () => setIsOver(false),
      onDrop: () => setIsOver(false),
      onDrag: ({ location, self }) => setIsOver(location.current.dropTargets[0]?.element === self.element),
    });
  }, []);
  return { ref, isOver };
}
