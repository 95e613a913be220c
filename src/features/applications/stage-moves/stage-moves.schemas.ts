import { z } from 'zod';
import { DateOnly, PageOf, pageQuery, SafeText } from '../../../platform/http/shapes.js';
import { standing } from '../applications.schemas.js';
import { moveKinds, positions } from '../stages.rules.js';
import { learnedByWays, reasonCodes, reasonSources } from './reasons.rules.js';

const Position = z.enum(positions);

export const NewStageMove = z
  .strictObject({
    to: Position.meta({ description: 'A stage, or the outcome that ends it.' }),
    on: DateOnly.optional().meta({ description: 'The day it happened; today when left out.' }),
    reason: z
      .strictObject({
        code: z.enum(reasonCodes),
        source: z.enum(reasonSources),
        quote: SafeText(2000).optional().meta({ description: "The employer's own words." }),
      })
      .optional(),
    learnedBy: z.enum(learnedByWays).optional().meta({ description: 'How the news came.' }),
    note: SafeText(4000).optional().meta({ description: 'Needed for a step back: why.' }),
  })
  .meta({ id: 'NewStageMove' });

export const StageMove = z
  .object({
    id: z.uuid(),
    applicationId: z.uuid(),
    kind: z.enum(moveKinds),
    from: Position.nullable().meta({ description: 'Null for the first line.' }),
    to: Position,
    on: z.string(),
    reason: z
      .object({ code: z.enum(reasonCodes), source: z.enum(reasonSources), quote: z.string().nullable() })
      .nullable(),
    learnedBy: z.enum(learnedByWays).nullable(),
    note: z.string().nullable(),
    movedBy: z.uuid(),
    createdAt: z.string().meta({ description: 'When it was written down.' }),
  })
  .meta({ id: 'StageMove' });
export const StageMovePage = PageOf('StageMovePage', StageMove);
export const StageMoveQuery = z.strictObject(pageQuery);

/** The move, and where the application stands after it. `version` and the ETag are the application's. */
export const Moved = StageMove.extend(standing).meta({ id: 'Moved' });

export type NewStageMoveBody = z.infer<typeof NewStageMove>;
export type StageMoveAnswer = z.infer<typeof StageMove>;
export type MovedAnswer = z.infer<typeof Moved>;
export type StageMoveQueryParams = z.infer<typeof StageMoveQuery>;
