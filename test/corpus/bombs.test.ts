/** Runs that were made to hang, to burst or to be unstorable come to an end, and nobody else notices. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BOMB_CASES } from './bomb-cases.ts';
import { assertEnds } from './bomb-run.ts';
import { type Product, startProduct } from './product.ts';
import { assertWell, flowDocument, type Hook, publish } from './webhook-flow.ts';

let product: Product;
let good: Hook;

before(async () => {
  product = await startProduct();
  good = await publish(product, flowDocument('good'));
});

after(() => product.stop());

describe('a run ends, is shown, and holds nobody up, with', () => {
  for (const [at, bomb] of BOMB_CASES.entries()) it(bomb.name, () => assertEnds(product, bomb, `bomb-${at}`));
});

describe('after all bombs', () => {
  it('every run can still be shown in detail', async () => {
    const { json } = await product.call('GET', '/api/v1/runs?limit=200');
    for (const { id } of json.runs) assert.equal((await product.call('GET', `/api/v1/runs/${id}`)).status, 200, id);
  });

  it('nothing was a defect inside of Holdfast', () => {
    const defects = product
      .output()
      .split('\n')
      .filter((line) => line.includes('"level":"error"'));
    assert.deepEqual(
      defects.map((line) => line.slice(0, 600)),
      [],
    );
  });

  it('the process is alive, ready, and a good event becomes a run that succeeds', () => assertWell(product, good));
});
