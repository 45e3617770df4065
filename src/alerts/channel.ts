/** Where notices go besides the app: addresses, or a webhook. */
import {
  type ChannelId,
  isObject,
  type JsonObject,
  parseJson,
  stringifyJson,
  type WorkspaceId,
} from '../foundation/index.ts';
import { fail } from './errors.ts';

/** The mail that the installation sends to whoever has to act. Nobody makes, changes or removes it. */
export const MAIL_CHANNEL_ID = '00000000-0000-0000-0000-000000000000' as ChannelId;
export const MAIL_CHANNEL_NAME = 'Mail';

export const MAX_CHANNELS = 20;
export const MAX_ADDRESSES = 10;
const MAX_URL_LENGTH = 2_000;
const MAX_NAME_LENGTH = 100;
/** Deliberately plain: whether an address works is found out by a mail to it. No spaces, brackets, quotes or controls. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$/iu;

export type ChannelKind = 'email' | 'webhook';

export type ChannelSettings =
  | { readonly kind: 'email'; readonly addresses: readonly string[] }
  | { readonly kind: 'webhook'; readonly url: string };

export interface Channel {
  readonly workspaceId: WorkspaceId;
  readonly id: ChannelId;
  readonly name: string;
  readonly settings: ChannelSettings;
  readonly isEnabled: boolean;
  /** What went wrong, while deliveries fail. */
  readonly problem: string | null;
  readonly problemSince: Date | null;
  readonly lastSentAt: Date | null;
  readonly createdAt: Date;
}

/** What a person gives for a channel; which of the two settings belongs to it follows from the kind. */
export interface ChannelDraft {
  readonly kind: ChannelKind;
  readonly name: string;
  readonly addresses?: readonly string[];
  readonly url?: string;
}

/** The name as it is kept; throws `alerts.channel.name_invalid`. */
export function readChannelName(given: string): string {
  const name = given.trim();
  // Its own name, so that a list tells the two apart.
  const isTaken = name.toLowerCase() === MAIL_CHANNEL_NAME.toLowerCase();
  if (isTaken) throw fail('alerts.channel.name_taken', { context: { name } });
  if (name === '' || name.length > MAX_NAME_LENGTH || /\p{Cc}/u.test(name)) throw fail('alerts.channel.name_invalid');
  return name;
}

/** The settings of a channel of this kind; throws `alerts.channel.*`. */
export function readChannelSettings(draft: Omit<ChannelDraft, 'name'>): ChannelSettings {
  const { kind, addresses, url } = draft;
  const foreign = kind === 'email' ? url : addresses;
  const setting = kind === 'email' ? 'url' : 'addresses';
  if (foreign !== undefined) throw fail('alerts.channel.setting_foreign', { context: { kind, setting } });
  if (kind === 'email') return { kind, addresses: readAddresses(addresses ?? []) };
  return { kind, url: readUrl(url ?? '') };
}

function readAddresses(given: readonly string[]): readonly string[] {
  const addresses = [...new Set(given.map((address) => address.trim()))];
  const wrong = addresses.find((address) => !ADDRESS.test(address));
  if (addresses.length > 0 && addresses.length <= MAX_ADDRESSES && wrong === undefined) return addresses;
  const shown = wrong?.slice(0, 100) ?? '';
  throw fail('alerts.channel.addresses_invalid', { context: { limit: MAX_ADDRESSES, given: shown } });
}

/** Where it may lead is decided by the egress policy at every delivery. */
function readUrl(given: string): string {
  const url = URL.parse(given.trim());
  const isWeb = url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
  if (!isWeb || url.username !== '' || url.password !== '' || url.hash !== '' || url.href.length > MAX_URL_LENGTH) {
    throw fail('alerts.channel.url_invalid');
  }
  return url.href;
}

/** The settings as they are stored. */
export function channelSettingsText(settings: ChannelSettings): string {
  const { kind: _kind, ...rest } = settings;
  return stringifyJson({ ...rest } as unknown as JsonObject);
}

/** What `channelSettingsText` made. */
export function parseChannelSettings(kind: ChannelKind, text: string): ChannelSettings {
  const value = parseJson(text);
  return { kind, ...(isObject(value) ? value : {}) } as unknown as ChannelSettings;
}

/** Where the secret of a webhook is sealed for. */
export function secretPlace({ workspaceId, id }: { workspaceId: WorkspaceId; id: ChannelId }) {
  return { workspaceId, ownerId: id, field: 'channel_secret' };
}

/** Where one message of the channel goes to; a webhook is one target without a name. */
export function targetsOf(settings: ChannelSettings): readonly string[] {
  return settings.kind === 'email' ? settings.addresses : [''];
}
