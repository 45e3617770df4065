interface LineDrawingProps {
  readonly path: string;
  /** Side of the square that the path is drawn in. */
  readonly grid: number;
  readonly strokeWidth: number;
  readonly size: number;
}

/** A sign drawn with one line. The word always stands beside it or in the label of its button, so it has no name. */
export function LineDrawing({ path, grid, strokeWidth, size }: LineDrawingProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox={`0 0 ${grid} ${grid}`}
      fill="none"
      stroke="currentColor"
      strokeWidth={strokeWidth}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} />
    </svg>
  );
}
