/** The lines of the canvas: straight, with one bend at a place where nothing lies in the way. */
import { BaseEdge, type Edge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';

export type LineEdge = Edge<{ readonly bendX: number }>;

export const EDGE_TYPES = { line: memo(Line) };

const ROUND = 10;

function Line({ sourceX, sourceY, targetX, targetY, data }: EdgeProps<LineEdge>) {
  const bendX = data?.bendX ?? targetX;
  return <BaseEdge path={linePath([sourceX, sourceY], [targetX, targetY], bendX)} />;
}

type Point = readonly [x: number, y: number];

function linePath([fromX, fromY]: Point, [toX, toY]: Point, bendX: number): string {
  const height = toY - fromY;
  if (Math.abs(height) < 1) return `M${fromX},${fromY}L${toX},${toY}`;
  const round = Math.min(ROUND, Math.abs(height) / 2, bendX - fromX, toX - bendX);
  const down = Math.sign(height) * round;
  return [
    `M${fromX},${fromY}`,
    `L${bendX - round},${fromY}Q${bendX},${fromY} ${bendX},${fromY + down}`,
    `L${bendX},${toY - down}Q${bendX},${toY} ${bendX + round},${toY}`,
    `L${toX},${toY}`,
  ].join('');
}
