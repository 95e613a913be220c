import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import { notFound } from '../../kernel/errors.js';
import { withIds } from '../../kernel/ids.js';
import type { Slice } from '../../kernel/slices.js';
import { changedAfter } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { projection } from '../../platform/database/projection.js';
import { bySight, thatCanComeBack, thatStand } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import type { ComeBack } from '../../platform/ledger/consumers.js';
import type { Place } from '../../platform/sealing/envelope.js';
import { type SealedText, sealedText } from '../../platform/sealing/sealed-text.js';
import { Sealing } from '../../platform/sealing/sealing.js';
import { clientRef, clientSight } from '../clients/clients.sight.js';
import type { ContactQueryParams, ContactView } from './contacts.schemas.js';
import { NetworkContactEntity } from './network-contact.entity.js';

const INSERT = statement(
  'contacts.insert',
  `insert into network_contacts (organization_id, client_id, debrief_id, id, sealed)
   select $1, $2, $3, id, sealed from jsonb_to_recordset($4::jsonb) as given(id uuid, sealed text)`,
);

/** A person the client met, as they told it. */
export type NewContact = Pick<ContactView, 'name' | 'role' | 'reachBy' | 'metOn'>;

/** A row, before it is opened. */
type Closed<Row extends ContactView> = Omit<Row, keyof NewContact> & { person: SealedText };

const CONTACT = projection<Closed<ContactView>>({
  id: 'n.id',
  client: clientRef('c'),
  person: sealedText('n.sealed', 'n.client_id'),
  debriefId: 'n.debrief_id',
  createdAt: 'n.created_at',
  updatedAt: 'n.updated_at',
  version: 'n.version',
});
/** Also whose caseload it stands in. */
export type ContactInSight = ContactView & { coachId: string };
const IN_SIGHT = projection<Closed<ContactInSight>>({ ...CONTACT.columns, coachId: 'c.coach_id' });

const WITH_CLIENT =
  'from network_contacts n join clients c on c.organization_id = n.organization_id and c.id = n.client_id';

const find = (name: string, reach: Reach, which: string, lock = '') =>
  statement(
    `contacts.${name}.${reach}`,
    `select ${IN_SIGHT.select} ${WITH_CLIENT}
      where n.organization_id = $1 and n.id = $2 and ${which} and ${clientSight(reach, 'c')} ${lock}`,
  );
const FIND = bySight((reach) => find('find', reach, thatStand('n')));
const LOCK = bySight((reach) => find('lock', reach, thatStand('n'), 'for update of n'));
const LOCK_DELETED = bySight((reach) => find('lock-deleted', reach, thatCanComeBack('n'), 'for update of n'));

const LIST = bySight(
  (reach) =>
    new List<Closed<ContactView>, ContactQueryParams>({
      name: `contacts.list.${reach}`,
      item: CONTACT,
      from: `${WITH_CLIENT}
        where n.organization_id = $1 and n.client_id = $2 and ${thatStand('n')} and ${clientSight(reach, 'c')}`,
      filters: { updatedAfter: changedAfter('n.updated_at') },
      sorts: { createdAt: { 'n.id': 'uuid' } },
      by: '-createdAt',
    }),
);

/** What comes back with its client. */
export const COME_BACK: ComeBack = {
  'client.restored': statement(
    'contacts.come-back-with-client',
    `update network_contacts set version = version + 1, updated_at = now() where organization_id = $1 and client_id = $2 and ${thatStand('network_contacts')}`,
  ),
};

const placeOf = (id: string): Place => ['network_contacts', id];

/** People are sealed on their way in and opened on their way out. */
@Injectable()
export class ContactsRepository {
  constructor(private readonly sealing: Sealing) {}

  async insert(
    tx: WriteTx,
    of: { clientId: string; debriefId: string },
    contacts: readonly NewContact[],
  ): Promise<void> {
    const seal = await this.sealing.toSeal(tx, of.clientId);
    const rows = withIds(contacts).map(({ id, name, role, reachBy, metOn }) => ({
      id,
      sealed: seal.seal(placeOf(id), JSON.stringify({ name, role, reachBy, metOn })),
    }));
    await tx.run(INSERT, [tx.organizationId, of.clientId, of.debriefId, JSON.stringify(rows)]);
  }

  async find(tx: Tx, reach: Reach, id: string): Promise<ContactInSight | null> {
    return this.open(tx, IN_SIGHT.read(await tx.row(FIND[reach], [tx.organizationId, id])));
  }

  /** The contact as changed: the last question of a transaction. Throws 404. */
  async last(tx: WriteTx, id: string): Promise<ContactView> {
    const found = this.open(tx, IN_SIGHT.read(await tx.last(FIND.organization, [tx.organizationId, id])));
    if (!found) throw notFound();
    return found;
  }

  async lock(tx: WriteTx, reach: Reach, id: string): Promise<ContactInSight | null> {
    return this.open(tx, IN_SIGHT.read(await tx.row(LOCK[reach], [tx.organizationId, id])));
  }

  /** One that was deleted and can still be brought back. */
  async lockDeleted(tx: WriteTx, reach: Reach, id: string): Promise<ContactInSight | null> {
    return this.open(tx, IN_SIGHT.read(await tx.row(LOCK_DELETED[reach], [tx.organizationId, id])));
  }

  change(tx: WriteTx, id: string, version: number, patch: Partial<NetworkContactEntity>): void {
    tx.change(NetworkContactEntity, id, version, patch);
  }

  /** Newest first. */
  async list(tx: Tx, reach: Reach, clientId: string, query: ContactQueryParams): Promise<Slice<ContactView>> {
    return (await LIST[reach].read(tx, query, [clientId])).as((row) => this.open(tx, row));
  }

  /** Null for no row, and for a client whose key is erased: then nobody knows any more who that was. */
  private open<Row extends Closed<ContactView>>(tx: Tx, row: Row | null): (Omit<Row, 'person'> & NewContact) | null {
    if (row === null) return null;
    const { person, ...rest } = row;
    const text = this.sealing.read(tx, row.client.id, placeOf(row.id), person);
    return text === null ? null : { ...rest, ...(JSON.parse(text) as NewContact) };
  }
}
