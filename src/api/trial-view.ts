/** Samples and trials as the API shows them. */
import type { FlowEvent, JudgedSamples, Sample, TrialMessage, TrialResult, TrialStep } from '../trials/index.ts';
import { type Budget, bodyShown, MAX_SHOWN_TOTAL } from './run-view.ts';
import type { FlowEventsShown, SampleShown, SamplesShown, TrialShown, TrialStepShown } from './trial-shapes.ts';

/** All samples of a flow. */
export function samplesShown({ trigger, steps, stale }: JudgedSamples): SamplesShown {
  return {
    trigger: trigger === undefined ? null : sampleShown(trigger, false),
    steps: Object.fromEntries([...steps].map(([key, sample]) => [key, sampleShown(sample, stale.has(key))])),
  };
}

/** What a trial did, and the samples that it left. */
export function trialShown({ steps, stoppedAt, samples }: TrialResult): TrialShown {
  const budget = { left: MAX_SHOWN_TOTAL };
  return { steps: steps.map((step) => stepShown(step, budget)), stoppedAt, samples: samplesShown(samples) };
}

/** Events to choose from. */
export function eventsShown(events: readonly FlowEvent[]): FlowEventsShown {
  return {
    events: events.map(({ id, receivedAt, body = null, bytes, runId, runState, fromFlow }) => ({
      id,
      receivedAt: receivedAt.toISOString(),
      body,
      bytes,
      runId,
      runState,
      ...(fromFlow === undefined ? {} : { fromFlow }),
    })),
  };
}

function sampleShown(sample: Sample, isStale: boolean): SampleShown {
  const { output, origin, isPinned, note, madeBy, madeAt, sizeBytes } = sample;
  return { output, origin, isPinned, isStale, note, madeBy, madeAt: madeAt.toISOString(), sizeBytes };
}

function stepShown({ key, state, output, problem, call }: TrialStep, budget: Budget): TrialStepShown {
  return {
    key,
    state,
    ...(output === undefined ? {} : { output }),
    ...(problem === undefined ? {} : { problem: problemShown(problem) }),
    ...(call === undefined ? {} : { call: callShown(call, budget) }),
  };
}

function problemShown({ code, message, fix, problems }: NonNullable<TrialStep['problem']>) {
  return { code, message, fix, ...(problems === undefined ? {} : { problems: problems.map((each) => ({ ...each })) }) };
}

function callShown(call: NonNullable<TrialStep['call']>, budget: Budget): NonNullable<TrialStepShown['call']> {
  const { connection, connector, operation, operationTitle, isWrite, account, request, requestHash, doubt, response } =
    call;
  const { method, url } = request;
  return {
    connection,
    connector,
    operation,
    operationTitle,
    class: call.class,
    isWrite,
    account,
    request: { method, url, ...messageShown(request, budget) },
    requestHash,
    ...(doubt === undefined ? {} : { doubt: { ...doubt } }),
    ...(response === undefined
      ? {}
      : {
          response: {
            status: response.status,
            durationMs: response.durationMs,
            ...messageShown(response, budget),
          },
        }),
  };
}

function messageShown({ headers, body }: TrialMessage, budget: Budget) {
  return { headers: { ...headers }, ...(body === undefined ? {} : { body: bodyShown(body, budget) }) };
}
