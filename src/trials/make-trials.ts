import type { ConnectionBook } from '../connections/index.ts';
import type { Database } from '../db/index.ts';
import type { DraftBook, FlowLibrary } from '../flows/index.ts';
import type { Clock, Log, Secret, WorkspaceId } from '../foundation/index.ts';
import type { HttpSender } from '../outbound/index.ts';
import { findLink } from '../runs/index.ts';
import { CallPlanner } from './call-plan.ts';
import { CallTrial } from './call-trial.ts';
import { PastRunReader } from './past-run.ts';
import { RecordFetcher } from './record-fetcher.ts';
import { SampleBook } from './sample-book.ts';
import { SampleKeeper } from './sample-keeper.ts';
import { TrialRunner } from './trial-runner.ts';
import { claimSend, endSend, findDoubtfulSend } from './trial-send.store.ts';
import { VendorCaller } from './vendor-caller.ts';

/** What the room is built from. */
export interface TrialsDeps {
  readonly database: Database;
  readonly drafts: DraftBook;
  readonly flows: FlowLibrary;
  readonly connections: ConnectionBook;
  readonly sender: HttpSender;
  readonly keySeed: (workspaceId: WorkspaceId) => Promise<Secret<string>>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Builds the two ways into the room: the samples, and the trials that leave them. */
export function makeTrials(deps: TrialsDeps): { readonly samples: SampleBook; readonly trials: TrialRunner } {
  const { database, drafts, flows, connections, sender, keySeed, clock, log } = deps;
  const draftOf = async (workspaceId: WorkspaceId, flowName: string) => {
    const { flow, document, revision } = await drafts.find(workspaceId, flowName);
    return { flowId: flow.id, document, revision };
  };
  const caller = new VendorCaller({ sender });
  const keeper = new SampleKeeper({ database, connections });
  const calls = new CallTrial({
    connections,
    caller,
    planner: new CallPlanner({ keySeed, findLink: (place) => findLink(database, place), clock }),
    sends: {
      claim: (send) => claimSend(database, send),
      end: (send, outcome) => endSend(database, send, outcome),
      findDoubtful: (step) => findDoubtfulSend(database, step),
    },
    clock,
    log,
  });
  const fetcher = new RecordFetcher({ connections, caller, clock });
  const pastRuns = new PastRunReader({ database, flows });
  return {
    samples: new SampleBook({ database, draftOf, connections, keeper, fetcher, pastRuns }),
    trials: new TrialRunner({ database, draftOf, connections, keeper, calls, clock, log }),
  };
}
