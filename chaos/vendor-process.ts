/**
 * The vendor of a chaos run, as a process of its own that nothing kills: the invoicing stand-in, which offers all five
 * abilities and keeps a ledger of its effects. It prints its address once it listens.
 */
import { createInvoicing } from '../src/sandbox/index.ts';

if (import.meta.main) {
  const vendor = createInvoicing({ port: 0, apiKey: process.argv[2] ?? '' });
  await vendor.start();
  process.stdout.write(`${vendor.url}\n`);
}
