import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Step } from '../../src/language/index.ts';
import { type CanvasBox, layOut } from './canvas-layout.ts';

const made = { count: 0 };
const key = (): string => `s${made.count++}`;

const steps = fc.letrec<{ steps: Step[] }>((tie) => ({
  steps: fc.array(
    fc.oneof(
      { maxDepth: 3 },
      fc.constant(0).map((): Step => ({ key: key(), kind: 'filter', when: '' })),
      tie('steps').map(
        (inner): Step => ({ key: key(), kind: 'each', over: { list: [] }, as: 'x', maxItems: 1, steps: inner }),
      ),
      fc
        .array(tie('steps'), { minLength: 1, maxLength: 3 })
        .map(
          (lists): Step => ({ key: key(), kind: 'branch', cases: lists.map((inner) => ({ when: '', steps: inner })) }),
        ),
    ),
    { maxLength: 4 },
  ),
})).steps;

const touch = (one: CanvasBox, other: CanvasBox): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

test('property: no two things on the canvas lie on each other, and every line goes from left to right', () => {
  fc.assert(
    fc.property(steps, (drawn) => {
      const { boxes, lines } = layOut({ steps: drawn });
      const solid = boxes.filter(({ shows }) => shows.kind !== 'lane');
      for (const [index, one] of solid.entries())
        for (const other of solid.slice(index + 1)) assert.ok(!touch(one, other), `${one.id} lies on ${other.id}`);
      const byId = new Map(boxes.map((box) => [box.id, box]));
      for (const { from, to } of lines) {
        const [left, right] = [byId.get(from), byId.get(to)];
        assert.ok(left !== undefined && right !== undefined, `${from} to ${to}`);
        assert.ok(left.x + left.width <= right.x, `${from} to ${to} goes back`);
      }
    }),
  );
});
