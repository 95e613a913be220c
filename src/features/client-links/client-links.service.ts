import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { Secrets } from '../../platform/config/secrets.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { PublicAddress } from '../../platform/http/public-address.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { type DebriefState, linkExpiry } from '../debriefs/debriefs.rules.js';
import { DebriefLinksRepository } from './client-links.repository.js';
import { ClientSessions } from './client-sessions.js';
import { codeDigest, type LinkSecrets, randomSecrets, secretsOfMail, shownCode, tokenDigest } from './codes.js';

export interface MadeLink {
  url: string;
  /** As it is shown. */
  code: string;
  expiresAt: string;
}

export interface LinkTarget {
  id: string;
  clientId: string;
  status: DebriefState;
  lapsesAt: string;
}

const TRIES = 5;

/** Makes and revokes the ways into a debrief. Tokens and codes exist in the answer or the mail, and as digests here. */
@Injectable()
export class DebriefLinks {
  private readonly codeKey: KeyObject;
  private readonly mailKey: KeyObject;

  constructor(
    private readonly repository: DebriefLinksRepository,
    private readonly sessions: ClientSessions,
    private readonly address: PublicAddress,
    private readonly ledger: Ledger,
    secrets: Secrets,
  ) {
    this.codeKey = secrets.key('short-code');
    this.mailKey = secrets.key('short-code', 'mailed links');
  }

  /** A new link; those made before stay good. Throws 409 `debrief.not-open` for a debrief that has lapsed. */
  make(tx: WriteTx, debrief: LinkTarget): Promise<MadeLink> {
    return this.save(tx, debrief, randomSecrets);
  }

  /**
   * The link of a mail: one for each ledger line, however often its mail is written. Null: it was made, and revoked since.
   */
  async makeForMail(tx: WriteTx, debrief: LinkTarget, lineId: string): Promise<MadeLink | null> {
    const secretsOf = (attempt: number): LinkSecrets => secretsOfMail(this.mailKey, lineId, attempt);
    const byDigest = new Map(
      Array.from({ length: TRIES }, (_, attempt) => secretsOf(attempt)).map((of) => [tokenDigest(of.token), of]),
    );
    const made = await this.repository.findMade(tx, debrief.id, [...byDigest.keys()]);
    const secrets = made && byDigest.get(made.tokenDigest);
    if (!secrets) return this.save(tx, debrief, secretsOf);
    return made.isOpen ? this.shown(secrets, made.expiresAt) : null;
  }

  /** Closes all links of a debrief and ends the sessions they opened, from the next request on. */
  async revokeAll(tx: WriteTx, debrief: Pick<LinkTarget, 'id' | 'clientId'>): Promise<void> {
    const count = await this.repository.revoke(tx, debrief.id);
    await this.sessions.endAll(tx, debrief.id);
    await this.ledger.record(tx, {
      name: 'debrief.links-revoked',
      subjectId: debrief.id,
      clientId: debrief.clientId,
      payload: { count },
    });
  }

  digestOfCode(code: string): string {
    return codeDigest(this.codeKey, code);
  }

  private async save(tx: WriteTx, debrief: LinkTarget, secrets: (attempt: number) => LinkSecrets): Promise<MadeLink> {
    const expiresAt = linkExpiry(debrief.status, new Date(debrief.lapsesAt), tx.now);
    const createdBy = tx.actor.kind === 'staff' ? tx.actor.userId : null;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const { token, code } = secrets(attempt);
      const link = { id: newId(), debriefId: debrief.id, expiresAt, createdBy };
      const digests = { tokenDigest: tokenDigest(token), codeDigest: this.digestOfCode(code) };
      if (!(await this.repository.insert(tx, { ...link, ...digests }))) continue;
      await this.ledger.record(tx, {
        name: 'debrief.link-made',
        subjectId: debrief.id,
        clientId: debrief.clientId,
        payload: { linkId: link.id },
      });
      return this.shown({ token, code }, expiresAt.toISOString());
    }
    // Five codes in a row that are taken: not by chance.
    throw new AppError('unavailable', 'http.unavailable');
  }

  private shown({ token, code }: LinkSecrets, expiresAt: string): MadeLink {
    return { url: `${this.address.of('/d')}#${token}`, code: shownCode(code), expiresAt };
  }
}
