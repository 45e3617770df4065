/** A position inside of another one: arguments and entries are positions too, as deep as people build them. */
import { type ComponentType, createContext, useContext } from 'react';
import type { TargetPlace } from './target-places.ts';

/** How a position is drawn; the mapper gives it, because positions hold editors that hold positions. */
export const SlotContext = createContext<ComponentType<{ readonly place: TargetPlace }> | undefined>(undefined);

export function InnerSlot({ place }: { readonly place: TargetPlace }) {
  const Slot = useContext(SlotContext);
  return Slot === undefined ? null : <Slot place={place} />;
}
