/**
 * One batch as one transaction. BEGIN and all statements are sent together and answered in order, so a batch costs two
 * round trips however many statements it has.
 */
import { assert } from '../foundation/index.ts';
import type { Entry } from './commit-queue.ts';
import { fail } from './errors.ts';
import type { GroupStatement } from './group-statement.ts';
import { isUnavailable, sqlStateOf } from './server-error.ts';
import type { Session } from './session.ts';

/** Sent to what follows a failed statement in the same transaction; never the reason itself. */
const IN_FAILED_TRANSACTION = '25P02';

interface Group {
  readonly statement: GroupStatement<unknown, unknown>;
  readonly entries: Entry[];
}

interface Answered {
  readonly entry: Entry;
  readonly output: unknown;
}

/**
 * Runs the entries and resolves once they are durable. Throws the first statement's own error after a rollback, and
 * `db.commit.unknown` when the answer to COMMIT was lost.
 */
export async function runBatch(session: Session, entries: readonly Entry[]): Promise<Answered[]> {
  const groups = groupByStatement(entries);
  const sent = session.sendTogether(() => [session.run('begin'), ...groups.map((group) => runGroup(session, group))]);
  const outcomes = await Promise.allSettled(sent);
  const failure = firstFailure(outcomes);
  if (failure !== undefined) {
    if (session.isUsable) await session.run('rollback');
    throw failure.reason;
  }
  await commit(session);
  return outcomes.slice(1).flatMap((outcome) => (outcome as PromiseFulfilledResult<Answered[]>).value);
}

async function runGroup(session: Session, group: Group): Promise<Answered[]> {
  const { statement, entries } = group;
  const outputs = await statement.run(
    session,
    entries.map((entry) => entry.input),
  );
  assert(
    outputs.length === entries.length,
    `the statement ${statement.name} answered ${outputs.length} of ${entries.length} inputs`,
  );
  return entries.map((entry, index) => ({ entry, output: outputs[index] }));
}

async function commit(session: Session): Promise<void> {
  const answer = await session.run('commit').catch((error: unknown) => {
    throw isUnavailable(error) && !session.isUsable ? fail('db.commit.unknown', { cause: error }) : error;
  });
  if (answer.command !== 'COMMIT') throw fail('db.transaction.aborted');
}

function groupByStatement(entries: readonly Entry[]): Group[] {
  const groups = Map.groupBy(entries, (entry) => entry.statement);
  return [...groups]
    .map(([statement, grouped]) => ({ statement, entries: grouped }))
    .sort((left, right) => left.statement.order - right.statement.order);
}

function firstFailure(outcomes: readonly PromiseSettledResult<unknown>[]): PromiseRejectedResult | undefined {
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
  return failures.find((failure) => sqlStateOf(failure.reason) !== IN_FAILED_TRANSACTION) ?? failures[0];
}
