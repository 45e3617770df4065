/**
 * Where everything stands on the canvas: from left to right, the ways of a branch below each other in frames of their
 * own. Positions follow from the document alone, so they mean nothing and nobody has to tidy them up.
 */
import type { FlowDocument, Step } from '../../src/language/index.ts';
import type { StepPlace } from './edits.ts';
import { listsOf, rootList, type StepList, TRIGGER_KEY } from './steps.ts';

export interface CanvasBox {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly shows:
    | { readonly kind: 'trigger' }
    | { readonly kind: 'step'; readonly step: Step }
    | {
        readonly kind: 'add';
        readonly place: StepPlace;
        /** The step before; undefined at the beginning of a list. */
        readonly after: Step | 'trigger' | undefined;
        readonly list: StepList;
      }
    | { readonly kind: 'lane'; readonly list: StepList; readonly around: Step }
    | { readonly kind: 'join' };
}

export interface CanvasLine {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Where the line goes up or down, so that it crosses no lane. */
  readonly bendX: number;
}

export interface CanvasLayout {
  readonly boxes: readonly CanvasBox[];
  readonly lines: readonly CanvasLine[];
}

export const STEP_SIZE = { width: 232, height: 68 };
const ADD_SIZE = { width: 32, height: 32 };
const JOIN_SIZE = { width: 10, height: 10 };
/** Room for one add button with its lines to both sides. */
const ADD_ROOM = 72;
/** Room between a step and the frames of its lanes, and behind them. */
const FAN_ROOM = 48;
const LANE_GAP = 16;
const LANE_PADDING = 14;
const LANE_LABEL = 30;
const HALF_STEP: Extent = { above: STEP_SIZE.height / 2, below: STEP_SIZE.height / 2 };

/** Lays a document out. */
export function layOut(document: Pick<FlowDocument, 'steps'>): CanvasLayout {
  const painter = new Painter();
  painter.box(TRIGGER_KEY, { x: 0, y: 0, size: STEP_SIZE, shows: { kind: 'trigger' } });
  painter.list(rootList(document), { x: STEP_SIZE.width, y: 0, from: TRIGGER_KEY, after: 'trigger', bendX: 0 });
  return painter.layout();
}

function widthOf({ steps }: Pick<StepList, 'steps'>): number {
  return steps.reduce((width, step) => width + stepWidth(step) + ADD_ROOM, ADD_ROOM);
}

function stepWidth(step: Step): number {
  const lists = listsOf(step, '');
  if (lists.length === 0) return STEP_SIZE.width;
  return STEP_SIZE.width + FAN_ROOM + Math.max(...lists.map(widthOf)) + FAN_ROOM + JOIN_SIZE.width;
}

/** Room above and below the middle line. */
interface Extent {
  readonly above: number;
  readonly below: number;
}

function listExtent({ steps }: Pick<StepList, 'steps'>): Extent {
  const extents = [HALF_STEP, ...steps.map(stepExtent)];
  return {
    above: Math.max(...extents.map((each) => each.above)),
    below: Math.max(...extents.map((each) => each.below)),
  };
}

/** The lane in the middle lies on the line of its step; where there is none, the lanes lie evenly around it. */
function stepExtent(step: Step): Extent {
  const lists = listsOf(step, '');
  if (lists.length === 0) return HALF_STEP;
  const height = lists.reduce((sum, list) => sum + laneHeight(list) + LANE_GAP, -LANE_GAP);
  const middle = (lists.length - 1) / 2;
  const inMiddle = lists[middle];
  if (inMiddle === undefined) return { above: height / 2, below: height / 2 };
  const before = lists.slice(0, middle).reduce((sum, list) => sum + laneHeight(list) + LANE_GAP, 0);
  const above = before + laneExtent(inMiddle).above;
  return { above: Math.max(above, HALF_STEP.above), below: Math.max(height - above, HALF_STEP.below) };
}

function laneExtent(list: StepList): Extent {
  const { above, below } = listExtent(list);
  return { above: above + LANE_LABEL, below: below + LANE_PADDING };
}

function laneHeight(list: StepList): number {
  const { above, below } = laneExtent(list);
  return above + below;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  /** Of the middle line. */
  readonly y: number;
}

interface ListStart extends Point {
  /** The box that the first line comes from. */
  readonly from: string;
  readonly after: Step | 'trigger' | undefined;
  readonly bendX: number;
}

class Painter {
  readonly #lanes: CanvasBox[] = [];
  readonly #boxes: CanvasBox[] = [];
  readonly #lines: CanvasLine[] = [];

  /** Frames first, so that they lie behind; the rest in reading order, which is the order of the tab key. */
  layout(): CanvasLayout {
    return { boxes: [...this.#lanes, ...this.#boxes], lines: this.#lines };
  }

  box(id: string, { x, y, size, shows }: Point & Pick<CanvasBox, 'shows'> & { size: Size }): string {
    const boxes = shows.kind === 'lane' ? this.#lanes : this.#boxes;
    boxes.push({ id, x, y: y - size.height / 2, ...size, shows });
    return id;
  }

  /** Paints a list from its left end; gives the id of its last box. */
  list(list: StepList, start: ListStart): string {
    let { x, from, after } = start;
    for (const [index, step] of [...list.steps, undefined].entries()) {
      from = this.#add({ list, index, after }, { x, y: start.y, from, bendX: start.bendX });
      x += ADD_ROOM;
      if (step === undefined) break;
      from = this.#step(step, `${list.pointer}/${index}`, { x, y: start.y, from });
      x += stepWidth(step);
      after = step;
    }
    return from;
  }

  #add(
    { list, index, after }: { list: StepList; index: number; after: ListStart['after'] },
    { x, y, from, bendX }: Point & { from: string; bendX: number },
  ): string {
    const id = `add ${list.pointer}/${index}`;
    const left = x + (ADD_ROOM - ADD_SIZE.width) / 2;
    const shows = { kind: 'add' as const, place: { list: list.pointer, index }, after, list };
    this.box(id, { x: left, y, size: ADD_SIZE, shows });
    return this.#line(from, id, bendX);
  }

  #step(step: Step, pointer: string, { x, y, from }: Point & { from: string }): string {
    const id = this.box(step.key, { x, y, size: STEP_SIZE, shows: { kind: 'step', step } });
    this.#line(from, id, x);
    const lists = listsOf(step, pointer);
    return lists.length === 0 ? id : this.#lanesOf(step, lists, { x, y });
  }

  #lanesOf(around: Step, lists: readonly StepList[], { x, y }: Point): string {
    const left = x + STEP_SIZE.width + FAN_ROOM;
    const width = Math.max(...lists.map(widthOf));
    const join = `join ${around.key}`;
    const ends: string[] = [];
    let top = y - stepExtent(around).above;
    for (const list of lists) {
      const height = laneHeight(list);
      const middle = top + laneExtent(list).above;
      const shows = { kind: 'lane' as const, list, around };
      this.box(`lane ${list.pointer}`, { x: left, y: top + height / 2, size: { width, height }, shows });
      ends.push(
        this.list(list, { x: left, y: middle, from: around.key, after: undefined, bendX: left - FAN_ROOM / 2 }),
      );
      top += height + LANE_GAP;
    }
    this.box(join, { x: left + width + FAN_ROOM, y, size: JOIN_SIZE, shows: { kind: 'join' } });
    for (const end of ends) this.#line(end, join, left + width + FAN_ROOM / 2);
    return join;
  }

  #line(from: string, to: string, bendX: number): string {
    this.#lines.push({ id: `${from} to ${to}`, from, to, bendX });
    return to;
  }
}
