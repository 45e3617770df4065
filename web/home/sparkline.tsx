/** A day of a flow in a small picture: what succeeded stands above the line, what failed hangs below it. */
import { homeWords } from '../words/home.ts';

const WIDTH = 120;
const HEIGHT = 32;
/** Share of the height above the line. */
const UPPER = 22;
/** A single run among thousands must still be seen. */
const MIN_BAR = 1.5;

interface Hour {
  readonly at: string;
  readonly succeeded: number;
  readonly failed: number;
}

export function Sparkline({ hours }: { readonly hours: readonly Hour[] }) {
  const succeeded = hours.reduce((sum, hour) => sum + hour.succeeded, 0);
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  const most = Math.max(1, ...hours.flatMap((hour) => [hour.succeeded, hour.failed]));
  const step = WIDTH / Math.max(1, hours.length);
  const heightOf = (count: number, room: number): number =>
    count === 0 ? 0 : Math.max(MIN_BAR, (count / most) * room);
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={homeWords.sparkline(succeeded, failed)}
    >
      {hours.map((hour, index) => {
        const x = index * step + 0.5;
        const up = heightOf(hour.succeeded, UPPER);
        const down = heightOf(hour.failed, HEIGHT - UPPER - 1);
        return (
          <g key={hour.at}>
            {up > 0 && <rect x={x} y={UPPER - up} width={step - 1} height={up} fill="var(--hf-good)" />}
            {down > 0 && <rect x={x} y={UPPER + 1} width={step - 1} height={down} fill="var(--hf-danger)" />}
          </g>
        );
      })}
      <line x1={0} x2={WIDTH} y1={UPPER + 0.5} y2={UPPER + 0.5} stroke="currentColor" strokeOpacity={0.45} />
    </svg>
  );
}
