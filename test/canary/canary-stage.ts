/** Everything that takes part: the product, the vendors that throw secrets back, a mail server, an authorization server. */
import { type AuthorizationServer, startAuthorizationServer } from '../authorization-server.ts';
import { makeCertificate } from '../certificates.ts';
import { keyCanary, makeCanary } from './canaries.ts';
import { type EchoMail, startEchoMail } from './echo-mail.ts';
import { EchoVendor } from './echo-vendor.ts';
import { OUTSIDE, type SchemeCase, schemeCases } from './schemes.ts';
import { TokenDesk } from './token-desk.ts';
import { WatchedProduct } from './watched-product.ts';
import { Witness } from './witness.ts';

export interface CanaryStage {
  readonly witness: Witness;
  readonly product: WatchedProduct;
  readonly vendor: EchoVendor;
  readonly secureVendor: EchoVendor;
  readonly desk: TokenDesk;
  readonly mail: EchoMail;
  readonly server: AuthorizationServer;
  readonly schemes: readonly SchemeCase[];
  /** Settings of a connection to the vendor under a caller's name, proven by a path below it. */
  settingsOf(scheme: Pick<SchemeCase, 'name' | 'isSecure'>, verification?: string): Record<string, unknown>;
  tokenUrl(caller: string): string;
  stop(): Promise<void>;
}

export const METRICS_TOKEN = 'metrics token';

/** Starts it all; what was started is stopped again when something fails. */
export async function setCanaryStage(): Promise<CanaryStage> {
  const witness = new Witness();
  const passphrase = witness.guard(makeCanary('passphrase of a private key', '+/=&<>%41'));
  const [host, caller] = [makeCertificate('localhost'), makeCertificate('caller.test', passphrase)];
  witness.guard(keyCanary('client certificate key', caller.key));
  const password = witness.guard(makeCanary('mail password', '+/=&<>%41'));
  const mail = await startEchoMail({ certificate: host, password });
  let server: AuthorizationServer | undefined;
  const desk = new TokenDesk({ tokenUrl: () => server?.tokenUrl ?? '', guard: (canary) => void witness.guard(canary) });
  const known = new Map<string, readonly string[]>();
  const token = desk.answer.bind(desk);
  const vendor = await EchoVendor.start({ known, token });
  const secureVendor = await EchoVendor.start({ known, secure: { own: host, caller: caller.cert } });
  const tokenUrl = (name: string): string => `http://127.0.0.1:${vendor.port}/oauth/${name}/token`;
  const schemes = schemeCases({ witness, tokenUrl, certificate: caller, passphrase });
  for (const each of schemes) known.set(each.name, each.known);
  const product = await WatchedProduct.start(witness, {
    ports: [vendor.port, secureVendor.port, mail.port],
    secretFiles: { [OUTSIDE.file]: witness.guard(makeCanary('secret in a file', '+/=&"<>%41')) },
    certificates: [host.cert],
    env: {
      [OUTSIDE.variable]: witness.guard(makeCanary('secret in a variable', '+/=&"<>%41')),
      HOLDFAST_METRICS_TOKEN: witness.guard(makeCanary(METRICS_TOKEN, '-')),
      HOLDFAST_MAIL_FROM: 'holdfast@firm.example',
      HOLDFAST_SMTP_URL: `smtp://holdfast:${encodeURIComponent(password)}@localhost:${mail.port}`,
    },
  });
  server = await startAuthorizationServer({
    clientSecret: witness.guard(makeCanary('client secret of a consent', '~._-')),
    redirectUris: [`${product.url}/oauth/callback`],
  });
  const startedServer = server;
  return {
    witness,
    product,
    vendor,
    secureVendor,
    desk,
    mail,
    server,
    schemes,
    tokenUrl,
    settingsOf({ name, isSecure = false }, verification = 'json/200') {
      const baseUrl = isSecure ? `https://localhost:${secureVendor.port}` : `http://127.0.0.1:${vendor.port}`;
      return { baseUrl: `${baseUrl}/${name}`, verificationPath: verification };
    },
    async stop() {
      await product.remove();
      vendor.stop();
      secureVendor.stop();
      await mail.stop();
      await startedServer.close();
    },
  };
}
