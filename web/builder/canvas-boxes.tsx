/** The things on the canvas. Each is drawn again only when what it shows has changed. */

import { VisuallyHidden } from '@mantine/core';
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { builderWords } from '../words/builder.ts';
import type { CanvasBox } from './canvas-layout.ts';
import { type IconName, StepIcon } from './step-icon.tsx';

/** What a box shows, as plain values, so that equal ones can be told. */
export interface BoxData extends Record<string, unknown> {
  readonly kind: CanvasBox['shows']['kind'];
  readonly icon?: IconName;
  readonly title?: string;
  readonly line?: string;
  /** Read out before the title, which has a sign for the eyes. */
  readonly kindWord?: string;
  /** Read out after the line, which has marks for the eyes. */
  readonly notes?: string;
  /** Of an add button or a lane. */
  readonly label?: string;
  readonly problemCount?: number;
  readonly isStale?: boolean;
  readonly isFailed?: boolean;
  readonly isSelected?: boolean;
  readonly onUse?: (id: string) => void;
}

export type BoxNode = Node<BoxData>;

export const NODE_TYPES = {
  trigger: memo(StepBox),
  step: memo(StepBox),
  add: memo(AddBox),
  lane: memo(LaneBox),
  join: memo(JoinBox),
};

function StepBox({ id, data }: NodeProps<BoxNode>) {
  const { icon, title, line, kindWord, notes = '', problemCount = 0, isStale, isFailed, isSelected, onUse } = data;
  return (
    <>
      <Ends hasIn={data.kind !== 'trigger'} />
      <button
        type="button"
        className="hfb-step"
        data-step={id}
        data-selected={isSelected || undefined}
        aria-current={isSelected || undefined}
        onClick={() => onUse?.(id)}
      >
        <span className="hfb-step-icon">
          <StepIcon name={icon ?? 'call'} />
        </span>
        <span className="hfb-step-words">
          <span className="hfb-step-title">
            <VisuallyHidden component="span">{`${kindWord}: `}</VisuallyHidden>
            {title}
          </span>
          <span className="hfb-step-line">{line}</span>
          {notes !== '' && <VisuallyHidden component="span">{`. ${notes}`}</VisuallyHidden>}
        </span>
        {(problemCount > 0 || isFailed) && (
          <span className="hfb-mark hfb-mark-problem" aria-hidden="true">
            <StepIcon name="warning" size={16} />
            {problemCount > 0 && problemCount}
          </span>
        )}
        {isStale && (
          <span className="hfb-mark hfb-mark-stale">
            <StepIcon name="delay" size={16} />
          </span>
        )}
      </button>
    </>
  );
}

function AddBox({ id, data: { label, onUse } }: NodeProps<BoxNode>) {
  return (
    <>
      <Ends hasIn />
      <button
        type="button"
        className="hfb-add"
        data-add={id}
        aria-label={label}
        title={label}
        onClick={() => onUse?.(id)}
      >
        <StepIcon name="add" size={16} />
      </button>
    </>
  );
}

function LaneBox({ data: { label } }: NodeProps<BoxNode>) {
  return (
    <div className="hfb-lane">
      <span className="hfb-lane-label" title={label}>
        {label}
      </span>
    </div>
  );
}

function JoinBox() {
  return (
    <>
      <Ends hasIn />
      <div className="hfb-join" />
    </>
  );
}

/** Where lines begin and end; nobody can draw lines by hand, so they are not shown. */
function Ends({ hasIn }: { readonly hasIn: boolean }) {
  return (
    <>
      {hasIn && <Handle type="target" position={Position.Left} isConnectable={false} className="hfb-end" />}
      <Handle type="source" position={Position.Right} isConnectable={false} className="hfb-end" />
    </>
  );
}

/** What the canvas says of itself to screen readers; the library's own words speak of dragging, which is off. */
export const ARIA_LABELS = {
  'node.a11yDescription.default': builderWords.canvas.hint,
  'node.a11yDescription.keyboardDisabled': builderWords.canvas.hint,
  'controls.ariaLabel': builderWords.canvas.label,
  'controls.zoomIn.ariaLabel': builderWords.canvas.zoomIn,
  'controls.zoomOut.ariaLabel': builderWords.canvas.zoomOut,
  'controls.fitView.ariaLabel': builderWords.canvas.fit,
};
