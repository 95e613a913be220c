import { z } from 'zod';
import { RESTRICTED } from '../../../kernel/tiers.js';
import { At, On, Ref } from '../../../platform/http/fields.js';
import { DateOnly, Id, SafeText, SliceOf, SortBy, sliceQuery } from '../../../platform/http/shapes.js';
import { Application } from '../applications.schemas.js';
import { moveKinds, positions } from '../stages.rules.js';
import { learnedByWays, mostReasons, reasonCodes, reasonSources } from './reasons.rules.js';

const Position = z.enum(positions);
const Code = z.enum(reasonCodes).describe('Why.');
const Source = z.enum(reasonSources).describe('Who says so; reports never mix what was stated with a guess.');
const ShownCode = z.enum([...reasonCodes, RESTRICTED]).describe('Why; `restricted` for who may not read that.');
const ShownSource = z.enum([...reasonSources, RESTRICTED]).describe('Who says so; `restricted` with the code.');

export const NewStageMove = z
  .strictObject({
    to: Position.describe('A stage, or the outcome that ends it. `started` sets the outcome `hired`.'),
    occurredOn: DateOnly.optional().describe('The day it happened; today when left out.'),
    reasons: z
      .array(
        z.strictObject({
          code: Code,
          source: Source,
          quote: SafeText(2000).optional().describe('The employer’s own words.'),
        }),
      )
      .max(mostReasons)
      .optional()
      .describe('Why it ended; the first is the main one. A rejection needs one.'),
    learnedBy: z.enum(learnedByWays).optional().describe('How the news came.'),
    note: SafeText(4000).optional().describe('Needed for a step back: why.'),
    issueDebrief: z
      .boolean()
      .optional()
      .describe(
        'Whether a checklist for the client follows this end. Left out: only if its day is 21 days back or less.',
      ),
  })
  .meta({ id: 'NewStageMove' });

export const StageMove = z
  .object({
    id: Id.describe('The id of the move.'),
    applicationId: Id.describe('The application that was moved.'),
    kind: z.enum(moveKinds).describe('What the move does: on the way, back, to an end, or out of one.'),
    from: Position.nullable().describe('Where it stood; null for the first line.'),
    to: Position.describe('Where it went.'),
    occurredOn: On.describe('The day it happened.'),
    reasons: z
      .array(
        z.object({
          code: ShownCode,
          source: ShownSource,
          quote: z.string().nullable().describe('The employer’s own words, for who may read restricted facts.'),
        }),
      )
      .describe('Why it ended, the main one first.'),
    learnedBy: z.enum(learnedByWays).nullable().describe('How the news came.'),
    note: z.string().nullable().describe('What the coach wrote about it, for who may read restricted facts.'),
    movedBy: Ref.describe('Who wrote it down.'),
    createdAt: At.describe('When it was written down.'),
  })
  .meta({ id: 'StageMove' });
export const StageMoveSlice = SliceOf('StageMoveSlice', StageMove);
export const StageMoveQuery = z.strictObject({
  ...sliceQuery,
  sort: SortBy('createdAt').describe('`-createdAt` when left out: newest first.'),
});

export const Moved = z
  .object({
    move: StageMove.describe('The move.'),
    application: Application.describe('The application as it stands now; its `version` is in the ETag.'),
  })
  .meta({ id: 'Moved' });

export type NewStageMoveBody = z.infer<typeof NewStageMove>;
export type StageMoveView = z.infer<typeof StageMove>;
export type MovedView = z.infer<typeof Moved>;
export type StageMoveQueryParams = z.infer<typeof StageMoveQuery>;
