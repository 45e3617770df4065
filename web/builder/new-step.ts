/** Steps as they are when they are new: whole in form, with their keys free in the document. */
import type { FlowDocument, Step } from '../../src/language/index.ts';
import { TRIGGER_KEY, takenKeys } from './steps.ts';

/** What a person chose to add. */
export type StepChoice =
  | {
      readonly kind: 'call';
      readonly connection: string;
      readonly operation: string;
      readonly title: string;
      /** The operation can be any call, so the step has to declare what it promises. */
      readonly needsDeclaration: boolean;
    }
  | { readonly kind: 'map' | 'filter' | 'branch' | 'each' | 'delay' };

const MAX_KEY_LENGTH = 40;
const MAX_ITEMS = 100;

/** A new step for the document. What a person has to say is left empty, so that it is listed as a problem. */
export function makeStep(document: Pick<FlowDocument, 'steps'>, choice: StepChoice): Step {
  const wish = choice.kind === 'call' ? choice.operation : choice.kind;
  const key = freeKey(wish, takenKeys(document));
  switch (choice.kind) {
    case 'call':
      return {
        key,
        kind: 'call',
        title: choice.title,
        connection: choice.connection,
        operation: choice.operation,
        ...(choice.needsDeclaration ? { declare: { class: 'N' as const } } : {}),
        input: { object: {} },
      };
    case 'map':
      return { key, kind: 'map', to: { object: {} } };
    case 'filter':
      return { key, kind: 'filter', when: '' };
    case 'branch':
      return { key, kind: 'branch', cases: [{ when: '', steps: [] }] };
    case 'each':
      return { key, kind: 'each', over: { list: [] }, as: 'item', maxItems: MAX_ITEMS, steps: [] };
    case 'delay':
      return { key, kind: 'delay', for: 'PT5M' };
  }
}

/** A key like the wish that no step has. */
export function freeKey(wish: string, taken: ReadonlySet<string>): string {
  const letters = wish
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '');
  const base = letters.slice(0, MAX_KEY_LENGTH - 4) || 'step';
  const isFree = (key: string): boolean => key !== TRIGGER_KEY && !taken.has(key);
  if (isFree(base)) return base;
  for (let number = 2; ; number += 1) if (isFree(`${base}_${number}`)) return `${base}_${number}`;
}

/** What is wrong with a key that a person wants, or undefined. */
export function keyFault(key: string, taken: ReadonlySet<string>): 'form' | 'taken' | undefined {
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(key)) return 'form';
  return key === TRIGGER_KEY || taken.has(key) ? 'taken' : undefined;
}
