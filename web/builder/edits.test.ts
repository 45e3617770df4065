import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FlowDocument, Step } from '../../src/language/index.ts';
import {
  changeTrigger,
  duplicateStep,
  insertStep,
  moveStep,
  removeStep,
  renameStep,
  setAt,
  setStepField,
  valueAtPointer,
} from './edits.ts';
import { keyFault, makeStep } from './new-step.ts';
import { findStep, placeSteps, readDocument, takenKeys } from './steps.ts';

const filter = (key: string): Step => ({ key, kind: 'filter', when: 'true' });

function flow(steps: readonly Step[]): FlowDocument {
  return {
    holdfast: 1,
    name: 'deals',
    title: 'Deals',
    trigger: { kind: 'webhook', signature: { kind: 'unsigned' } },
    steps,
  };
}

const nested = flow([
  filter('first'),
  {
    key: 'choice',
    kind: 'branch',
    cases: [
      { when: 'true', steps: [filter('yes')] },
      { when: 'false', steps: [filter('no')] },
    ],
    otherwise: [filter('else_step')],
  },
  filter('last'),
]);

const keysOf = (document: FlowDocument): string =>
  placeSteps(document)
    .map(({ step }) => step.key)
    .join(' ');
const placeOf = (document: FlowDocument, key: string): string | undefined => findStep(document, key)?.pointer;

test('a step is put into a list inside a step and taken out again, and the document before stays as it was', () => {
  const added = insertStep(nested, { list: '/steps/1/cases/0/steps', index: 1 }, filter('more'));
  assert.equal(placeOf(added, 'more'), '/steps/1/cases/0/steps/1');
  assert.equal(keysOf(nested), 'first choice yes no else_step last');
  assert.deepEqual(removeStep(added, 'more'), nested);
});

test('moving down leads a step through every case of a branch and out behind it', () => {
  const places = [placeOf(nested, 'first')];
  let document = nested;
  for (let move = 0; move < 6; move += 1) {
    document = moveStep(document, 'first', 'down');
    places.push(placeOf(document, 'first'));
  }
  assert.deepEqual(places, [
    '/steps/0',
    '/steps/0/cases/0/steps/0',
    '/steps/0/cases/0/steps/1',
    '/steps/0/cases/1/steps/0',
    '/steps/0/cases/1/steps/1',
    '/steps/0/otherwise/0',
    '/steps/0/otherwise/1',
  ]);
  document = moveStep(document, 'first', 'down');
  assert.equal(placeOf(document, 'first'), '/steps/1');
  document = moveStep(moveStep(document, 'first', 'down'), 'first', 'down');
  assert.equal(placeOf(document, 'first'), '/steps/2');
});

const stepShape = fc.letrec<{ steps: Shape[] }>((tie) => ({
  steps: fc.array(
    fc.oneof(
      { maxDepth: 3 },
      fc.constant<Shape>({ lists: [] }),
      fc.array(tie('steps'), { minLength: 1, maxLength: 3 }).map((lists): Shape => ({ lists })),
    ),
    { maxLength: 4 },
  ),
})).steps;

interface Shape {
  readonly lists: readonly (readonly Shape[])[];
}

function grow(shapes: readonly Shape[], next: { number: number }): Step[] {
  return shapes.map(({ lists }): Step => {
    const key = `s${next.number++}`;
    if (lists.length === 0) return filter(key);
    const [first = [], ...rest] = lists.map((list) => grow(list, next));
    if (rest.length === 0) return { key, kind: 'each', over: { list: [] }, as: 'item', maxItems: 1, steps: first };
    return { key, kind: 'branch', cases: [{ when: 'true', steps: first }], otherwise: rest.flat() };
  });
}

test('property: a step that moved down and up again is where it was, and no step is lost on the way', () => {
  fc.assert(
    fc.property(stepShape, fc.nat(), (shapes, pick) => {
      const document = flow(grow(shapes, { number: 0 }));
      const steps = placeSteps(document);
      const key = steps[pick % Math.max(steps.length, 1)]?.step.key;
      if (key === undefined) return;
      const down = moveStep(document, key, 'down');
      assert.deepEqual(new Set(takenKeys(down)), new Set(takenKeys(document)));
      if (down !== document) assert.deepEqual(moveStep(down, key, 'up'), document);
      const up = moveStep(document, key, 'up');
      if (up !== document) assert.deepEqual(moveStep(up, key, 'down'), document);
    }),
  );
});

test('a copy has keys of its own, also inside, and reads its own steps', () => {
  const document = flow([
    filter('before'),
    {
      key: 'each_line',
      kind: 'each',
      over: { from: 'steps.before' },
      as: 'line',
      maxItems: 5,
      steps: [
        { key: 'price', kind: 'map', to: { from: 'line.price' } },
        { key: 'total', kind: 'map', to: { cel: 'steps.price * 2 + steps.before.x' } },
      ],
    },
  ]);
  const { document: copied, key } = duplicateStep(document, 'each_line');
  assert.equal(key, 'each_line_2');
  assert.equal(keysOf(copied), 'before each_line price total each_line_2 price_2 total_2');
  assert.deepEqual(findStep(copied, 'total_2')?.step, {
    key: 'total_2',
    kind: 'map',
    to: { cel: 'steps.price_2 * 2 + steps.before.x' },
  });
});

test('a new key is followed by every path, template and condition that reads the step, and by nothing else', () => {
  const document = flow([
    { key: 'customer', kind: 'map', to: { object: {} } },
    {
      key: 'invoice',
      kind: 'map',
      to: {
        object: {
          value: { from: 'steps.customer.id' },
          text: { template: 'steps.customer is {{ steps.customer.name ?? "none" }} {{steps.customers.x}}' },
          constant: { value: 'steps.customer.id' },
          kinds: { table: { from: 'steps.customer' }, key: { from: 'trigger.steps.customer' } },
        },
      },
    },
    { key: 'only', kind: 'filter', when: 'steps.customer.ok && trigger.steps.customer' },
  ]);
  const renamed = renameStep(document, 'customer', 'buyer');
  assert.equal(keysOf(renamed), 'buyer invoice only');
  assert.deepEqual(valueAtPointer(renamed, '/steps/1/to/object'), {
    value: { from: 'steps.buyer.id' },
    text: { template: 'steps.customer is {{ steps.buyer.name ?? "none" }} {{steps.customers.x}}' },
    constant: { value: 'steps.customer.id' },
    kinds: { table: { from: 'steps.customer' }, key: { from: 'trigger.steps.customer' } },
  });
  assert.equal(valueAtPointer(renamed, '/steps/2/when'), 'steps.buyer.ok && trigger.steps.customer');
});

test('a member deep in a step is set with all around it, and is taken out with undefined', () => {
  const call: Step = {
    key: 'invoice',
    kind: 'call',
    connection: 'invoicing',
    operation: 'create_invoice',
    input: { object: {} },
  };
  const linked = setStepField(flow([call]), { key: 'invoice', name: 'link/update/input' }, { from: 'trigger' });
  assert.deepEqual(valueAtPointer(linked, '/steps/0/link/update/input'), { from: 'trigger' });
  assert.deepEqual(setAt(linked, '/steps/0/link', undefined), flow([call]));
  const odd = setAt(flow([call]), '/steps/0/input/object/a~1b~0c', { value: 1 });
  assert.deepEqual(valueAtPointer(odd, '/steps/0/input/object'), { 'a/b~c': { value: 1 } });
  assert.equal('when' in changeTrigger(changeTrigger(odd, { when: 'true' }), { when: undefined }).trigger, false);
});

test('a new step has a free key of the right form, whatever the operation is called', () => {
  const document = flow([filter('create_invoice')]);
  const choice = {
    kind: 'call',
    connection: 'c',
    operation: 'create_invoice',
    title: 'T',
    needsDeclaration: false,
  } as const;
  assert.equal(makeStep(document, choice).key, 'create_invoice_2');
  for (const operation of ['9 Odd-Näme', 'x'.repeat(90), 'trigger', '']) {
    const { key } = makeStep(document, { ...choice, operation });
    assert.equal(keyFault(key, takenKeys(document)), undefined, key);
  }
});

test('a document is drawn only when its steps can be told apart', () => {
  const one = { key: 'a', kind: 'filter', when: 1 };
  const read = (steps: unknown) => readDocument({ trigger: {}, steps } as never) !== undefined;
  assert.equal(read([one]), true, 'what else is wrong is a problem of the document, not of its drawing');
  assert.equal(read([one, one]), false);
  assert.equal(read([{ ...one, kind: 'loop' }]), false);
  assert.equal(read([{ key: 'b', kind: 'branch', cases: [{ when: '', steps: [one] }] }, one]), false);
  assert.equal(read('none'), false);
});
