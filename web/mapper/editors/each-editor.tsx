/** The list that a loop goes through, what its entries are called, and which of them count. */
import { Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Expression } from '../../../src/language/index.ts';
import { KIND, refusedItemName } from '../../../src/language/index.ts';
import { mapperWords } from '../../words/mapper.ts';
import { InnerSlot } from '../inner-slot.tsx';
import { useMapper } from '../mapper-context.ts';
import { innerPlace, kindsOnly, type TargetPlace } from '../target-places.ts';
import { renamedItem } from './rename-item.ts';

const words = mapperWords.each;
const LIST = kindsOnly(KIND.list);

type Each = { readonly each: Expression; readonly as: string; readonly to: Expression; readonly where?: string };

export function EachEditor({ place }: { readonly place: TargetPlace }) {
  const mapper = useMapper();
  const loop = place.expression as Each;
  const [name, setName] = useState<string>();
  const isBad = name !== undefined && refusedItemName(name) !== undefined;
  const rename = (): void => {
    if (name !== undefined && !isBad && name !== loop.as)
      mapper.edit(place.pointer, renamedItem(loop, name) as Expression);
    setName(undefined);
  };
  const filter = (where: string): void => {
    const { where: _old, ...rest } = loop;
    mapper.edit(place.pointer, where === '' ? rest : { ...rest, where });
  };
  return (
    <div>
      <InnerSlot place={{ ...innerPlace(place, 'each', { label: words.over, type: LIST }), isRequired: false }} />
      <Group gap="xs" align="flex-start" mt={4} grow>
        <TextInput
          size="xs"
          label={words.as}
          value={name ?? loop.as}
          error={isBad ? words.badName : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={rename}
          onKeyDown={(event) => event.key === 'Enter' && rename()}
        />
        <TextInput
          size="xs"
          label={words.where}
          className="hf-code"
          value={loop.where ?? ''}
          onChange={(event) => filter(event.currentTarget.value)}
        />
      </Group>
    </div>
  );
}
