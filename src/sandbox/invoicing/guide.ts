/** What the invoicing service says about itself at `/`: something to look at, and something to break. */
export function guide(url: string, apiKey: string): string {
  return `The sandbox invoicing service: a stand-in vendor that comes with Holdfast. It runs on this machine only.

See what happened
  curl ${url}/sandbox/ledger          every change a call made, counted per business key
  curl -H 'x-api-key: ${apiKey}' ${url}/invoices
  curl -H 'x-api-key: ${apiKey}' ${url}/customers

Break it
  curl ${url}/sandbox/switches        all switches, with what each does to the effect
  curl -X PUT ${url}/sandbox/switches -H 'content-type: application/json' \\
       -d '{"name":"reset_after_effect","operation":"create_invoice","count":1}'
  curl -X DELETE ${url}/sandbox/switches
`;
}
