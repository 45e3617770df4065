/** Line drawings for the navigation; each stands beside its word, so none has a name of its own. */
import { LineDrawing } from '../parts/line-drawing.tsx';

const PATHS = {
  home: 'M3 9.5 10 3.5l7 6V17h-4.5v-5h-5v5H3z',
  flows: 'M3 3.5h5v4H3zM12 12.5h5v4h-5zM5.5 7.5v7h6.5',
  runs: 'M6 4l10 6-10 6z',
  letters: 'M3 5h14v10H3zM3 5.5l7 5.5 7-5.5',
  unknown: 'M7.5 7.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M10 14.3v.2M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z',
  held: 'M7.5 7v6M12.5 7v6M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z',
  plug: 'M7 3v4M13 3v4M5 7h10v3a5 5 0 0 1-10 0zM10 15v3',
  sample: 'M8 3v5L3.5 16.5h13L12 8V3M6.5 3h7M6 12.5h8',
  people:
    'M7.5 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 17c0-3 2.5-5 5.5-5s5.5 2 5.5 5M13 3.5a3 3 0 0 1 0 5.5M15 12.5c2 .8 3 2.5 3 4.5',
  key: 'M12.5 3.5a4 4 0 1 1-2.8 6.8L3 17v-3M12.8 7.2h.01',
  person: 'M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3.5 17.5c0-3.5 3-5.5 6.5-5.5s6.5 2 6.5 5.5',
  bell: 'M10 3a5 5 0 0 1 5 5v3.5l1.5 2.5h-13L5 11.5V8a5 5 0 0 1 5-5zM8.5 16.5h3',
  channel: 'M3 8.5v3h3l7 4.5v-12l-7 4.5zM16 8a3.5 3.5 0 0 1 0 4',
  audit: 'M5 2.5h10v15H5zM7.5 6.5h5M7.5 10h5M7.5 13.5h3',
  search: 'M9 3a6 6 0 1 0 0 12A6 6 0 0 0 9 3zM13.5 13.5 17.5 17.5',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return <LineDrawing path={PATHS[name]} grid={20} strokeWidth={1.5} size={size} />;
}
