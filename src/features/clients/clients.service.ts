import { Injectable } from '@nestjs/common';
import { admitted, allows, require, sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import type { Action } from '../../access/policy.js';
import { changesOf } from '../../kernel/changes.js';
import { refused } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { e164Of, withE164 } from '../../kernel/phones.js';
import type { Slice } from '../../kernel/slices.js';
import { searchKey } from '../../kernel/text.js';
import { Credentials } from '../../platform/auth/credentials.js';
import { Database } from '../../platform/database/database.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { Looks } from '../../platform/ledger/looks.js';
import { IdentityDoor } from '../identity/identity.door.js';
import type { ClientEntity } from './client.entity.js';
import { type ClientInSight, ClientsRepository } from './clients.repository.js';
import { externalIdTaken } from './clients.rules.js';
import type {
  AssignmentView,
  ClientPatchBody,
  ClientQueryParams,
  ClientView,
  NewClientBody,
} from './clients.schemas.js';

/** The people the coaches work with. */
@Injectable()
export class ClientsService {
  constructor(
    private readonly database: Database,
    private readonly repository: ClientsRepository,
    private readonly identity: IdentityDoor,
    private readonly ledger: Ledger,
    private readonly looks: Looks,
    private readonly credentials: Credentials,
  ) {}

  /** The caseload, or who of it fits the filters. */
  list(actor: StaffActor, query: ClientQueryParams): Promise<Slice<ClientView>> {
    const asked = query.search === undefined ? query : { ...query, search: searchKey(query.search) };
    return this.database.read(actor, async (tx) => {
      const slice = await this.repository.list(tx, sight(actor, 'client.read'), asked);
      await this.looks.list(
        tx,
        'client.list-seen',
        slice.items.map(({ id }) => id),
      );
      return slice;
    });
  }

  async get(actor: StaffActor, id: string): Promise<ClientView> {
    return this.database.read(actor, async (tx) => {
      const found = await this.repository.find(tx, sight(actor, 'client.read'), id);
      const client = admitted(actor, 'client.read', found);
      await this.looks.record(tx, { name: 'client.seen', subjectId: id, clientId: id });
      return client;
    });
  }

  async assignments(actor: StaffActor, id: string): Promise<AssignmentView[]> {
    return this.database.read(actor, async (tx) => {
      admitted(actor, 'client.read', await this.repository.find(tx, sight(actor, 'client.read'), id));
      await this.looks.record(tx, { name: 'client.seen', subjectId: id, clientId: id });
      return this.repository.assignments(tx, id);
    });
  }

  /** A new client on a caseload: the coach's own, or the one that a supervisor names. */
  create(actor: StaffActor, body: NewClientBody): Promise<ClientView> {
    return this.database.write(actor, async (tx) => {
      const { coachId = actor.userId, ...given } = body;
      require(actor, 'client.create', { coachId });
      if (coachId !== actor.userId && !(await this.identity.canTakeClients(tx, coachId)))
        throw refused('client.coach-unknown');
      await this.requireFree(tx, given.externalId);
      const id = newId();
      const place = await tx.place();
      const spoken = given.spokenLanguage ?? given.writtenLanguage ?? place.locale;
      await this.repository.insert(
        tx,
        {
          id,
          coachId,
          externalId: given.externalId ?? null,
          legalName: given.legalName,
          preferredName: given.preferredName ?? null,
          email: given.email ?? null,
          phone: given.phone ?? null,
          phoneE164: e164Of(given.phone ?? null),
          spokenLanguage: spoken,
          writtenLanguage: given.writtenLanguage ?? spoken,
          interpreterNeeded: given.interpreterNeeded ?? false,
          timeZone: given.timeZone ?? place.timeZone,
          searchKey: nameKey(given.legalName, given.preferredName),
        },
        newId(),
      );
      await this.ledger.record(tx, { name: 'client.created', subjectId: id, clientId: id, payload: { coachId } });
      return this.repository.last(tx, id);
    });
  }

  /** A new address closes what was sent to the old one, and the pages it opened; nothing is sent to the new one unasked. */
  change(actor: StaffActor, id: string, version: number, patch: ClientPatchBody): Promise<ClientView> {
    return this.database.write(actor, async (tx) => {
      const client = await this.lock(tx, actor, 'client.change', id, version);
      const fields = changesOf(client, patch);
      if (!fields) return this.unchanged(tx, client);
      await this.requireFree(tx, fields.externalId);
      const changes: Partial<ClientEntity> = withE164(fields as Partial<ClientEntity>);
      changes.searchKey = nameKey(
        patch.legalName ?? client.legalName,
        patch.preferredName === undefined ? client.preferredName : patch.preferredName,
      );
      this.repository.change(tx, id, client.version, changes);
      if (fields.email !== undefined) this.credentials.end(tx, 'address_change', id);
      await this.ledger.record(tx, {
        name: 'client.changed',
        subjectId: id,
        clientId: id,
        payload: { fields: Object.keys(fields) },
      });
      return this.repository.last(tx, id);
    });
  }

  /** Takes the client out of every list, and closes what opens their pages; can be undone for 30 days, but for the links. */
  async delete(actor: StaffActor, id: string, version: number): Promise<void> {
    await this.database.write(actor, async (tx) => {
      const client = await this.lock(tx, actor, 'client.delete', id, version);
      this.repository.change(tx, id, client.version, { deletedAt: tx.now.toISOString() });
      this.credentials.end(tx, 'closing', id);
      await this.ledger.record(tx, { name: 'client.deleted', subjectId: id, clientId: id });
    });
  }

  /**
   * Who is back already stays as they are. Throws 404 after 30 days, 409 `client.external-id-taken` when another has their id
   * in the other system now.
   */
  restore(actor: StaffActor, id: string): Promise<ClientView> {
    return this.database.write(actor, async (tx) => {
      const found = await this.repository.lockDeleted(tx, sight(actor, 'client.read'), id);
      const stands = found ? null : await this.repository.find(tx, sight(actor, 'client.read'), id);
      const client = admitted(actor, 'client.delete', found ?? stands);
      if (stands) return this.unchanged(tx, stands);
      await this.requireFree(tx, client.externalId, false);
      this.repository.change(tx, id, client.version, { deletedAt: null });
      await this.ledger.record(tx, { name: 'client.restored', subjectId: id, clientId: id });
      return this.repository.last(tx, id);
    });
  }

  /** Nothing changed, but the answer shows them all the same. */
  private async unchanged(tx: WriteTx, client: ClientView): Promise<ClientView> {
    await this.looks.record(tx, { name: 'client.seen', subjectId: client.id, clientId: client.id });
    return client;
  }

  /** Throws 409 `client.external-id-taken`, which names the client that has it to those who see them. */
  private async requireFree(tx: WriteTx, externalId: string | null | undefined, isInBody = true): Promise<void> {
    const other = externalId ? await this.repository.withExternalId(tx, externalId) : null;
    if (other !== null) throw externalIdTaken(allows(tx.actor, 'client.read', other) ? other.id : undefined, isInBody);
  }

  private async lock(
    tx: WriteTx,
    actor: StaffActor,
    action: Action,
    id: string,
    version: number,
  ): Promise<ClientInSight> {
    return admitted(actor, action, await this.repository.lock(tx, sight(actor, 'client.read'), id), version);
  }
}

/** Found by the name they go by and the legal one. */
const nameKey = (legalName: string, preferredName: string | null | undefined): string =>
  searchKey(preferredName ? `${preferredName} ${legalName}` : legalName);
