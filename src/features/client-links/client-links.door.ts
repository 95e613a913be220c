import { Injectable } from '@nestjs/common';
import type { ClientActor, Opened } from '../../access/actor.js';
import { AppError } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { Secrets } from '../../platform/config/secrets.js';
import type { Locale } from '../../platform/content/locales.js';
import { Database } from '../../platform/database/database.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { PublicAddress } from '../../platform/http/public-address.js';
import { ClientLinksRepository } from './client-links.repository.js';
import { ClientSessionsRepository } from './client-sessions.repository.js';
import { codeDigest, type LinkSecrets, randomSecrets, secretsOfMail, shownCode, tokenDigest } from './codes.js';
import { type FormDraft, FormDrafts } from './drafts/form-drafts.js';
import { type ClientLinkKind, ClientLinkKinds } from './kinds.js';
import { cookieAway } from './visits/visit-cookies.js';
import type { LinkWay } from './ways.rules.js';

export type { FormDraft } from './drafts/form-drafts.js';
export type { LinkWay } from './ways.rules.js';

type Form = Readonly<Record<string, unknown>>;

/** What a link shall open, for whom, and until when. */
export interface LinkToMake {
  subject: Opened;
  clientId: string;
  expiresAt: Date;
  /** How it comes to the client. */
  purpose: LinkWay;
  /** The language of the page that it leads to; the one of the browser when nobody knows better. */
  locale?: Locale;
  /** Of the staff, when it is not who makes it now: who asked for the mail that the worker writes. */
  madeBy?: string | null;
}

export interface MadeLink {
  id: string;
  url: string;
  /** Where the code is typed, as a person reads it: without `https://`. */
  address: string;
  /** As it is shown. */
  code: string;
  expiresAt: string;
}

const TRIES = 5;
const MAILED = ['short-code', 'mailed links'] as const;

/**
 * The ways in for clients: other rooms declare what can be opened, make links to it and revoke them, and record that in
 * the ledger under their own names. Tokens and codes exist in the answer or the mail, and as digests here.
 */
@Injectable()
export class ClientLinksDoor {
  constructor(
    private readonly repository: ClientLinksRepository,
    private readonly sessions: ClientSessionsRepository,
    private readonly kinds: ClientLinkKinds,
    private readonly drafts: FormDrafts,
    private readonly address: PublicAddress,
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {}

  /** Declares a kind of thing that can be opened. */
  kind(kind: ClientLinkKind): void {
    this.kinds.add(kind);
  }

  /** A new link. The one that came the same way before is closed, with the visits it opened. */
  make(tx: WriteTx, link: LinkToMake): Promise<MadeLink> {
    return this.save(tx, link, randomSecrets);
  }

  /**
   * The link of a mail: one for each ledger line, however often its mail is written. Null: it was made, and revoked since.
   */
  async makeForMail(tx: WriteTx, link: LinkToMake, lineId: string): Promise<(MadeLink & { isNew: boolean }) | null> {
    const key = this.secrets.key(...MAILED);
    const secretsOf = (attempt: number): LinkSecrets => secretsOfMail(key, lineId, attempt);
    const { made, secrets } = await this.findMade(tx, link.subject, lineId);
    if (!made || !secrets) return { ...(await this.save(tx, link, secretsOf)), isNew: true };
    return made.isOpen ? { ...this.shown(made.id, secrets, made.expiresAt, link.locale), isNew: false } : null;
  }

  /** The link that was made from this line or paper, as long as it is good. Makes nothing. */
  async madeFrom(tx: Tx, subject: Opened, sourceId: string): Promise<MadeLink | null> {
    const { made, secrets } = await this.findMade(tx, subject, sourceId);
    return made?.isOpen && secrets ? this.shown(made.id, secrets, made.expiresAt) : null;
  }

  private async findMade(tx: Tx, subject: Opened, sourceId: string) {
    // Of an older root too: what was mailed before it was replaced stays the link of its line.
    const tries = this.secrets
      .keys(...MAILED)
      .flatMap((key) => Array.from({ length: TRIES }, (_, attempt) => secretsOfMail(key, sourceId, attempt)));
    const byDigest = new Map(tries.map((of) => [tokenDigest(of.token), of]));
    const made = await this.repository.findMade(tx, subject, [...byDigest.keys()]);
    return { made, secrets: made ? byDigest.get(made.tokenDigest) : undefined };
  }

  /** Closes all links of a subject and ends the visits they opened, from the next request on. How many links were open. */
  async revokeAll(tx: WriteTx, subject: Opened): Promise<number> {
    const count = await this.repository.revoke(tx, subject);
    await this.sessions.endAll(tx, subject);
    return count;
  }

  /** Ends this visit alone; the link stays good. Answers the `Set-Cookie` value that takes its secret away. */
  async endVisit(actor: ClientActor): Promise<string> {
    await this.database.write(actor, (tx) => this.sessions.end(tx, actor.sessionId));
    return cookieAway(actor.sessionId);
  }

  /** Keeps a form that could not be taken as it was sent, for the page to show again. `isLeft`: the client goes away with it. */
  keepDraft(tx: WriteTx, actor: ClientActor, form: Form, options: { isLeft?: boolean } = {}): Promise<void> {
    return this.drafts.keep(tx, actor, form, options);
  }

  /** What was kept so, by this visit or by one that the client left. */
  draftOf(tx: Tx, actor: ClientActor): Promise<FormDraft | null> {
    return this.drafts.find(tx, actor);
  }

  /** The form was taken: the draft that it shows is not shown again. */
  dropDraft(tx: WriteTx, actor: ClientActor, form: Form): Promise<void> {
    return this.drafts.drop(tx, actor, form);
  }

  /** As what a code may stand in the table: one digest for each root that is accepted, the one in use first. */
  digestsOfCode(code: string): [inUse: string, ...older: string[]] {
    return this.secrets.keys('short-code').map((key) => codeDigest(key, code)) as [string, ...string[]];
  }

  private async save(tx: WriteTx, link: LinkToMake, secrets: (attempt: number) => LinkSecrets): Promise<MadeLink> {
    const { subject, purpose, madeBy = tx.actor.kind === 'staff' ? tx.actor.userId : null } = link;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const { token, code } = secrets(attempt);
      const id = newId();
      const digests = { tokenDigest: tokenDigest(token), codeDigest: this.digestsOfCode(code)[0] };
      await this.repository.replace(tx, subject, purpose);
      if (!(await this.repository.insert(tx, { ...link, ...digests, id, madeBy }))) continue;
      await this.sessions.endReplaced(tx, subject, purpose);
      return this.shown(id, { token, code }, link.expiresAt.toISOString(), link.locale);
    }
    // Five codes in a row that are taken, or as many links at the same moment: not by chance.
    throw new AppError('unavailable', 'http.unavailable');
  }

  private shown(id: string, { token, code }: LinkSecrets, expiresAt: string, locale?: Locale): MadeLink {
    const page = this.address.of('/d');
    const url = `${page}${locale ? `?locale=${locale}` : ''}#${token}`;
    return { id, url, address: page.replace(/^https?:\/\//, ''), code: shownCode(code), expiresAt };
  }
}
