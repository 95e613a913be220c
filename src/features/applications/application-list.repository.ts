import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import { JsonListStatements, jsonInstant } from '../../platform/database/json-page.js';
import type { Tx } from '../../platform/database/tx.js';
import { clientSight } from '../clients/clients.sight.js';
import type { ApplicationQueryParams } from './applications.schemas.js';

/** Asked for the rows of the page only, after the sort: a join would fetch the employer of every application. */
const EMPLOYER = `(select json_build_object('id', e.id, 'name', e.name) from employers e
  where e.organization_id = a.organization_id and e.id = a.employer_id)`;

const ITEM = `'id', a.id, 'clientId', a.client_id, 'clientName', coalesce(c.preferred_name, c.legal_name),
  'employer', ${EMPLOYER}, 'jobTitle', a.job_title, 'postingUrl', a.posting_url,
  'source', a.source, 'stage', a.stage, 'outcome', a.outcome, 'furthestStage', a.furthest_stage,
  'endingStage', a.ending_stage, 'appliedOn', a.applied_on, 'endedOn', a.ended_on,
  'createdAt', ${jsonInstant('a.created_at')}, 'updatedAt', ${jsonInstant('a.updated_at')}, 'version', a.version`;

interface Filter {
  readonly name: string;
  /** What stands before the parameter, or the whole condition when there is none. */
  readonly sql: string;
  readonly value?: string;
}

function filtersOf({ clientId, employerId, stage, outcome }: ApplicationQueryParams): Filter[] {
  const given = (name: string, sql: string, value: string | undefined): Filter[] =>
    value === undefined ? [] : [{ name, sql, value }];
  return [
    ...given('client', 'a.client_id =', clientId),
    ...given('employer', 'a.employer_id =', employerId),
    ...given('stage', 'a.stage =', stage),
    ...(outcome === 'open' ? [{ name: 'open', sql: 'a.outcome is null' }] : given('outcome', 'a.outcome =', outcome)),
  ];
}

/** Each combination of filters is its own named statement: each has its own plan and index. */
function listOf(reach: Reach, filters: readonly Filter[]): JsonListStatements {
  let parameters = 1;
  const conditions = filters.map(({ sql, value }) => {
    if (value === undefined) return `and ${sql}`;
    parameters += 1;
    return `and ${sql} $${parameters}`;
  });
  return new JsonListStatements({
    name: ['applications.list', reach, ...filters.map(({ name }) => name)].join('.'),
    item: ITEM,
    from: `from applications a
           join clients c on c.organization_id = a.organization_id and c.id = a.client_id
          where a.organization_id = $1 and ${clientSight(reach, 'c')} ${conditions.join(' ')}`,
    keys: ['a.id'],
    keyTypes: ['uuid'],
    direction: 'desc',
    parameters,
  });
}

/** The list of applications: newest first, with any of its filters. */
@Injectable()
export class ApplicationListRepository {
  private readonly lists = new Map<string, JsonListStatements>();

  /** One page as JSON text. */
  list(tx: Tx, reach: Reach, query: ApplicationQueryParams): Promise<string> {
    const filters = filtersOf(query);
    const key = [reach, ...filters.map(({ name }) => name)].join('.');
    const list = this.lists.get(key) ?? listOf(reach, filters);
    this.lists.set(key, list);
    const values = filters.flatMap(({ value }) => (value === undefined ? [] : [value]));
    return list.read(tx, [tx.organizationId, ...values], query, values);
  }
}
