/** The picture or the outline, with the settings of what is selected: below it, beside it, or over it on a small screen. */
import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { FlowDocument } from '../../src/language/index.ts';
import { builderWords } from '../words/builder.ts';
import type { BuilderView } from './builder-bar.tsx';
import { useBuilder } from './builder-context.ts';
import { Canvas } from './canvas.tsx';
import { focusStep } from './canvas-view.ts';
import { Outline } from './outline.tsx';
import { SplitView } from './split-view.tsx';
import { StepPanel } from './step-panel.tsx';
import { findStep, TRIGGER_KEY } from './steps.ts';
import { focusRow } from './use-outline.ts';

export function BuilderWork({ view }: { readonly view: BuilderView }) {
  const { document, selected, select } = useBuilder();
  const isOpen = selected !== null && (selected === TRIGGER_KEY || findStep(document, selected) !== undefined);
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const close = (): void => {
    const key = selected;
    select(null);
    if (key === null) return;
    if (view === 'canvas') focusStep(key);
    else focusRow(key);
  };
  const flow = view === 'canvas' ? <Canvas /> : <Outline />;
  if (!isWide)
    return (
      <>
        <div className="hfb-work">{flow}</div>
        <SmallPanel isOpen={isOpen} onClose={close} />
      </>
    );
  const isBeside = view === 'outline';
  const size = paneSize(isBeside, hasLanes(document));
  return (
    <SplitView
      // The two arrangements have sizes of their own.
      key={view}
      isBeside={isBeside}
      size={size}
      label={builderWords.panel.resize}
      first={flow}
      second={isOpen ? <StepPanel onClose={close} /> : undefined}
    />
  );
}

/** Share of the room for the flow itself: a plain row of steps needs less than the ways of a branch. */
function paneSize(isBeside: boolean, isTall: boolean): number {
  if (isBeside) return 34;
  return isTall ? 34 : 26;
}

function hasLanes({ steps }: FlowDocument): boolean {
  return steps.some(({ kind }) => kind === 'branch' || kind === 'each');
}

function SmallPanel({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Drawer.Root
      opened={isOpen}
      onClose={onClose}
      position="bottom"
      size="92%"
      padding={0}
      closeOnEscape={false}
      returnFocus={false}
    >
      <Drawer.Overlay />
      <Drawer.Content aria-label={builderWords.panel.settings} className="hfb-drawer">
        <Drawer.Body className="hfb-drawer-body">
          <StepPanel onClose={onClose} />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
