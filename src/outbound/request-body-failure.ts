import { fail } from './errors.ts';

/** The error of a body that its format cannot carry; `place` tells where, never what stands there. */
export function failBody(context: { format: string; place: string; problem: string }): Error {
  return fail('outbound.request.body_invalid', { context: { ...context, place: context.place.slice(0, 200) } });
}
