import { Injectable } from '@nestjs/common';
import { statement } from '../../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../../platform/database/tx.js';
import type { Place } from '../../../platform/sealing/envelope.js';
import { clientKeys } from '../../../platform/sealing/sealed-text.js';
import { Sealing } from '../../../platform/sealing/sealing.js';
import { type AnswerRow } from './answer-rows.rules.js';
import { type ItemCode } from './catalogue.rules.js';

/** Of the client's address now; null when there is none. The debrief is in it, so that no two debriefs share a digest. */
const ADDRESS_DIGEST = `(select encode(sha256(convert_to(d.id::text || ' ' || lower(c.email), 'UTF8')), 'hex')
   from debriefs d join clients c on c.organization_id = d.organization_id and c.id = d.client_id
  where d.organization_id = $1 and d.id = $2)`;

const ANSWERS = `select item_code as "itemCode", is_private as "isPrivate", entered_by as "enteredBy",
  updated_at as "updatedAt", sealed, ${clientKeys('$3')} as keys
  from debrief_answers where organization_id = $1 and debrief_id = $2`;
const ALL = statement('debriefs.all-answers', ANSWERS);
/** What an own visit may read: a link to an address that somebody put in later shows nothing private of before. */
const OWN = statement('debriefs.own-answers', `${ANSWERS} and (not is_private or address_digest = ${ADDRESS_DIGEST})`);
/** What staff may read, and an assisted visit. Private answers never leave the database for them. */
const SHARED = statement('debriefs.shared-answers', `${ANSWERS} and not is_private`);

const HIDDEN_CODES = statement(
  'debriefs.hidden-codes',
  `select item_code as "itemCode" from debrief_answers where organization_id = $1 and debrief_id = $2 and is_private
      and not ($3 and coalesce(address_digest = ${ADDRESS_DIGEST}, false))`,
);

/**
 * Writes these answers and takes those away, and touches no other. What the writer cannot see (`$5`: an own visit, which sees
 * what was kept private under the address that stands) is never the target, whatever the caller asks for.
 */
const SAVE = statement(
  'debriefs.save-answers',
  `with address as (select ${ADDRESS_DIGEST} as digest),
   given as (
     select * from jsonb_to_recordset($3::jsonb)
              as g("itemCode" text, sealed text, "isPrivate" boolean, "enteredBy" text)),
   gone as (
     delete from debrief_answers old
      where old.organization_id = $1 and old.debrief_id = $2 and old.item_code = any($4)
        and (not old.is_private or ($5 and old.address_digest = (select digest from address))))
   insert into debrief_answers as kept (organization_id, debrief_id, item_code, sealed, is_private, entered_by, address_digest)
   select $1, $2, "itemCode", sealed, "isPrivate", "enteredBy", case when "isPrivate" then digest end from given, address
   on conflict (organization_id, debrief_id, item_code) do update
      set sealed = excluded.sealed, is_private = excluded.is_private, entered_by = excluded.entered_by,
          address_digest = excluded.address_digest, updated_at = now()
    where not kept.is_private or ($5 and kept.address_digest = (select digest from address))`,
);

/** An answer with the moment it was last changed. */
export interface DatedAnswerRow extends AnswerRow {
  updatedAt: string;
}

/** Whose answers, and of which debrief. */
interface AnswersOf {
  id: string;
  clientId: string;
}

type Closed = Omit<DatedAnswerRow, 'value'> & { sealed: string; keys: string | null };

/** The private mark is part of the place: an answer whose mark was taken away behind our back opens for nobody. */
const placeOf = (id: string, { itemCode, isPrivate }: Pick<AnswerRow, 'itemCode' | 'isPrivate'>): Place => [
  'debrief_answers',
  id,
  itemCode,
  isPrivate ? 'private' : 'shared',
];

/** Answers are sealed on their way in and opened on their way out: nobody above knows. */
@Injectable()
export class AnswersRepository {
  constructor(private readonly sealing: Sealing) {}

  /** Items that are private and not to be seen, in an own visit or in any other: which they are, not what they say. */
  async hiddenCodes(tx: Tx, id: string, isOwn: boolean): Promise<ItemCode[]> {
    const rows = await tx.rows<{ itemCode: ItemCode }>(HIDDEN_CODES, [tx.organizationId, id, isOwn]);
    return rows.map(({ itemCode }) => itemCode);
  }

  /** Every answer, the private ones too: for what only counts them in. */
  async all(tx: Tx, of: AnswersOf): Promise<DatedAnswerRow[]> {
    return this.open(tx, of, await tx.rows<Closed>(ALL, [tx.organizationId, of.id, of.clientId]));
  }

  /** What the client's own visit shows. */
  async own(tx: Tx, of: AnswersOf): Promise<DatedAnswerRow[]> {
    return this.open(tx, of, await tx.rows<Closed>(OWN, [tx.organizationId, of.id, of.clientId]));
  }

  /** What staff may read, and what an assisted visit shows. */
  async shared(tx: Tx, of: AnswersOf): Promise<DatedAnswerRow[]> {
    return this.open(tx, of, await tx.rows<Closed>(SHARED, [tx.organizationId, of.id, of.clientId]));
  }

  /** Writes some answers and takes others away; only an own visit changes what the client keeps private. */
  async save(
    tx: WriteTx,
    { id, clientId }: AnswersOf,
    { rows, gone, isOwn }: { rows: readonly AnswerRow[]; gone: readonly ItemCode[]; isOwn: boolean },
  ): Promise<void> {
    if (rows.length === 0 && gone.length === 0) return;
    const closed = [];
    for (const { value, ...row } of rows) {
      const seal = await this.sealing.toSeal(tx, clientId);
      closed.push({ ...row, sealed: seal.seal(placeOf(id, row), JSON.stringify(value)) });
    }
    await tx.run(SAVE, [tx.organizationId, id, JSON.stringify(closed), gone, isOwn]);
  }

  /** Where the key of the client is erased there is no answer any more. */
  private open(tx: Tx, { id, clientId }: AnswersOf, rows: readonly Closed[]): DatedAnswerRow[] {
    return rows.flatMap(({ sealed, keys, ...row }) => {
      const text = this.sealing.read(tx, clientId, placeOf(id, row), { sealed, keys });
      return text === null ? [] : [{ ...row, value: JSON.parse(text) as AnswerRow['value'] }];
    });
  }
}
