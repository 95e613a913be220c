import { Injectable } from '@nestjs/common';
import type { Reach } from '../../../access/policy.js';
import { jsonRows, projection } from '../../../platform/database/projection.js';
import { bySight, thatStand } from '../../../platform/database/sight.js';
import { statement } from '../../../platform/database/statement.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { ClientSeal } from '../../../platform/sealing/client-seal.js';
import { clientKeys } from '../../../platform/sealing/sealed-text.js';
import { Sealing } from '../../../platform/sealing/sealing.js';
import { clientSight } from '../../clients/clients.sight.js';
import { versionPlace } from '../versions/letter-versions.repository.js';

/** What stands around one version of a letter: who writes, to whom, for which job. */
interface LetterMaterial {
  clientId: string;
  coachId: string;
  applicationId: string | null;
  legalName: string;
  preferredName: string | null;
  employerName: string | null;
  /** Null when the letter has no such version, or its text is gone with the client's key. */
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

/** A text, before it is opened. */
interface ClosedText {
  id: string;
  sealed: string;
}

/** A row, before it is opened. */
type Closed<Material extends LetterMaterial> = Omit<Material, 'body' | 'otherBodies'> & {
  keys: string | null;
  versionId: string | null;
  sealedBody: string | null;
};

type ClosedCheckMaterial = Closed<CheckMaterial> & { others: ClosedText[] };

const COLUMNS = `l.client_id as "clientId", c.coach_id as "coachId", a.id as "applicationId", c.legal_name as "legalName",
  c.preferred_name as "preferredName", e.name as "employerName",
  v.number, v.id as "versionId", v.sealed_body as "sealedBody", ${clientKeys('l.client_id')} as keys`;

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
const beginningOf = (text: string): string => [...text].slice(0, COMPARED_CHARACTERS).join('');

/** The newest texts of the client's five newest other letters. */
const OTHERS = jsonRows(
  projection<ClosedText>({ id: 'o.id', sealed: 'o.sealed_body' }),
  `from (select ov.id, ov.sealed_body, ol.id as letter_id
           from cover_letters ol
           join letter_versions ov on ov.organization_id = ol.organization_id and ov.cover_letter_id = ol.id
            and ov.number = ol.latest_number
          where ol.organization_id = l.organization_id and ol.client_id = l.client_id and ol.id <> l.id
          order by ol.id desc limit 5) o`,
  'o.letter_id desc',
);

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
            ${OTHERS} as others
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

/** What checks and documents read from around a letter; texts are opened on their way out. */
@Injectable()
export class LetterMaterialsRepository {
  constructor(private readonly sealing: Sealing) {}

  async findForChecks(tx: Tx, reach: Reach, id: string, number: number | null): Promise<CheckMaterial | null> {
    const row = await tx.row<ClosedCheckMaterial>(FOR_CHECKS[reach], [tx.organizationId, id, number]);
    if (!row) return null;
    const { others, ...own } = row;
    const seal = this.sealing.remember(tx, row.clientId, row.keys);
    const otherBodies = seal ? others.map((other) => beginningOf(openText(seal, other))) : [];
    return { ...opened(seal, own), otherBodies };
  }

  async findForDocument(tx: Tx, reach: Reach, id: string, number: number): Promise<DocumentMaterial | null> {
    const row = await tx.row<Closed<DocumentMaterial>>(FOR_DOCUMENT[reach], [tx.organizationId, id, number]);
    return row && opened(this.sealing.remember(tx, row.clientId, row.keys), row);
  }

  async employersBeginning(tx: Tx, words: readonly string[]): Promise<string[]> {
    const rows = await tx.rows<{ name: string }>(EMPLOYERS_BEGINNING, [tx.organizationId, words]);
    return rows.map(({ name }) => name);
  }
}

const openText = (seal: ClientSeal, { id, sealed }: ClosedText): string => seal.open(versionPlace(id), sealed);

function opened<Row extends Closed<LetterMaterial>>(
  seal: ClientSeal | null,
  { keys, versionId, sealedBody, ...row }: Row,
): Omit<Row, 'keys' | 'versionId' | 'sealedBody'> & Pick<LetterMaterial, 'number' | 'body'> {
  if (!seal || versionId === null || sealedBody === null) return { ...row, number: null, body: null };
  return { ...row, body: openText(seal, { id: versionId, sealed: sealedBody }) };
}
