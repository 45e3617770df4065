/** A small sign for each kind of step; the word always stands beside it or in the label. */
import type { Step } from '../../src/language/index.ts';
import { LineDrawing } from '../parts/line-drawing.tsx';

export type IconName =
  | Step['kind']
  | 'trigger'
  | 'add'
  | 'close'
  | 'undo'
  | 'redo'
  | 'up'
  | 'down'
  | 'copy'
  | 'rename'
  | 'remove'
  | 'more'
  | 'warning'
  | 'fit'
  | 'zoomIn'
  | 'zoomOut'
  | 'right';

const PATHS: Readonly<Record<IconName, string>> = {
  trigger: 'M13 3 5 14h6l-1 7 8-11h-6z',
  call: 'M5 12h12m-5-5 5 5-5 5M20 5v14',
  map: 'M5 6h5m-5 6h5m-5 6h5m4-12h5m-5 6h5m-5 6h5',
  filter: 'M4 5h16l-6 8v6l-4-2v-4z',
  branch: 'M4 12h5m0 0 6-6h5M9 12l6 6h5',
  each: 'M17 3l4 4-4 4M21 7H8a5 5 0 0 0-5 5m4 9-4-4 4-4M3 17h13a5 5 0 0 0 5-5',
  delay: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 4v5l4 2',
  add: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6 6 18',
  undo: 'M9 6 4 11l5 5M4 11h10a6 6 0 0 1 6 6v1',
  redo: 'm15 6 5 5-5 5m5-5H10a6 6 0 0 0-6 6v1',
  up: 'M12 20V5m-6 6 6-6 6 6',
  down: 'M12 4v15m-6-6 6 6 6-6',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  rename: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  remove: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  warning: 'M12 4 2.5 20h19zM12 10v4M12 17h.01',
  fit: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  zoomIn: 'M12 6v12M6 12h12',
  zoomOut: 'M6 12h12',
  right: 'm9 5 7 7-7 7',
};

interface StepIconProps {
  readonly name: IconName;
  readonly size?: number;
}

export function StepIcon({ name, size = 18 }: StepIconProps) {
  return <LineDrawing path={PATHS[name]} grid={24} strokeWidth={name === 'more' ? 3 : 1.8} size={size} />;
}
