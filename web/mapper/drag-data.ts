/** What a drag carries and what a drop finds. */
import type { FieldOffer } from './field-list.ts';
import type { TargetPlace } from './target-places.ts';

const FIELD = 'holdfast field';
const PLACE = 'holdfast place';

export interface FieldDrag {
  readonly [key: string | symbol]: unknown;
  readonly kind: typeof FIELD;
  readonly field: FieldOffer;
}

export interface PlaceDrop {
  readonly [key: string | symbol]: unknown;
  readonly kind: typeof PLACE;
  readonly place: TargetPlace;
  /** Takes the field in a way of its own, such as at the caret of a text. */
  readonly onField?: ((field: FieldOffer) => void) | undefined;
}

/** The data of a field that is dragged. */
export function fieldDrag(field: FieldOffer): FieldDrag {
  return { kind: FIELD, field };
}

/** The data of a position that takes fields. */
export function placeDrop(place: TargetPlace, onField?: (field: FieldOffer) => void): PlaceDrop {
  return { kind: PLACE, place, onField };
}

export function isFieldDrag(data: Readonly<Record<string | symbol, unknown>>): data is FieldDrag {
  return data['kind'] === FIELD;
}

export function isPlaceDrop(data: Readonly<Record<string | symbol, unknown>>): data is PlaceDrop {
  return data['kind'] === PLACE;
}
