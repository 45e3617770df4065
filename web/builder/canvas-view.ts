/** Which part of the flow the canvas shows. */
import { type ReactFlowInstance, useReactFlow } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import type { CanvasBox, CanvasLayout } from './canvas-layout.ts';

/** Below this a step's words are too small to read. */
const READABLE_ZOOM = 0.8;
const MARGIN = 48;
const FOCUS_FRAMES = 10;

type Flow = Pick<ReactFlowInstance, 'setCenter' | 'getZoom'>;

/**
 * Brings the selected step into view when it is chosen, also from a list, and when the room changes. Gives the function
 * that shows the beginning: the whole flow where it can be read, else its left end.
 */
export function useView(layout: CanvasLayout, selected: string | null): () => void {
  const flow = useReactFlow();
  const latest = useRef({ layout, selected });
  latest.current = { layout, selected };
  useEffect(() => {
    // Two frames later the settings have taken their room and the canvas knows its own.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        const box = latest.current.layout.boxes.find(({ id }) => id === selected);
        if (box !== undefined) center(flow, box);
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [selected, flow]);
  return () => {
    const { layout: present, selected: chosen } = latest.current;
    const box = present.boxes.find(({ id }) => id === chosen);
    if (box === undefined) showStart(flow, present);
    else center(flow, box);
  };
}

/** Puts a box in the middle, large enough to be read. */
export function center(flow: Flow, { x, y, width, height }: CanvasBox): void {
  void flow.setCenter(x + width / 2, y + height / 2, { zoom: Math.max(flow.getZoom(), READABLE_ZOOM) });
}

function showStart(flow: Pick<ReactFlowInstance, 'setViewport'>, { boxes }: CanvasLayout): void {
  const canvas = document.querySelector('.hfb-canvas');
  if (canvas === null) return;
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const top = Math.min(...boxes.map(({ y }) => y));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  const fitting = Math.min(
    (canvas.clientWidth - 2 * MARGIN) / right,
    (canvas.clientHeight - 2 * MARGIN) / (bottom - top),
  );
  const zoom = Math.min(1, Math.max(READABLE_ZOOM, fitting));
  const x = Math.max(MARGIN, (canvas.clientWidth - right * zoom) / 2);
  const y = canvas.clientHeight / 2 - ((top + bottom) / 2) * zoom;
  void flow.setViewport({ x, y, zoom });
}

/** Puts the focus on a step of the canvas, once it is drawn. */
export function focusStep(id: string, framesLeft = FOCUS_FRAMES): void {
  const button = document.querySelector<HTMLElement>(`.hfb-canvas [data-step="${CSS.escape(id)}"]`);
  if (button !== null) button.focus({ preventScroll: true });
  else if (framesLeft > 0) requestAnimationFrame(() => focusStep(id, framesLeft - 1));
}
