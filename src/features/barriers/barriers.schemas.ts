import { z } from 'zod';
import { Id, PageOf, pageQuery, SafeText } from '../../platform/http/shapes.js';
import { barrierKinds, shownKinds, tiers } from './barrier-kinds.rules.js';
import { barrierStatuses, evidenceTypes } from './barriers.rules.js';

const Severity = z
  .number()
  .int()
  .min(1)
  .max(5)
  .meta({ description: '1 is a crisis, 5 is no help needed. Torn between two, take the lower.' });
const Note = SafeText(4000);

export const NewBarrier = z
  .strictObject({ kind: z.enum(barrierKinds), severity: Severity.nullish(), note: Note.nullish() })
  .meta({ id: 'NewBarrier' });

export const BarrierPatch = z
  .strictObject({ severity: Severity.nullish(), note: Note.nullish() })
  .meta({ id: 'BarrierPatch' });

export const NewBarrierMove = z
  .strictObject({
    to: z.enum(barrierStatuses),
    evidence: z.enum(evidenceTypes).meta({ description: 'What the move rests on.' }),
    note: Note.nullish(),
  })
  .meta({ id: 'NewBarrierMove' });

const BarrierMove = z
  .object({
    id: Id,
    from: z.enum(barrierStatuses),
    to: z.enum(barrierStatuses),
    evidence: z.enum(evidenceTypes),
    note: z.string().nullable(),
    movedBy: Id,
    createdAt: z.string(),
  })
  .meta({ id: 'BarrierMove' });
export const BarrierMovePage = PageOf('BarrierMovePage', BarrierMove);

const BarrierListed = z
  .object({
    id: Id,
    clientId: Id,
    kind: z.enum(shownKinds).meta({ description: '`restricted` for those who may not know which kind it is.' }),
    tier: z.enum(tiers).meta({ description: 'T0 ordinary, T1 personal, T2 restricted: kept sealed.' }),
    severity: Severity.nullable(),
    note: z.string().nullable(),
    state: z.enum(barrierStatuses),
    createdAt: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'BarrierListed' });
export const BarrierPage = PageOf('BarrierPage', BarrierListed);

export const Barrier = BarrierListed.extend({
  moves: z.array(BarrierMove).meta({ description: 'The latest 50, latest first.' }),
}).meta({ id: 'Barrier' });

export const BarrierQuery = z.strictObject(pageQuery);

export type NewBarrierBody = z.infer<typeof NewBarrier>;
export type BarrierPatchBody = z.infer<typeof BarrierPatch>;
export type NewBarrierMoveBody = z.infer<typeof NewBarrierMove>;
export type BarrierMoveAnswer = z.infer<typeof BarrierMove>;
export type BarrierListedAnswer = z.infer<typeof BarrierListed>;
export type BarrierAnswer = z.infer<typeof Barrier>;
export type BarrierQueryParams = z.infer<typeof BarrierQuery>;
