import type { ChannelShown } from '../../api/index.ts';
import { type JsonObject, makeObject } from '../../foundation/index.ts';
import { EXIT } from '../exit-code.ts';
import { instantText, printable, textTable } from '../terminal-text.ts';
import { type Command, textOption } from './command.ts';

const noticeList: Command = {
  name: 'notice list',
  positionals: [],
  options: { all: { type: 'boolean', summary: 'Also those whose cause is gone.' } },
  summary: 'List what somebody has to know or do, the newest first.',
  async run({ client, isJson, out, outJson }, { options }) {
    const page = await client().listNotices({ state: options.all === true ? 'all' : 'open', limit: 200 });
    if (isJson) {
      outJson(page as unknown as JsonObject);
      return EXIT.ok;
    }
    if (page.notices.length === 0) out('There are no notices.');
    for (const notice of page.notices) {
      const { id, severity, title, text, fix, raisedAt, resolvedAt, acknowledgedBy } = notice;
      const known = acknowledgedBy === null ? '' : `, known to ${acknowledgedBy}`;
      const state = resolvedAt === null ? `${severity}${known}` : `resolved ${instantText(resolvedAt)} UTC`;
      out(printable(`${id}  ${instantText(raisedAt)} UTC  ${state}: ${title}`));
      out(printable(`  ${text}`));
      out(printable(`  What to do: ${fix}`));
    }
    return EXIT.ok;
  },
};

const noticeAcknowledge: Command = {
  name: 'notice acknowledge',
  positionals: ['<id>'],
  options: {},
  summary: 'Say that you know of a notice; it stays open until its cause is gone.',
  async run({ client, isJson, out, outJson }, { positionals }) {
    const notice = await client().acknowledgeNotice(positionals[0] as string);
    if (isJson) outJson(notice as unknown as JsonObject);
    else out(printable(`Noted: ${notice.title}`));
    return EXIT.ok;
  },
};

const channelList: Command = {
  name: 'channel list',
  positionals: [],
  options: {},
  summary: 'List the channels on which notices go out.',
  async run({ client, isJson, out, outJson }) {
    const shown = await client().listChannels();
    if (isJson) {
      outJson(shown as unknown as JsonObject);
      return EXIT.ok;
    }
    const { mail, channels } = shown;
    out(
      mail.isConfigured
        ? `Mail goes out from ${printable(mail.from ?? '')}.`
        : 'No mail server is set (HOLDFAST_SMTP_URL).',
    );
    if (mail.problem !== null) out(`Mail fails: ${printable(mail.problem)}`);
    if (channels.length === 0) out('There are no channels besides.');
    const rows = channels.map((channel) => [
      channel.id,
      channel.kind,
      stateOf(channel),
      channel.name,
      targetOf(channel),
    ]);
    if (rows.length > 0) for (const line of textTable(['CHANNEL', 'KIND', 'STATE', 'NAME', 'TO'], rows)) out(line);
    return EXIT.ok;
  },
};

const channelAdd: Command = {
  name: 'channel add',
  positionals: ['<name>'],
  options: {
    email: { type: 'string', value: 'ADDRESSES', summary: 'Send mail to these addresses, with commas between.' },
    webhook: { type: 'string', value: 'URL', summary: 'Post to this address, signed; the secret is shown once.' },
  },
  summary: 'Make a channel on which all notices of the workspace go out: by mail or by webhook.',
  async run({ client, isJson, out, outJson }, given) {
    const name = given.positionals[0] as string;
    const [email, url] = [textOption(given, 'email'), textOption(given, 'webhook')];
    const { channel, secret } = await client().createChannel({
      kind: url === undefined ? 'email' : 'webhook',
      name,
      ...(email === undefined ? {} : { addresses: email.split(',') }),
      ...(url === undefined ? {} : { url }),
    });
    if (isJson) {
      outJson(
        makeObject([
          ['channel', channel as unknown as JsonObject],
          ...(secret === undefined ? [] : [['secret', secret] as const]),
        ]),
      );
      return EXIT.ok;
    }
    out(`The channel ${printable(channel.name)} is made. Its id is ${channel.id}.`);
    if (secret !== undefined) out(`The secret that its messages are signed with, shown once: ${secret}`);
    out(`Try it with \`holdfast channel test ${channel.id}\`.`);
    return EXIT.ok;
  },
};

const channelTest: Command = {
  name: 'channel test',
  positionals: ['<id>'],
  options: {},
  summary: 'Send a test on a channel now, and say what came of it; fails when a target did not take it.',
  async run({ client, isJson, out, outJson }, { positionals }) {
    const tested = await client().testChannel(positionals[0] as string);
    if (isJson) outJson(tested as unknown as JsonObject);
    else {
      for (const { target, problem } of tested.results) out(printable(`${target}: ${problem ?? 'delivered'}`));
    }
    return tested.isDelivered ? EXIT.ok : EXIT.failed;
  },
};

const channelRemove: Command = {
  name: 'channel remove',
  positionals: ['<id>'],
  options: {},
  summary: 'Remove a channel.',
  async run({ client, isJson, out, outJson }, { positionals }) {
    await client().deleteChannel(positionals[0] as string);
    if (isJson) outJson(makeObject([]));
    else out('The channel is removed.');
    return EXIT.ok;
  },
};

/** The commands about notices and the channels on which they go out. */
export const NOTICE_COMMANDS: readonly Command[] = [
  noticeList,
  noticeAcknowledge,
  channelList,
  channelAdd,
  channelTest,
  channelRemove,
];

function stateOf({ isEnabled, problem, lastSentAt }: ChannelShown): string {
  if (!isEnabled) return 'off';
  if (problem !== null) return 'failing';
  return lastSentAt === null ? 'unused' : 'works';
}

function targetOf({ settings }: ChannelShown): string {
  return settings.url ?? settings.addresses?.join(', ') ?? '';
}
