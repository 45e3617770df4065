/** What a person may do with a run; each says beforehand what will happen. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../api/call.ts';
import { ConfirmedButton } from '../parts/confirmed-button.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { useAction } from '../parts/use-action.ts';
import { runActionWords as words } from '../words/runs.ts';
import { RerunQuestion, useRerun } from './rerun.tsx';
import { flowChoices, type RunShown } from './run-queries.ts';
import { stepsThatWrote } from './timeline.ts';

const ENDED = ['succeeded', 'filtered', 'cancelled', 'dead_lettered'];
const NOT_REPLAYED = 'runs.order_key.failed';

export function RunActions({ run }: { readonly run: RunShown }) {
  const isEnded = ENDED.includes(run.state);
  return (
    <>
      {run.state === 'dead_lettered' && run.problem?.code !== NOT_REPLAYED && <ReplayButton run={run} />}
      {isEnded && <RerunButton run={run} />}
      {!isEnded && <CancelButton run={run} />}
      <BuilderButton run={run} />
    </>
  );
}

function ReplayButton({ run }: { readonly run: RunShown }) {
  const replay = useAction(() => call('replayRun', { path: { id: run.id } }), {
    topics: ['runs'],
    told: () => words.replayed,
  });
  return (
    <ConfirmedButton
      needs="operator"
      variant="filled"
      label={words.replay}
      question={words.replayQuestion(run.problem?.stepKey, run.flowVersion)}
      onConfirm={() => replay.mutateAsync(undefined)}
      state={replay}
    />
  );
}

/** A new run of the same event; when a newer version is live, it is the way to try what was mended. */
function RerunButton({ run }: { readonly run: RunShown }) {
  const flow = useQuery(flowChoices).data?.flows.find(({ name }) => name === run.flow);
  const liveVersion = flow?.liveVersion ?? null;
  const isFixed = liveVersion !== null && liveVersion > run.flowVersion && run.state === 'dead_lettered';
  const rerun = useRerun(run.id);
  return (
    <ConfirmedButton
      needs="operator"
      label={isFixed ? words.rerunFixed(liveVersion) : words.rerun}
      question={<RerunQuestion version={liveVersion} wrote={stepsThatWrote(run)} />}
      onConfirm={() => rerun.mutateAsync(undefined)}
      state={rerun}
    />
  );
}

function CancelButton({ run }: { readonly run: RunShown }) {
  const cancel = useAction(() => call('cancelRun', { path: { id: run.id } }), {
    topics: ['runs'],
    told: () => words.cancelled,
  });
  return (
    <ConfirmedButton
      needs="operator"
      isDangerous
      label={words.cancel}
      confirmLabel={words.cancelConfirm}
      question={words.cancelQuestion}
      onConfirm={() => cancel.mutateAsync(undefined)}
      state={cancel}
    />
  );
}

function BuilderButton({ run }: { readonly run: RunShown }) {
  const navigate = useNavigate();
  return (
    <RoleButton
      needs="builder"
      variant="default"
      onClick={() => void navigate({ to: '/flows/$name/build', params: { name: run.flow }, search: { run: run.id } })}
    >
      {words.openInBuilder}
    </RoleButton>
  );
}
