/**
 * One batch as one transaction. BEGIN and all statements are sent together and answered in order, and COMMIT along with
 * them where no statement has to see its answer before. So a batch costs one round trip, or two, however many statements
 * it has, and the server never waits for a busy process in the middle of a transaction.
 */
import { assert, isAppError } from '../foundation/index.ts';
import type { Entry } from './commit-queue.ts';
import { fail } from './errors.ts';
import type { GroupStatement } from './group-statement.ts';
import { isUnavailable, sqlStateOf } from './server-error.ts';
import type { Session } from './session.ts';

/** Sent to what follows a failed statement in the same transaction; never the reason itself. */
const IN_FAILED_TRANSACTION = '25P02';

interface Group {
  readonly statement: GroupStatement<unknown, unknown>;
  readonly entries: readonly Entry[];
  /** What the entries ask for, in their order. */
  readonly inputs: readonly unknown[];
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
  const isCommitSent = groups.every(commitsAlong);
  const sent = session.sendTogether(() => ({
    begun: session.run('begin'),
    answered: groups.map((group) => runGroup(session, group)),
    committed: isCommitSent ? commit(session) : undefined,
  }));
  const outcomes = await Promise.allSettled([sent.begun, ...sent.answered, sent.committed]);
  const failure = firstFailure(outcomes);
  if (failure !== undefined && isCommitSent) throw afterCommitWasSent(failure.reason);
  if (failure !== undefined) {
    if (session.isUsable) await session.run('rollback');
    throw failure.reason;
  }
  if (!isCommitSent) await commit(session);
  return (await Promise.all(sent.answered)).flat();
}

function commitsAlong({ statement, inputs }: Group): boolean {
  return statement.commitsAlong?.(inputs) ?? false;
}

/** Whichever answer a broken connection cost, the commit may have come through. */
function afterCommitWasSent(reason: unknown): unknown {
  return isUnavailable(reason) ? fail('db.commit.unknown', { cause: reason }) : reason;
}

async function runGroup(session: Session, group: Group): Promise<Answered[]> {
  const { statement, entries, inputs } = group;
  const outputs = await statement.run(session, inputs);
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
  // What COMMIT says after a statement has failed; the reason is that statement's.
  if (answer.command !== 'COMMIT') throw fail('db.transaction.aborted');
}

function groupByStatement(entries: readonly Entry[]): Group[] {
  const groups = Map.groupBy(entries, (entry) => entry.statement);
  return [...groups]
    .map(([statement, entries]) => ({ statement, entries, inputs: entries.map((entry) => entry.input) }))
    .sort((left, right) => left.statement.order - right.statement.order);
}

function firstFailure(outcomes: readonly PromiseSettledResult<unknown>[]): PromiseRejectedResult | undefined {
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
  return failures.find((failure) => !isConsequence(failure.reason)) ?? failures[0];
}

/** True for what follows from another statement's failure. */
function isConsequence(error: unknown): boolean {
  return sqlStateOf(error) === IN_FAILED_TRANSACTION || isAppError(error, 'db.transaction.aborted');
}
