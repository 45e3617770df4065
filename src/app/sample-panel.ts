/** The stand-in vendors as the web app shows them: asked over HTTP like any vendor, at their own `/sandbox` addresses. */
import { type SamplePanel, sendPlain } from '../api/index.ts';
import {
  isObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  stringifyJson,
  type WorkspaceId,
} from '../foundation/index.ts';
import { sampleActions } from '../sandbox/index.ts';
import { fail } from './errors.ts';
import type { SampleVendors } from './sample-vendors.ts';

/** Changes shown of a vendor, the newest. */
const SHOWN_EFFECTS = 20;

const TITLES: Readonly<Record<string, string>> = { crm: 'Sandbox CRM', invoicing: 'Sandbox invoicing' };

const ACTION_TITLES: Readonly<Record<string, string>> = {
  'close-deal': 'Close a deal as won',
  'submit-lead': 'Submit the lead form',
};

type Shown = Awaited<ReturnType<SamplePanel['show']>>;

/** The panel over the stand-ins of this process. */
export function makeSamplePanel(workspaceId: WorkspaceId, vendors: SampleVendors): SamplePanel {
  const urlOf = (vendor: string): string => {
    if (vendor !== 'crm' && vendor !== 'invoicing') throw fail('app.sample.vendor_unknown', { context: { vendor } });
    return vendors[vendor].url;
  };
  return {
    workspaceId,
    async show() {
      const shown = await Promise.all(['crm', 'invoicing'].map((name) => showVendor(name, urlOf(name))));
      return { vendors: shown, actions: sampleActions.map(showAction) };
    },
    async setSwitch(vendor, setting) {
      await ask({ method: 'PUT', url: `${urlOf(vendor)}/sandbox/switches`, body: setting });
    },
    async clearSwitches(vendor) {
      await ask({ method: 'DELETE', url: `${urlOf(vendor)}/sandbox/switches` });
    },
    async play(action, body) {
      const known = sampleActions.find(({ path }) => path === `/sandbox/${action}`);
      if (known === undefined) throw fail('app.sample.action_unknown', { context: { action } });
      const done = await ask({ method: 'POST', url: `${vendors.crm.url}${known.path}`, body });
      return Number(done.deliveries);
    },
  };
}

function showAction({ path, body }: (typeof sampleActions)[number]): Shown['actions'][number] {
  const name = path.slice('/sandbox/'.length);
  return { name, title: ACTION_TITLES[name] ?? name, body };
}

async function showVendor(name: string, url: string): Promise<Shown['vendors'][number]> {
  const [switches, { total }] = await Promise.all([
    ask({ method: 'GET', url: `${url}/sandbox/switches` }),
    ask({ method: 'GET', url: `${url}/sandbox/ledger?limit=1` }),
  ]);
  const after = Math.max(0, Number(total) - SHOWN_EFFECTS);
  const ledger = await ask({ method: 'GET', url: `${url}/sandbox/ledger?after=${after}` });
  const known = Object.entries(switches.known as Readonly<Record<string, JsonObject>>);
  return {
    name,
    title: TITLES[name] ?? name,
    url,
    on: switches.on as JsonObject[],
    known: known.map(
      ([switchName, about]) => ({ name: switchName, ...about }) as Shown['vendors'][number]['known'][number],
    ),
    total: Number(ledger.total),
    effects: (ledger.effects as unknown as Shown['vendors'][number]['effects']).toReversed(),
  };
}

interface Question {
  readonly method: string;
  readonly url: string;
  readonly body?: JsonObject;
}

/** Asks a stand-in; what it refuses comes back in its own words, because it names the wrong setting. */
async function ask({ method, url, body }: Question): Promise<JsonObject> {
  const content =
    body === undefined ? {} : { body: stringifyJson(body), headers: { 'content-type': 'application/json' } };
  const { status, bytes } = await sendPlain({ method, url, ...content });
  const answer = parseJson(bytes);
  if (status < 300 && isObject(answer)) return answer;
  throw fail('app.sample.refused', { context: { status, reason: reasonOf(answer) } });
}

function reasonOf(answer: JsonValue): string {
  return stringifyJson(isObject(answer) ? (answer.error ?? answer) : answer).slice(0, 500);
}
