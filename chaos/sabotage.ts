/**
 * A copy of the product with one of its safeguards taken out. A chaos run against it has to fail; a test that cannot fail
 * shows nothing.
 */
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

export const SABOTAGES = ['intent', 'fence', 'key-life'] as const;
export type Sabotage = (typeof SABOTAGES)[number];

interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const EDITS: Readonly<Record<Sabotage, readonly Edit[]>> = {
  // Writes of class L and N go out without anything stored that would tell of them after a crash.
  intent: [
    {
      file: 'src/runs/attempt-maker.ts',
      from: "return operationClass === 'L' || operationClass === 'N';",
      to: "return operationClass === 'L and N are treated like K';",
    },
  ],
  // A worker that wakes up late renews and records as if its lease were still its own.
  fence: [
    {
      file: 'src/runs/ledger.store.ts',
      from: " and run.lease_epoch = i.lease_epoch and run.state = 'running'",
      to: '',
    },
    { file: 'src/runs/ledger.store.ts', from: ' and run.lease_epoch = held.lease_epoch', to: '' },
  ],
  // A keyed write is sent again under its key however long ago the vendor may have forgotten it.
  'key-life': [
    {
      file: 'src/runs/call-begin.ts',
      from: ' > idempotency.keyLifeMs * KEY_LIFE_SHARE;',
      to: ' > Number.MAX_VALUE * KEY_LIFE_SHARE;',
    },
    {
      file: 'src/runs/retry-decision.ts',
      from: 'return Math.min(MAX_DEFERRAL_MS, facts.keyLifeMs * KEY_LIFE_SHARE);',
      to: 'return MAX_DEFERRAL_MS;',
    },
  ],
};

/** Copies the product into the folder without the safeguard; gives the root of the copy. */
export async function makeSabotagedCopy(root: string, folder: string, sabotage: Sabotage): Promise<string> {
  const copy = path.join(folder, 'sabotaged');
  for (const part of ['src', 'package.json'])
    await cp(path.join(root, part), path.join(copy, part), { recursive: true });
  await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  for (const edit of EDITS[sabotage]) await apply(path.join(copy, edit.file), edit);
  return copy;
}

async function apply(file: string, { from, to }: Edit): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} no longer holds "${from}": mend chaos/sabotage.ts.`);
  await writeFile(file, text.replaceAll(from, to));
}
