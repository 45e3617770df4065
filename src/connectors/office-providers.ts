import type { OAuthProvider } from './provider.ts';
import { box } from './providers/box.ts';
import { docusign } from './providers/docusign.ts';
import { dropbox } from './providers/dropbox.ts';
import { dropboxSign } from './providers/dropbox-sign.ts';
import { google } from './providers/google.ts';
import { microsoft } from './providers/microsoft.ts';

/** Providers for documents, files and signatures. */
export const officeProviders: readonly OAuthProvider[] = [box, docusign, dropbox, dropboxSign, google, microsoft];
