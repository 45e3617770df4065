/** Mappings that would grow without end are stopped in time: no event may take the process with it. */
import { after, beforeEach, describe, it } from 'node:test';
import { assertEnds } from './bomb-run.ts';
import { GROWTH_CASES } from './growth-cases.ts';
import { type Product, startProduct } from './product.ts';

let product: Product | undefined;
/** True after a case that went well: its process may be used again. */
let isSound = false;

/** What went off may still be going on, so the next case gets a new process and is judged alone. */
beforeEach(async () => {
  if (product !== undefined && isSound) return;
  product?.kill();
  await product?.stop();
  product = await startProduct();
});

after(() => product?.stop());

describe('a run is stopped before it takes the process with it, with', () => {
  for (const [at, bomb] of GROWTH_CASES.entries()) {
    it(bomb.name, async () => {
      isSound = false;
      await assertEnds(product as Product, bomb, `growth-${at}`);
      isSound = true;
    });
  }
});
