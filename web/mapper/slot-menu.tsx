/** The other ways to fill a position, and taking out what is there. */
import { ActionIcon, Menu } from '@mantine/core';
import { useState } from 'react';
import { mapperWords } from '../words/mapper.ts';
import { FunctionDialog } from './editors/function-dialog.tsx';
import { asHead, headOf } from './expression-edit.ts';
import { useMapper } from './mapper-context.ts';
import { type OtherHead, otherHeads } from './picker-options.ts';
import type { TargetPlace } from './target-places.ts';

const words = mapperWords;

export function SlotMenu({ place }: { readonly place: TargetPlace }) {
  const mapper = useMapper();
  const [isChoosing, setIsChoosing] = useState(false);
  const { expression, type, pointer, label } = place;
  const turnInto = (head: OtherHead): void => {
    mapper.edit(pointer, asHead(head, expression, type));
    mapper.tell(words.slot.changed(label, words.heads[head].toLowerCase()));
  };
  const remove = (): void => {
    mapper.edit(pointer, undefined);
    mapper.tell(words.slot.removed(label));
  };
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={words.slot.more(label)}>
            <span aria-hidden="true">⋯</span>
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {otherHeads(type).map((head) => (
            <Menu.Item key={head} disabled={headOf(expression) === head} onClick={() => turnInto(head)}>
              {words.heads[head]}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => setIsChoosing(true)}>{words.heads.fn}…</Menu.Item>
          {expression !== undefined && (
            <>
              <Menu.Divider />
              <Menu.Item onClick={remove}>{words.slot.remove}</Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {isChoosing && <FunctionDialog place={place} onClose={() => setIsChoosing(false)} />}
    </>
  );
}
