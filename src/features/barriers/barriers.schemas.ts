import { z } from 'zod';
import { tiers } from '../../kernel/tiers.js';
import { At, ClientRef, MovesOf, On, Ref, stamps } from '../../platform/http/fields.js';
import { Id, SafeText, Several, SliceOf, sliceQuery } from '../../platform/http/shapes.js';
import { barrierKinds, shownKinds } from './barrier-kinds.rules.js';
import { barrierStatuses, evidenceTypes } from './barriers.rules.js';

const Severity = z
  .number()
  .int()
  .min(1)
  .max(5)
  .describe('1 is no help needed, 5 is a crisis. Torn between two, take the heavier.');
const Note = SafeText(4000);
const Status = z.enum(barrierStatuses);
const Evidence = z.enum(evidenceTypes);

export const NewBarrier = z
  .strictObject({
    kind: z.enum(barrierKinds).describe('What stands in the way.'),
    severity: Severity.nullish().describe('How heavy it is: 1 is no help needed, 5 is a crisis.'),
    note: Note.nullish().describe('In your own words. Of a restricted kind it is kept sealed.'),
  })
  .meta({ id: 'NewBarrier' });

export const BarrierPatch = z
  .strictObject({
    severity: Severity.nullish().describe('How heavy it is: 1 is no help needed, 5 is a crisis.'),
    note: Note.nullish().describe('In your own words. Of a restricted kind it is kept sealed.'),
  })
  .meta({ id: 'BarrierPatch' });

export const NewBarrierMove = z
  .strictObject({
    to: Status.describe('Where it goes; `moves` of the barrier says what may come next.'),
    evidence: Evidence.describe('What the move rests on.'),
    note: Note.nullish().describe('In your own words; a restricted barrier takes none here.'),
  })
  .meta({ id: 'NewBarrierMove' });

const BarrierMove = z
  .object({
    id: Id.describe('The id of the move.'),
    from: Status.describe('Where it stood.'),
    to: Status.describe('Where it went.'),
    evidence: Evidence.describe('What the move rests on.'),
    note: z.string().nullable().describe('In the words of whoever moved it.'),
    movedBy: Ref.describe('Who moved it.'),
    occurredOn: On.describe('The day of the move, in the time zone of the organization.'),
    createdAt: At.describe('When it was written down.'),
  })
  .meta({ id: 'BarrierMove' });
export const BarrierMoveSlice = SliceOf('BarrierMoveSlice', BarrierMove);

const BarrierListed = z
  .object({
    id: Id.describe('The id of the barrier.'),
    client: ClientRef,
    kind: z.enum(shownKinds).describe('`restricted` for those who may not know which kind it is.'),
    tier: z.enum(tiers).describe('T0 ordinary, T1 personal, T2 restricted: kept sealed.'),
    severity: Severity.nullable().describe('1 is no help needed, 5 is a crisis; null when nobody said.'),
    note: z.string().nullable().describe('In the words of the staff.'),
    status: Status.describe('Where it stands.'),
    ...stamps,
  })
  .meta({ id: 'BarrierListed' });
export const BarrierSlice = SliceOf('BarrierSlice', BarrierListed);

export const Barrier = BarrierListed.extend({
  moves: MovesOf(Status),
  history: z.array(BarrierMove).describe('What happened: the latest 50 moves, latest first.'),
}).meta({ id: 'Barrier' });

export const BarrierQuery = z.strictObject({
  ...sliceQuery,
  status: Several(Status).optional().describe('Only those that stand so, one or several.'),
});
export const BarrierMoveQuery = z.strictObject(sliceQuery);

export type NewBarrierBody = z.infer<typeof NewBarrier>;
export type BarrierPatchBody = z.infer<typeof BarrierPatch>;
export type NewBarrierMoveBody = z.infer<typeof NewBarrierMove>;
export type BarrierMoveView = z.infer<typeof BarrierMove>;
export type BarrierListedView = z.infer<typeof BarrierListed>;
export type BarrierView = z.infer<typeof Barrier>;
export type BarrierQueryParams = z.infer<typeof BarrierQuery>;
export type BarrierMoveQueryParams = z.infer<typeof BarrierMoveQuery>;
