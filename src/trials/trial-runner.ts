/** Tries a draft with its samples, up to one of its steps. What is done is kept as samples, and nowhere else. */
import type { ConnectionBook } from '../connections/index.ts';
import type { Database } from '../db/index.ts';
import { connectionFacts } from './connection-facts.ts';
import { planDraft } from './draft-plan.ts';
import type { DraftSource } from './draft-source.ts';
import { DraftWalk } from './draft-walk.ts';
import { fail } from './errors.ts';
import { chainOfTrigger } from './fingerprint.ts';
import { listSamples } from './sample.store.ts';
import { judgeSamples } from './sample-judge.ts';
import { StepTrial, type StepTrialDeps } from './step-trial.ts';
import type { TrialRequest, TrialResult } from './trial.ts';
import { beginTrial } from './trial-context.ts';
import { stepsUpTo, tryPlan } from './trial-plan.ts';

export interface TrialRunnerDeps extends StepTrialDeps {
  readonly database: Database;
  readonly draftOf: DraftSource;
  readonly connections: ConnectionBook;
}

export class TrialRunner {
  readonly #deps: TrialRunnerDeps;

  constructor(deps: TrialRunnerDeps) {
    this.#deps = deps;
  }

  /**
   * Tries the steps up to `upTo`; a step that fails, or a write that nobody has decided on, is part of the answer. Throws
   * `trials.draft.*`, `trials.step.not_found` and `trials.trigger.no_sample` when there is nothing to try.
   */
  async run(request: TrialRequest): Promise<TrialResult> {
    const { workspaceId, flowName, revision, upTo } = request;
    const { database, connections } = this.#deps;
    const { flowId, document, revision: present } = await this.#deps.draftOf(workspaceId, flowName);
    if (present !== revision) {
      throw fail('trials.draft.outdated', { context: { name: flowName.slice(0, 100), present, given: revision } });
    }
    const plan = planDraft(document);
    const wanted = stepsUpTo(plan.steps, upTo);
    const samples = await listSamples(database, { workspaceId, flowId });
    const { trigger } = samples;
    if (trigger === undefined) throw fail('trials.trigger.no_sample');
    const facts = await connectionFacts(connections, workspaceId);
    const visitor = new StepTrial(this.#deps, beginTrial(request, flowId, this.#deps.clock), {
      samples: samples.steps,
      choices: new Map(request.choices),
      upTo,
    });
    const walk = new DraftWalk(
      { samples: samples.steps, visitor, connectionFacts: facts, upTo },
      chainOfTrigger(trigger),
    );
    const { steps, stoppedAt } = await tryPlan({ plan, trigger, visitor, walk, wanted });
    const after = await judgeSamples(await listSamples(database, { workspaceId, flowId }), plan, facts);
    return { steps, stoppedAt, samples: after.samples };
  }
}
