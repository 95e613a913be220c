import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../access/access.js';
import type { Actor } from '../../access/actor.js';
import type { Action } from '../../access/policy.js';
import { notFound } from '../../kernel/errors.js';
import type { Tx } from '../../platform/database/tx.js';
import { type ClientInSight, ClientsRepository } from './clients.repository.js';

/** What other rooms may ask about clients. */
@Injectable()
export class ClientsDoor {
  constructor(private readonly repository: ClientsRepository) {}

  /** The client, if the actor sees it and may do this to it. Throws 404 out of sight, 403 in sight but not allowed. */
  async get(tx: Tx, actor: Actor, action: Action, clientId: string): Promise<ClientInSight> {
    return admitted(actor, action, await this.repository.find(tx, sight(actor, 'client.read'), clientId));
  }

  /** The same for the worker, which acts for the organization and stands on nobody's caseload. */
  async getAsSystem(tx: Tx, clientId: string): Promise<ClientInSight> {
    const client = await this.repository.find(tx, 'organization', clientId);
    if (!client) throw notFound();
    return client;
  }
}
