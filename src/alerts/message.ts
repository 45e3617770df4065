/** What a notice looks like on its way: as a mail for people, as JSON for programs. */
import { createHash } from 'node:crypto';
import { makeObject, type NoticeId, stringifyJson } from '../foundation/index.ts';
import type { NoticeWords } from './notice.ts';

/** A notice that is to be told. */
export interface ToldNotice extends NoticeWords {
  readonly id: NoticeId;
  readonly workspaceName: string;
  readonly raisedAt: Date;
  /** Its cause went while nobody could be told. */
  readonly resolvedAt: Date | null;
}

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
}

const SUBJECT_CHARACTERS = 150;

/** One mail about one or several notices; `pageUrl` is where the web app is, or empty when nobody has said so. */
export function writeMail(notices: readonly ToldNotice[], to: string, pageUrl: string): MailText {
  const [first] = notices;
  const subject = notices.length === 1 ? (first?.title ?? '') : `${notices.length} notices, the first: ${first?.title}`;
  const workspace = oneLine(first?.workspaceName ?? '');
  const foot = [
    '--',
    `Holdfast, workspace ${workspace}. This is told once; the list of notices says when it is over.`,
    ...(pageUrl === '' ? [] : [`${pageUrl}/notices`]),
  ];
  return {
    subject: oneLine(`[${workspace}] ${subject}`).slice(0, SUBJECT_CHARACTERS),
    text: `${[...notices.map((notice) => mailPart(notice, pageUrl)), foot.join('\n')].join('\n\n')}\n`,
    messageId: messageIdOf(notices, to),
  };
}

function mailPart({ title, text, fix, link, raisedAt, resolvedAt }: ToldNotice, pageUrl: string): string {
  return [
    title,
    '',
    text,
    `What to do: ${fix}`,
    ...(pageUrl === '' ? [] : [`Where: ${pageUrl}${link}`]),
    `Since: ${raisedAt.toISOString()}`,
    ...(resolvedAt === null ? [] : [`This is over since ${resolvedAt.toISOString()}.`]),
  ].join('\n');
}

/** The same for every try. */
function messageIdOf(notices: readonly ToldNotice[], to: string): string {
  const hash = createHash('sha256').update(to.toLowerCase());
  for (const { id } of notices) hash.update(`\n${id}`);
  return `${hash.digest('hex').slice(0, 40)}@holdfast.invalid`;
}

/** The body of a webhook: type, time and data, as Standard Webhooks advises. */
export function writeHookBody(notice: ToldNotice, pageUrl: string): Uint8Array {
  const { id, kind, severity, title, text, fix, link, workspaceName, raisedAt, resolvedAt } = notice;
  const data = makeObject([
    ['id', id],
    ['kind', kind],
    ['severity', severity],
    ['title', title],
    ['text', text],
    ['fix', fix],
    ['link', pageUrl === '' ? link : `${pageUrl}${link}`],
    ['workspace', workspaceName],
    ['raisedAt', raisedAt.toISOString()],
    ['resolvedAt', resolvedAt?.toISOString() ?? null],
  ]);
  const body = makeObject([
    ['type', 'notice.raised'],
    ['timestamp', raisedAt.toISOString()],
    ['data', data],
  ]);
  return new TextEncoder().encode(stringifyJson(body));
}

/** What a test of a channel sends. */
export function testNotice(facts: Pick<ToldNotice, 'id' | 'workspaceName'> & { readonly nowMs: number }): ToldNotice {
  return {
    id: facts.id,
    workspaceName: facts.workspaceName,
    kind: 'test',
    severity: 'info',
    title: 'A test of this channel',
    text: 'Somebody has asked Holdfast to try this channel. It works.',
    fix: 'Nothing.',
    link: '/channels',
    raisedAt: new Date(facts.nowMs),
    resolvedAt: null,
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim();
}
