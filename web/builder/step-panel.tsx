/** The settings of what is selected: its head, its fields, its trial. */
import { Alert, Stack, Text } from '@mantine/core';
import { type KeyboardEvent, lazy, Suspense, useEffect } from 'react';
import { AppLink } from '../parts/app-link.tsx';
import { builderWords } from '../words/builder.ts';
import { AdvancedSettings } from './advanced-settings.tsx';
import { useBuilder } from './builder-context.ts';
import { CallFields, OperationSummary } from './call-settings.tsx';
import { focusHead, focusPlace } from './panel-focus.ts';
import { PanelHead } from './panel-head.tsx';
import { SenderFields } from './sender-fields.tsx';
import { StepNames } from './step-names.tsx';
import { StepSettings } from './step-settings.tsx';
import { findStep, type PlacedStep, TRIGGER_KEY } from './steps.ts';
import { FlowFields, TriggerSettings } from './trigger-panel.tsx';

const TrialBar = lazy(async () => ({ default: (await import('../trial/trial-bar.tsx')).TrialBar }));

/** Wishes for the focus that were met: a change of the view draws the settings anew and must not take it again. */
const FOLLOWED = new WeakSet<object>();

interface StepPanelProps {
  readonly onClose: () => void;
}

export function StepPanel({ onClose }: StepPanelProps) {
  const { document, selected, focus } = useBuilder();
  const placed = selected === null ? undefined : findStep(document, selected);
  useEffect(() => {
    if (focus === undefined || focus.on === 'stay' || FOLLOWED.has(focus)) return;
    FOLLOWED.add(focus);
    if (focus.on === 'head') focusHead();
    else focusPlace(focus.on.pointer);
  }, [focus]);
  if (selected !== TRIGGER_KEY && placed === undefined) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves the settings from anywhere inside.
    <div
      className="hfb-panel"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isMeant(event)) onClose();
      }}
    >
      <PanelHead step={placed?.step} onClose={onClose} />
      <div className="hfb-panel-body">
        <Stack gap="md">
          {placed === undefined ? <TriggerParts /> : <StepParts key={placed.pointer} {...placed} />}
        </Stack>
      </div>
    </div>
  );
}

/** A list that is open, a field that takes the key itself, and a dialog on top of the settings come first. */
function isMeant({ target, currentTarget, defaultPrevented }: KeyboardEvent<HTMLElement>): boolean {
  const from = target as Element;
  return !defaultPrevented && currentTarget.contains(from) && from.closest('[data-mantine-stop-propagation]') === null;
}

function TriggerParts() {
  return (
    <>
      <SenderFields />
      <Trial stepKey={null} />
      <TriggerSettings />
      <FlowFields />
    </>
  );
}

function StepParts({ step, pointer }: PlacedStep) {
  const isCall = step.kind === 'call';
  return (
    <>
      <FailureNote />
      <StepNames step={step} pointer={pointer}>
        {isCall && <CallFields step={step} pointer={pointer} />}
      </StepNames>
      {isCall && <OperationSummary step={step} />}
      <Trial stepKey={step.key} />
      <StepSettings step={step} pointer={pointer} />
      {isCall && <AdvancedSettings step={step} pointer={pointer} />}
    </>
  );
}

function Trial({ stepKey }: { readonly stepKey: string | null }) {
  const { flowName, draft, editor, document, takeSamples } = useBuilder();
  return (
    <Suspense fallback={null}>
      <TrialBar
        flowName={flowName}
        revision={draft.revision}
        saveNow={() => editor.flush()}
        stepKey={stepKey}
        document={document}
        onSamples={takeSamples}
      />
    </Suspense>
  );
}

/** What went wrong in the run that the person came from. */
function FailureNote() {
  const { failed, selected } = useBuilder();
  if (failed === undefined || failed.key !== selected) return null;
  return (
    <Alert color="red" variant="light" title={builderWords.failedHere}>
      <Text size="sm" className="hfb-text">{`${failed.message} ${failed.fix}`}</Text>
      <AppLink to="/runs/$id" params={{ id: failed.runId }} size="sm">
        {builderWords.runNote.toRun}
      </AppLink>
    </Alert>
  );
}
