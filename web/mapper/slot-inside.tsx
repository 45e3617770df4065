/** What stands inside of a position: the fields of an object, the entries of a list, what is made for each entry. */
import { Button } from '@mantine/core';
import { mapperWords } from '../words/mapper.ts';
import { AddField } from './add-field.tsx';
import { EntryWalk } from './entry-walk.tsx';
import { asHead, EMPTY, headOf } from './expression-edit.ts';
import { InnerSlot } from './inner-slot.tsx';
import { useMapper } from './mapper-context.ts';
import { entryPlace, fieldPlaces, hasFields, isOpenList, itemPlaces, type TargetPlace } from './target-places.ts';

const words = mapperWords;

export function SlotInside({ place }: { readonly place: TargetPlace }) {
  const head = headOf(place.expression);
  if (head === 'each') return <Entries place={place} />;
  if (isOpenList(place)) return <Entries place={place} />;
  if (head === 'list') return <Items place={place} />;
  return hasFields(place) ? <Fields place={place} /> : null;
}

/** The fields of an object, and a way to add one where the schema allows others. */
export function Fields({ place }: { readonly place: TargetPlace }) {
  const { type } = place;
  return (
    <div className="hf-inside">
      {fieldPlaces(place).map((field) => (
        <InnerSlot key={field.pointer} place={field} />
      ))}
      {type.fields?.isClosed !== true && <AddField place={place} />}
    </div>
  );
}

function Entries({ place }: { readonly place: TargetPlace }) {
  const entry = entryPlace(place, words.mapping.entries);
  const isObject = hasFields(entry);
  return (
    <div className="hf-inside">
      <div className="hf-entries">
        <span>{words.mapping.entryFields(place.label)}</span>
        <EntryWalk place={place} />
      </div>
      {isObject ? <Fields place={entry} /> : <InnerSlot place={entry} />}
    </div>
  );
}

function Items({ place }: { readonly place: TargetPlace }) {
  const mapper = useMapper();
  const items = itemPlaces(place, words.list.entry);
  const item = place.type.itemAt?.();
  const add = (): void => {
    const next = item?.fields === undefined ? EMPTY : asHead('object', undefined, item);
    mapper.edit(`${place.pointer}/list/${items.length}`, next);
  };
  return (
    <div className="hf-inside">
      {items.map((entry) => (
        <InnerSlot key={entry.pointer} place={entry} />
      ))}
      <Button size="compact-xs" variant="default" onClick={add}>
        {words.list.addEntry}
      </Button>
    </div>
  );
}
