import { Injectable } from '@nestjs/common';
import type { WriteTx } from '../../platform/database/tx.js';
import type { LedgerLine } from '../../platform/ledger/consumers.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { EndedApplicationsRepository, type Told } from './ended-applications.repository.js';
import { InterviewsRepository } from './interviews.repository.js';
import { interviewEvent, nextRound } from './interviews.rules.js';

type Ending = 'application.rejected' | 'application.ended' | 'application.hired';

/**
 * When an application ends, the interviews that lie ahead are off with it; when it is reopened in time, they are on
 * again. An hour that passed meanwhile stays off: nobody knows that they met, and the coach can say so.
 */
@Injectable()
export class EndedApplicationsConsumer {
  constructor(
    private readonly ledger: Ledger,
    private readonly repository: EndedApplicationsRepository,
    private readonly interviews: InterviewsRepository,
  ) {
    ledger.subscribe({
      name: 'interviews.cancel',
      lane: 'quick',
      events: ['application.rejected', 'application.ended', 'application.hired'],
      handle: (tx, line) => this.cancel(tx, line),
    });
    ledger.subscribe({
      name: 'interviews.bring-back',
      lane: 'quick',
      events: ['application.reopened'],
      handle: (tx, line) => this.bringBack(tx, line),
    });
  }

  private async cancel(tx: WriteTx, { payload }: LedgerLine<Ending>): Promise<void> {
    for (const interview of await this.repository.cancelAhead(tx, payload.applicationId, payload.stageMoveId))
      await this.record(tx, payload, interview, 'cancelled');
  }

  private async bringBack(tx: WriteTx, { payload }: LedgerLine<'application.reopened'>): Promise<void> {
    const { applicationId } = payload;
    for (const interview of await this.repository.goneWithIt(tx, applicationId)) {
      const others = await this.interviews.rounds(tx, applicationId);
      const round = others.some((other) => isIn(interview.round, other)) ? nextRound(others) : interview.round;
      await this.repository.bringBack(tx, interview.id, round);
      await this.record(tx, payload, { ...interview, round }, null);
    }
  }

  private async record(
    tx: WriteTx,
    { applicationId, clientId }: { applicationId: string; clientId: string },
    { id, round, startsAt }: Told,
    outcome: 'cancelled' | null,
  ): Promise<void> {
    const ids = { id, applicationId, clientId };
    const after = { round, startsAt: new Date(startsAt), outcome };
    const { name, payload } = interviewEvent('interview.outcome-recorded', ids, after);
    await this.ledger.record(tx, { name, subjectId: id, clientId, payload });
  }
}

const isIn = (round: number, other: { round: number; outcome: string | null }): boolean =>
  other.round === round && other.outcome !== 'cancelled' && other.outcome !== 'rescheduled';
