import { Injectable } from '@nestjs/common';
import type { ClientActor, Opened } from '../../access/actor.js';
import { AppError } from '../../kernel/errors.js';
import { localeFor, sourceLocale } from '../../platform/content/locales.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import type { LedgerLine } from '../../platform/ledger/consumers.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { ClientLinksDoor, type LinkToMake, type LinkWay, type MadeLink } from '../client-links/client-links.door.js';
import { type DebriefStatus, linkExpiry } from './debriefs.rules.js';

/** The word of this room in what clients open. */
export const DEBRIEF = 'debrief';

export const subjectOf = (id: string): Opened => ({ kind: DEBRIEF, id });

/** The debrief that this client opened. Throws 401 `auth.link-session-ended` for who opened something else. */
export function openedDebriefOf({ opened }: ClientActor): string {
  if (opened.kind !== DEBRIEF) throw new AppError('unauthenticated', 'auth.link-session-ended');
  return opened.id;
}

interface LinkTarget {
  id: string;
  clientId: string;
  status: DebriefStatus;
  skipReason: string | null;
  isTakenBack: boolean;
  lapsesAt: string;
  /** The client's language, as it was given. */
  locale: string;
  /** The client's. */
  timeZone: string;
}

/** The line that a mail follows from: whose it is, and who asked for it. */
type MailLine = Pick<LedgerLine, 'id' | 'actor_kind' | 'actor_id'>;

/** The ways into a debrief: how long they work, and what the ledger says of them. */
@Injectable()
export class DebriefLinks {
  constructor(
    private readonly links: ClientLinksDoor,
    private readonly ledger: Ledger,
  ) {}

  /**
   * A new link to show; the one that was shown before is closed. Throws 409 `debrief.not-open` for a debrief that has
   * lapsed or was withdrawn.
   */
  async make(tx: WriteTx, debrief: LinkTarget, way: 'screen'): Promise<MadeLink> {
    return this.record(tx, debrief, way, await this.links.make(tx, toMake(tx, debrief, way)));
  }

  /** The link of a mail: one for each ledger line, however often its mail is written. Null: it was revoked since. */
  async makeForMail(tx: WriteTx, debrief: LinkTarget, line: MailLine): Promise<MadeLink | null> {
    const madeBy = line.actor_kind === 'staff' ? line.actor_id : null;
    const link = await this.links.makeForMail(tx, { ...toMake(tx, debrief, 'email'), madeBy }, line.id);
    return link?.isNew ? this.record(tx, debrief, 'email', link) : link;
  }

  /** The code on a paper: one for each paper, however often it is printed; that of the paper before is closed. */
  async makeForPaper(tx: WriteTx, debrief: LinkTarget, paperId: string): Promise<MadeLink | null> {
    const link = await this.links.makeForMail(tx, toMake(tx, debrief, 'paper'), paperId);
    return link?.isNew ? this.record(tx, debrief, 'paper', link) : link;
  }

  /** The code of a paper while it is good. */
  onPaper(tx: Tx, debriefId: string, paperId: string): Promise<MadeLink | null> {
    return this.links.madeFrom(tx, subjectOf(debriefId), paperId);
  }

  /** Closes all links of a debrief, and the pages they opened. */
  async revokeAll(tx: WriteTx, { id, clientId }: Pick<LinkTarget, 'id' | 'clientId'>): Promise<void> {
    const count = await this.links.revokeAll(tx, subjectOf(id));
    await this.ledger.record(tx, { name: 'debrief.links-revoked', subjectId: id, clientId, payload: { count } });
  }

  private async record(tx: WriteTx, { id, clientId }: LinkTarget, way: LinkWay, link: MadeLink): Promise<MadeLink> {
    const payload = { linkId: link.id, way };
    await this.ledger.record(tx, { name: 'debrief.link-made', subjectId: id, clientId, payload });
    return link;
  }
}

function toMake(tx: WriteTx, debrief: LinkTarget, purpose: LinkWay): LinkToMake {
  const { id, clientId } = debrief;
  const locale = localeFor(debrief.locale) ?? sourceLocale;
  return { subject: subjectOf(id), clientId, expiresAt: linkExpiry(debrief, tx.now), purpose, locale };
}
