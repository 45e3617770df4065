/**
 * A process that opens one connection and with that renews its token. It prints `claimed` when the claim is committed,
 * waits there when told so, and prints `opened` at the end. For tests that kill it in between.
 */
import type { WorkspaceId } from '../src/foundation/index.ts';
import { makeConnectionProcess } from './renewing.ts';

interface Orders {
  readonly url: string;
  readonly masterKey: string;
  readonly port: number;
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly waitsAtClaim: boolean;
}

const orders = JSON.parse(process.argv[2] ?? '{}') as Orders;
const { book, close } = makeConnectionProcess({
  url: orders.url,
  masterKey: orders.masterKey,
  ports: [orders.port],
  onClaimed: async () => {
    process.stdout.write('claimed\n');
    if (orders.waitsAtClaim) await new Promise(() => setInterval(() => undefined, 1_000));
  },
});
await book.open(orders.workspaceId, orders.name);
process.stdout.write('opened\n');
await close();
