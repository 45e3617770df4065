/** What calls about the stand-in vendors of the sample workspace take and give. */
import Type, { type Static } from 'typebox';
import { FreeObject, Instant } from './answer-shapes.ts';

const SwitchKnown = Type.Object({
  name: Type.String(),
  explanation: Type.String(),
  effect: Type.String({ description: 'What becomes of a write that the switch hits.' }),
  settings: Type.Array(Type.String(), { description: 'What may be set beside operation, count and probability.' }),
});

const EffectShown = Type.Object({
  seq: Type.Integer(),
  at: Instant,
  kind: Type.String(),
  businessKey: Type.String(),
  id: Type.String(),
});

const VendorShown = Type.Object({
  name: Type.String(),
  title: Type.String(),
  url: Type.String(),
  on: Type.Array(FreeObject, { description: 'The switches that are on, as they were set.' }),
  known: Type.Array(SwitchKnown),
  total: Type.Integer({ description: 'Changes the vendor really made, ever.' }),
  effects: Type.Array(EffectShown, { description: 'The newest of them.' }),
});

const ActionShown = Type.Object({
  name: Type.String(),
  title: Type.String(),
  body: FreeObject,
});

export const SampleShown = Type.Object({ vendors: Type.Array(VendorShown), actions: Type.Array(ActionShown) });
export type SampleShown = Static<typeof SampleShown>;

export const VendorPlace = Type.Object({ vendor: Type.String({ maxLength: 40 }) });
export const ActionPlace = Type.Object({ action: Type.String({ maxLength: 40 }) });

export const SwitchDraft = Type.Object(
  { setting: FreeObject },
  { additionalProperties: false, description: 'Name of the switch, and its settings.' },
);

export const ActionDraft = Type.Object({ body: FreeObject }, { additionalProperties: false });
export const ActionDone = Type.Object({ deliveries: Type.Integer({ description: 'Webhooks that were sent for it.' }) });
