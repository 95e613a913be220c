import { Injectable } from '@nestjs/common';
import type { Reach } from '../../../access/policy.js';
import { bySight, thatStand } from '../../../platform/database/sight.js';
import { statement } from '../../../platform/database/statement.js';
import type { Tx } from '../../../platform/database/tx.js';
import { clientSight } from '../../clients/clients.sight.js';

/** What stands around one version of a letter: who writes, to whom, for which job. */
interface LetterMaterial {
  clientId: string;
  coachId: string;
  applicationId: string | null;
  legalName: string;
  preferredName: string | null;
  employerName: string | null;
  /** Null when the letter has no such version. */
  number: number | null;
  body: string | null;
}

interface CheckMaterial extends LetterMaterial {
  jobTitle: string | null;
  postingText: string | null;
  /** Of the client's other applications. */
  otherEmployers: string[];
  /** Newest texts of the client's other letters. */
  otherBodies: string[];
}

export interface DocumentMaterial extends LetterMaterial {
  email: string | null;
  phone: string | null;
  sentNumber: number | null;
  sentAt: string | null;
  timeZone: string;
}

const COLUMNS = `l.client_id as "clientId", c.coach_id as "coachId", a.id as "applicationId", c.legal_name as "legalName",
  c.preferred_name as "preferredName", e.name as "employerName", v.number, v.body`;

/** `$3` is the version; null takes the newest. Of a deleted application nothing is read, as long as it is deleted. */
const FROM = `from cover_letters l
   join clients c on c.organization_id = l.organization_id and c.id = l.client_id
   left join applications a on a.organization_id = l.organization_id and a.id = l.application_id
    and ${thatStand('a')}
   left join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
   left join letter_versions v on v.organization_id = l.organization_id and v.cover_letter_id = l.id
    and v.number = coalesce($3::int, l.latest_number)`;

const where = (reach: Reach): string => `where l.organization_id = $1 and l.id = $2 and ${clientSight(reach, 'c')}`;

/** The beginning of a text is enough to tell that it was used again. */
const COMPARED_CHARACTERS = 8000;

const FOR_CHECKS = bySight((reach) =>
  statement(
    `cover-letters.for-checks.${reach}`,
    `select ${COLUMNS}, a.job_title as "jobTitle", a.posting_text as "postingText",
            array(select distinct oe.name
                    from applications oa
                    join employers oe on oe.organization_id = oa.organization_id and oe.id = oa.employer_id
                   where oa.organization_id = l.organization_id and oa.client_id = l.client_id and ${thatStand('oa')}
                     and oa.employer_id is distinct from a.employer_id
                   limit 500) as "otherEmployers",
            array(select left(ov.body, ${COMPARED_CHARACTERS})
                    from cover_letters o
                    join letter_versions ov on ov.organization_id = o.organization_id and ov.cover_letter_id = o.id
                     and ov.number = o.latest_number
                   where o.organization_id = l.organization_id and o.client_id = l.client_id and o.id <> l.id
                   order by o.id desc limit 5) as "otherBodies"
       ${FROM} ${where(reach)}`,
  ),
);

const FOR_DOCUMENT = bySight((reach) =>
  statement(
    `cover-letters.for-document.${reach}`,
    `select ${COLUMNS}, c.email, c.phone, l.sent_number as "sentNumber", l.sent_at as "sentAt",
            g.time_zone as "timeZone"
       ${FROM} join organizations g on g.id = l.organization_id ${where(reach)}`,
  ),
);

/** The words of an employer's key without the signs that words of a letter do not have. */
const FIRST_WORDS = `ltrim(translate(e.search_key, '+#', ''))`;

/** Employers whose name begins with a word of the letter: the few of a long directory that it may name. */
const EMPLOYERS_BEGINNING = statement(
  'cover-letters.employers-beginning',
  `select e.name from employers e
    where e.organization_id = $1
      and (split_part(${FIRST_WORDS}, ' ', 1) = any($2::text[])
           or (split_part(${FIRST_WORDS}, ' ', 1) = 'the' and split_part(${FIRST_WORDS}, ' ', 2) = any($2::text[])))
    order by e.id desc limit 200`,
);

/** What checks and documents read from around a letter. */
@Injectable()
export class LetterMaterialsRepository {
  findForChecks(tx: Tx, reach: Reach, id: string, number: number | null): Promise<CheckMaterial | null> {
    return tx.row<CheckMaterial>(FOR_CHECKS[reach], [tx.organizationId, id, number]);
  }

  findForDocument(tx: Tx, reach: Reach, id: string, number: number): Promise<DocumentMaterial | null> {
    return tx.row<DocumentMaterial>(FOR_DOCUMENT[reach], [tx.organizationId, id, number]);
  }

  async employersBeginning(tx: Tx, words: readonly string[]): Promise<string[]> {
    const rows = await tx.rows<{ name: string }>(EMPLOYERS_BEGINNING, [tx.organizationId, words]);
    return rows.map(({ name }) => name);
  }
}
