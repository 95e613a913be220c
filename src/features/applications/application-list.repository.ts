import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import type { Slice } from '../../kernel/slices.js';
import { compares, is, isOrNone } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { projection } from '../../platform/database/projection.js';
import { bySight } from '../../platform/database/sight.js';
import type { Tx } from '../../platform/database/tx.js';
import { clientSight } from '../clients/clients.sight.js';
import type { ApplicationListedAnswer, ApplicationQueryParams } from './applications.schemas.js';

/** The name of an employer is asked for the rows that are shown, after the sort: a join would fetch it for all. */
export const APPLICATION_LISTED = projection<ApplicationListedAnswer>({
  id: 'a.id',
  clientId: 'a.client_id',
  clientName: 'coalesce(c.preferred_name, c.legal_name)',
  employer: {
    id: 'a.employer_id',
    name: '(select e.name from employers e where e.organization_id = a.organization_id and e.id = a.employer_id)',
  },
  jobTitle: 'a.job_title',
  postingUrl: 'a.posting_url',
  source: 'a.source',
  stage: 'a.stage',
  outcome: 'a.outcome',
  furthestStage: 'a.furthest_stage',
  endingStage: 'a.ending_stage',
  appliedOn: 'a.applied_on',
  endedOn: 'a.ended_on',
  createdAt: 'a.created_at',
  updatedAt: 'a.updated_at',
  version: 'a.version',
});

const LIST = bySight(
  (reach) =>
    new List<ApplicationListedAnswer, ApplicationQueryParams>({
      name: `applications.list.${reach}`,
      item: APPLICATION_LISTED,
      from: `from applications a
             join clients c on c.organization_id = a.organization_id and c.id = a.client_id
            where a.organization_id = $1 and ${clientSight(reach, 'c')}`,
      filters: {
        clientId: is('a.client_id', 'uuid'),
        employerId: is('a.employer_id', 'uuid'),
        stage: is('a.stage'),
        outcome: isOrNone('a.outcome', 'open'),
        appliedFrom: compares('a.applied_on', '>='),
        appliedTo: compares('a.applied_on', '<='),
        updatedAfter: compares('a.updated_at', '>'),
      },
      sorts: {
        createdAt: { 'a.id': 'uuid' },
        updatedAt: { 'a.updated_at': 'timestamptz', 'a.id': 'uuid' },
      },
      by: '-createdAt',
    }),
);

/** The list of applications: newest first, with any of its filters. */
@Injectable()
export class ApplicationListRepository {
  list(tx: Tx, reach: Reach, query: ApplicationQueryParams): Promise<Slice<ApplicationListedAnswer>> {
    return LIST[reach].read(tx, query);
  }
}
