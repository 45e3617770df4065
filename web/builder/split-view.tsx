/** Two parts with a bar between them that is moved by mouse, finger or arrow keys. The first part stays as it is when the second comes and goes. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';

interface SplitViewProps {
  readonly isBeside: boolean;
  /** Per cent of the room that the first part has at first. */
  readonly size: number;
  /** Names the bar. */
  readonly label: string;
  readonly first: ReactNode;
  /** Absent: the first has all the room. */
  readonly second: ReactNode | undefined;
}

const MIN = 12;
const MAX = 80;
const STEP = 4;

const within = (size: number): number => Math.min(MAX, Math.max(MIN, size));

export function SplitView({ isBeside, size: start, label, first, second }: SplitViewProps) {
  const [chosen, setChosen] = useState<number>();
  const size = chosen ?? start;
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps = { ArrowUp: -STEP, ArrowLeft: -STEP, ArrowDown: STEP, ArrowRight: STEP, Home: -MAX, End: MAX }[
      event.key
    ];
    if (steps === undefined) return;
    event.preventDefault();
    setChosen(within(size + steps));
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const room = event.currentTarget.parentElement?.getBoundingClientRect();
    if (room === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const share = isBeside ? (event.clientX - room.left) / room.width : (event.clientY - room.top) / room.height;
    setChosen(within(100 * share));
  };
  return (
    <div className="hfb-work hfb-split" data-beside={isBeside || undefined}>
      <div className="hfb-pane" style={{ flexBasis: second === undefined ? '100%' : `${size}%` }}>
        {first}
      </div>
      {second !== undefined && (
        // biome-ignore lint/a11y/useSemanticElements: a separator that takes the focus is a widget, which hr is not.
        <div
          role="separator"
          tabIndex={0}
          aria-label={label}
          aria-orientation={isBeside ? 'vertical' : 'horizontal'}
          aria-valuenow={Math.round(size)}
          aria-valuemin={MIN}
          aria-valuemax={MAX}
          className="hfb-split-bar"
          onKeyDown={onKeyDown}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={onPointerMove}
          onDoubleClick={() => setChosen(undefined)}
        />
      )}
      {second !== undefined && <div className="hfb-pane hfb-pane-rest">{second}</div>}
    </div>
  );
}
