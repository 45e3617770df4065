import type { Tx } from './tx.ts';

/**
 * One kind of write of the engine, for many runs at once. The contract:
 *
 * 1. **Safe to run twice.** When the connection breaks on COMMIT nobody knows whether the batch was stored (F06), and it
 *    is run again. So an insert says `on conflict … do nothing` (and answers as if it had inserted), and an update is
 *    fenced by the lease epoch or sets what does not depend on the value before.
 * 2. **One query where it can be.** What `run` sends before its first `await` goes to the server together with the other
 *    statements of the batch, in `order`. Further queries run in the same transaction, but may mix with theirs; where
 *    the batch `commitsAlong`, each of them is a transaction of its own.
 * 3. **One answer per input**, in the same order. What a single input finds (its lease is gone, the key was there
 *    before) is an answer and not an exception, because an exception rolls back its neighbours' work first.
 */
export interface GroupStatement<In, Out> {
  /** For the log and for errors. */
  readonly name: string;
  /** Statements of one transaction run in ascending order; let it follow foreign keys and a fixed order of locks. */
  readonly order: number;
  /** Bytes that one input holds in memory, roughly; without it an input counts as 1 kB. */
  size?(input: In): number;
  /**
   * True when `run` may answer after COMMIT was sent: for these inputs it sends one query, and what it may send later
   * (to find out about a duplicate, say) is as good outside of the transaction. Without it the batch waits for `run`.
   */
  commitsAlong?(inputs: readonly In[]): boolean;
  /** Sends one statement for all inputs (`unnest` over columns) and gives one answer per input. */
  run(tx: Tx, inputs: readonly In[]): Promise<readonly Out[]>;
}
