import type { JsonObject } from '../../foundation/index.ts';
import { EXIT } from '../exit-code.ts';
import { type Command, textOption } from './command.ts';

const eventSend: Command = {
  name: 'event send',
  positionals: ['<flow>', '[file]'],
  options: {
    id: { type: 'string', value: 'KEY', summary: 'The same key is the same event: sent again it makes no second run.' },
    type: { type: 'string', value: 'TYPE', summary: 'Content type. Default application/json.' },
  },
  summary: 'Send an event into a flow, byte for byte from a file, or from standard input without one.',
  details:
    'Sent again with the same key and the same bytes, the event is known and the exit code is 0. With other bytes under a key that is known it is refused, nothing is stored, and the exit code is 1.',
  async run(context, given) {
    const [flow, file = '-'] = given.positionals as [string, string | undefined];
    const dedupeKey = textOption(given, 'id');
    const contentType = textOption(given, 'type');
    const accepted = await context.client().sendEvent(flow, {
      bytes: await context.readInput(file),
      ...(dedupeKey === undefined ? {} : { dedupeKey }),
      ...(contentType === undefined ? {} : { contentType }),
    });
    if (context.isJson) context.outJson(accepted as unknown as JsonObject);
    else
      context.out(
        accepted.duplicate
          ? `The event was known; its run is ${accepted.runId}.`
          : `Accepted as run ${accepted.runId}.`,
      );
    return EXIT.ok;
  },
};

/** The commands about events. */
export const EVENT_COMMANDS: readonly Command[] = [eventSend];
