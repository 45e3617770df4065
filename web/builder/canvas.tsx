/** The flow as a picture, from left to right. */
import { useComputedColorScheme } from '@mantine/core';
import { Controls, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { type KeyboardEvent, useCallback, useMemo, useRef } from 'react';
import { builderWords } from '../words/builder.ts';
import { type Builder, problemsByStep, useBuilder } from './builder-context.ts';
import { ARIA_LABELS, type BoxData, type BoxNode, NODE_TYPES } from './canvas-boxes.tsx';
import { type CanvasBox, type CanvasLayout, layOut } from './canvas-layout.ts';
import { EDGE_TYPES, type LineEdge } from './canvas-lines.tsx';
import { isSameThing } from './canvas-same.ts';
import { center, focusStep, useView } from './canvas-view.ts';
import { stepTitle } from './sources.ts';
import { laneText, stepLine, triggerLine, triggerTitle } from './step-text.ts';

const FIT = { padding: 0.1, maxZoom: 1 };

export function Canvas() {
  return (
    <ReactFlowProvider>
      <FlowCanvas />
    </ReactFlowProvider>
  );
}

function FlowCanvas() {
  const builder = useBuilder();
  const { document, selected } = builder;
  const scheme = useComputedColorScheme('light');
  const layout = useMemo(() => layOut(document), [document]);
  const nodes = useKept(useNodes(builder, layout));
  const edges = useKept(useMemo(() => layout.lines.map(edgeOf), [layout]));
  const onKeyDown = useArrowKeys(layout);
  const showStart = useView(layout, selected);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys go from button to button inside; each works by itself.
    <div className="hfb-canvas" onKeyDown={onKeyDown}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        colorMode={scheme}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        deleteKeyCode={null}
        disableKeyboardA11y
        onlyRenderVisibleElements
        panOnScroll
        zoomOnDoubleClick={false}
        onInit={() => showStart()}
        minZoom={0.2}
        maxZoom={1.5}
        aria-label={builderWords.canvas.label}
        ariaLabelConfig={ARIA_LABELS}
      >
        <Controls showInteractive={false} fitViewOptions={FIT} position="top-right" orientation="horizontal" />
      </ReactFlow>
    </div>
  );
}

function edgeOf({ id, from, to, bendX }: CanvasLayout['lines'][number]): LineEdge {
  return { id, source: from, target: to, type: 'line', data: { bendX }, selectable: false, focusable: false };
}

/** Gives each thing as the object that it was before where nothing of it has changed, so that only the rest is drawn. */
function useKept<T extends BoxNode | LineEdge>(made: T[]): T[] {
  const kept = useRef<ReadonlyMap<string, T>>(new Map());
  return useMemo(() => {
    const things = made.map((thing) => {
      const before = kept.current.get(thing.id);
      return before !== undefined && isSameThing(before, thing) ? before : thing;
    });
    kept.current = new Map(things.map((thing) => [thing.id, thing]));
    return things;
  }, [made]);
}

/** The boxes as the library wants them. Functions stay the same over all drawings, so that equal boxes are not drawn again. */
function useNodes(builder: Builder, layout: CanvasLayout): BoxNode[] {
  const { document, catalog, problems, samples, selected, failed, select, askForStep } = builder;
  const latest = useRef({ layout, select, askForStep });
  latest.current = { layout, select, askForStep };
  const onUse = useCallback((id: string) => {
    const { layout: present, select: open, askForStep: ask } = latest.current;
    const shows = present.boxes.find((box) => box.id === id)?.shows;
    if (shows?.kind === 'add') ask(shows.place);
    else open(id, 'head');
  }, []);
  return useMemo(() => {
    const placed = problemsByStep(problems);
    return layout.boxes.map((box): BoxNode => {
      const { id, x, y, width, height, shows } = box;
      const problemCount = placed.get(id)?.length ?? 0;
      const sample = shows.kind === 'step' ? samples?.steps[id] : samples?.trigger;
      const isFailed = failed?.key === id;
      const marks = { problemCount, isStale: sample?.isStale ?? false, isFailed, isSelected: selected === id, onUse };
      const data = dataOf(box, { document, catalog, marks });
      const zIndex = shows.kind === 'lane' ? -1 : 0;
      const size = { width, height };
      // The size is known beforehand, so nothing waits to be measured.
      return { id, type: shows.kind, position: { x, y }, ...size, measured: size, data, zIndex, draggable: false };
    });
  }, [layout, document, catalog, problems, samples, selected, failed, onUse]);
}

interface Showing extends Pick<Builder, 'document' | 'catalog'> {
  readonly marks: Pick<BoxData, 'problemCount' | 'isStale' | 'isFailed' | 'isSelected' | 'onUse'>;
}

function dataOf({ shows }: CanvasBox, { document, catalog, marks }: Showing): BoxData {
  switch (shows.kind) {
    case 'trigger': {
      const [title, line] = [triggerTitle(document, catalog), triggerLine(document, catalog)];
      const words = { kindWord: builderWords.trigger, title, line, notes: notesOf(marks) };
      return { kind: 'trigger', icon: 'trigger', ...words, ...marks };
    }
    case 'step': {
      const { step } = shows;
      const [title, line] = [stepTitle(step), stepLine(step, catalog)];
      const words = { kindWord: builderWords.kinds[step.kind], title, line, notes: notesOf(marks) };
      return { kind: 'step', icon: step.kind, ...words, ...marks };
    }
    case 'add':
      return { kind: 'add', label: addLabel(shows, document, catalog), ...(marks.onUse && { onUse: marks.onUse }) };
    case 'lane':
      return { kind: 'lane', label: laneText(shows.list, shows.around) };
    case 'join':
      return { kind: 'join' };
  }
}

function addLabel(
  { after, list }: CanvasBox['shows'] & { kind: 'add' },
  document: Builder['document'],
  catalog: Builder['catalog'],
): string {
  if (after === undefined)
    return builderWords.addFirstIn(
      list.kind === 'case' ? builderWords.case((list.caseIndex ?? 0) + 1) : laneText(list, undefined),
    );
  return builderWords.addAfter(after === 'trigger' ? triggerTitle(document, catalog) : stepTitle(after));
}

function notesOf({ problemCount, isStale, isFailed }: Showing['marks']): string {
  return [
    ...(problemCount ? [builderWords.problemCount(problemCount)] : []),
    ...(isStale ? [builderWords.stale] : []),
    ...(isFailed ? [builderWords.failedHere] : []),
  ].join('. ');
}

/** Left and right go from step to step, also to one that is out of view. */
function useArrowKeys(layout: CanvasLayout) {
  const flow = useReactFlow();
  return (event: KeyboardEvent<HTMLDivElement>): void => {
    const id = (event.target as HTMLElement).dataset['step'];
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (id === undefined || step === undefined) return;
    event.preventDefault();
    const steps = layout.boxes.filter(({ shows }) => shows.kind === 'step' || shows.kind === 'trigger');
    const next = steps[steps.findIndex((box) => box.id === id) + step];
    if (next === undefined) return;
    center(flow, next);
    focusStep(next.id);
  };
}
