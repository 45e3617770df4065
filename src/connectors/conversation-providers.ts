import type { OAuthProvider } from './provider.ts';
import { discord } from './providers/discord.ts';
import { front } from './providers/front.ts';
import { helpScout } from './providers/help-scout.ts';
import { intercom } from './providers/intercom.ts';
import { slack } from './providers/slack.ts';
import { webex } from './providers/webex.ts';
import { zendesk } from './providers/zendesk.ts';
import { zoom } from './providers/zoom.ts';

/** Providers for chat, mail, calls and support. */
export const conversationProviders: readonly OAuthProvider[] = [
  discord,
  front,
  helpScout,
  intercom,
  slack,
  webex,
  zendesk,
  zoom,
];
