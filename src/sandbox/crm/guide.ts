/** What the CRM says about itself at `/`: something to copy into a shell, and something to break. */
export function guide(url: string, token: string): string {
  return `The sandbox CRM: a stand-in vendor that comes with Holdfast. It runs on this machine only.

Make something happen
  curl -X POST ${url}/sandbox/close-deal -H 'content-type: application/json' -d '{"dealId":"deal_1"}'
  curl -X POST ${url}/sandbox/close-deal -H 'content-type: application/json' \\
       -d '{"title":"Two engines","amount":1999.90}'
  curl -X POST ${url}/sandbox/submit-lead -H 'content-type: application/json' \\
       -d '{"name":"Ada Lovelace","email":"ada@engines.example","company":"Engines Ltd","country":"GB"}'

See what happened
  curl ${url}/sandbox/ledger          every change a call made, counted per business key
  curl ${url}/sandbox/deliveries      every webhook sent, with its tries
  curl -H 'authorization: Bearer ${token}' ${url}/contacts

Break it
  curl ${url}/sandbox/switches        all switches, with what each does to the effect
  curl -X PUT ${url}/sandbox/switches -H 'content-type: application/json' \\
       -d '{"name":"status_503","operation":"create_task","count":3,"retryAfter":"2"}'
  curl -X DELETE ${url}/sandbox/switches
`;
}
