import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import type { Slice } from '../../kernel/slices.js';
import { changedAfter, compares, is, isMissing } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { projection } from '../../platform/database/projection.js';
import { bySight } from '../../platform/database/sight.js';
import type { Tx } from '../../platform/database/tx.js';
import { clientRef } from '../clients/clients.sight.js';
import type { ApplicationListedView, ApplicationQueryParams } from './applications.schemas.js';
import { applicationSight } from './applications.sight.js';

/** The names are asked for the rows that are shown, after the sort: a join would fetch them for all. */
export const APPLICATION_LISTED = projection<ApplicationListedView>({
  id: 'a.id',
  externalId: 'a.external_id',
  client: { id: 'a.client_id', name: clientRef('c').name },
  coach: {
    id: 'c.coach_id',
    name: '(select u.name from users u where u.organization_id = c.organization_id and u.id = c.coach_id)',
  },
  employer: {
    id: 'a.employer_id',
    name: '(select e.name from employers e where e.organization_id = a.organization_id and e.id = a.employer_id)',
  },
  jobTitle: 'a.job_title',
  postingUrl: 'a.posting_url',
  source: 'a.source',
  stage: 'a.stage',
  outcome: 'a.outcome',
  isOpen: 'a.outcome is null',
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
    new List<ApplicationListedView, ApplicationQueryParams>({
      name: `applications.list.${reach}`,
      item: APPLICATION_LISTED,
      from: `from applications a
             join clients c on c.organization_id = a.organization_id and c.id = a.client_id
            where a.organization_id = $1 and ${applicationSight(reach, 'a', 'c')}`,
      filters: {
        clientId: is('a.client_id', 'uuid'),
        coachId: is('c.coach_id', 'uuid'),
        employerId: is('a.employer_id', 'uuid'),
        externalId: is('a.external_id'),
        stage: is('a.stage'),
        outcome: is('a.outcome'),
        open: isMissing('a.outcome'),
        appliedFrom: compares('a.applied_on', '>='),
        appliedTo: compares('a.applied_on', '<='),
        updatedAfter: changedAfter('a.updated_at'),
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
  list(tx: Tx, reach: Reach, query: ApplicationQueryParams): Promise<Slice<ApplicationListedView>> {
    return LIST[reach].read(tx, query);
  }
}
