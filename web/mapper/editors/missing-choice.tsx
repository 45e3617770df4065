/** What happens when the field that is copied is missing or empty in a run. */
import { NativeSelect } from '@mantine/core';
import type { Expression } from '../../../src/language/index.ts';
import { mapperWords } from '../../words/mapper.ts';
import { EMPTY, expressionAt } from '../expression-edit.ts';
import { offersInside } from '../field-list.ts';
import { InnerSlot } from '../inner-slot.tsx';
import { useMapper } from '../mapper-context.ts';
import { innerPlace, type TargetPlace } from '../target-places.ts';
import { isChosen, type MissingRule, missingRule } from './missing-rule.ts';

const words = mapperWords.slot;

export function MissingChoice({ place }: { readonly place: TargetPlace }) {
  const mapper = useMapper();
  const from = place.expression as { from: string; optional?: boolean; default?: Expression };
  const rule = missingRule(from);
  const field = offersInside(mapper.offers, place.loops).find(({ path }) => path === from.from);
  if (rule === 'fail' && !isChosen(field)) return null;
  const choose = (next: MissingRule): void => {
    const base = { from: from.from };
    if (next === 'fail') mapper.edit(place.pointer, base);
    else mapper.edit(place.pointer, next === 'leave' ? { ...base, optional: true } : { ...base, default: EMPTY });
  };
  const canLeave = place.type.canBeMissing || place.type.isUnknown || rule === 'leave';
  const rules: MissingRule[] = canLeave ? ['fail', 'leave', 'use'] : ['fail', 'use'];
  return (
    <div className="hf-missing">
      <NativeSelect
        size="xs"
        variant="unstyled"
        aria-label={`${words.whenMissing}: ${place.label}`}
        value={rule}
        data={rules.map((value) => ({ value, label: `${words.whenMissing}: ${words.missing[value]}` }))}
        onChange={(event) => choose(event.currentTarget.value as MissingRule)}
      />
      {expressionAt(place.expression, '/default') !== undefined && (
        <InnerSlot place={innerPlace(place, 'default', { label: words.useInstead, type: place.type })} />
      )}
    </div>
  );
}
