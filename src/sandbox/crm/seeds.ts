/**
 * What the CRM holds before anybody used it.
 */
import { type JsonObject, type JsonValue, makeObject, parseJson } from '../../foundation/index.ts';

/** The people that the sample flow hands leads to, by region. */
export const seededOwners: readonly JsonObject[] = [
  makeObject([
    ['id', 'own_1'],
    ['name', 'Grace Hopper'],
    ['email', 'grace@sandbox.example'],
  ]),
  makeObject([
    ['id', 'own_2'],
    ['name', 'Alan Turing'],
    ['email', 'alan@sandbox.example'],
  ]),
  makeObject([
    ['id', 'own_3'],
    ['name', 'Konrad Zuse'],
    ['email', 'konrad@sandbox.example'],
  ]),
];

/** Open deals, ready to be closed. They are written as text because 1.10 in TypeScript would be 1.1. */
export const seededDeals: readonly JsonObject[] = [
  openDeal(`{
    "id": "deal_1", "title": "Analytical engine, first year", "amount": 1250.48,
    "company": { "name": "Engines Ltd", "email": "accounts@engines.example", "country": "GB" },
    "lines": [
      { "description": "Licence", "quantity": 1, "unitPrice": 1000.50 },
      { "description": "Support hours", "quantity": 2.5, "unitPrice": 99.99 }
    ]
  }`),
  openDeal(`{
    "id": "deal_2", "title": "Looms for the new hall", "amount": 12613.20,
    "company": { "name": "Weberei Jacquard", "email": "buchhaltung@weberei.example", "country": "DE" },
    "lines": [
      { "description": "Loom", "quantity": 3, "unitPrice": 4200.00 },
      { "description": "Punched cards, box", "quantity": 12, "unitPrice": 1.10 }
    ]
  }`),
  openDeal(`{
    "id": "deal_3", "title": "Consulting days", "amount": 3400.00,
    "company": { "name": "Babbage Freres", "email": "compta@babbage.example", "country": "FR" },
    "lines": [{ "description": "Day", "quantity": 4, "unitPrice": 850.00 }]
  }`),
];

function openDeal(text: string): JsonObject {
  const rest: [string, JsonValue][] = [
    ['stage', 'open'],
    ['currency', 'EUR'],
    ['closedAt', null],
  ];
  return makeObject([...Object.entries(parseJson(text) as JsonObject), ...rest]);
}
