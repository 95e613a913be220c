import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import type { Action } from '../../access/policy.js';
import { changesOf } from '../../kernel/changes.js';
import { AppError, notFound, refused } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { Slice } from '../../kernel/slices.js';
import { Database } from '../../platform/database/database.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { Looks } from '../../platform/ledger/looks.js';
import { ApplicationsDoor } from '../applications/applications.door.js';
import type { InterviewEntity } from './interview.entity.js';
import { type InterviewEvent } from './interviews.events.js';
import { COME_BACK, InterviewsRepository, type LockedInterview } from './interviews.repository.js';
import {
  checkNewStart,
  checkPromise,
  comeBack,
  conclude,
  type Interview,
  interviewEvent,
  movesOf,
  schedule,
} from './interviews.rules.js';
import type {
  InterviewListedView,
  InterviewPatchBody,
  InterviewQueryParams,
  InterviewView,
  NewInterviewBody,
  NewOutcomeBody,
  PersonBody,
} from './interviews.schemas.js';

/**
 * Meetings with employers. Nothing here moves the stage of the application, neither planning nor holding an interview:
 * a date in a calendar proves no stage, and `furthestStage` says what really happened. The coach moves it.
 */
@Injectable()
export class InterviewsService {
  constructor(
    private readonly database: Database,
    private readonly repository: InterviewsRepository,
    private readonly applications: ApplicationsDoor,
    private readonly ledger: Ledger,
    private readonly looks: Looks,
  ) {
    ledger.comesBack('interviews', COME_BACK);
  }

  /** The interviews of an application by round. The look is recorded. */
  list(actor: StaffActor, applicationId: string, query: InterviewQueryParams): Promise<Slice<InterviewListedView>> {
    return this.database.read(actor, async (tx) => {
      const { clientId } = await this.applications.get(tx, actor, 'interview.read', applicationId);
      const slice = await this.repository.list(tx, applicationId, query);
      await this.looks.record(tx, { name: 'interview.list-seen', subjectId: applicationId, clientId });
      return slice;
    });
  }

  get(actor: StaffActor, id: string): Promise<InterviewView> {
    return this.database.read(actor, async (tx) => {
      const interview = await this.repository.find(tx, sight(actor, 'interview.read'), id);
      if (!interview) throw notFound();
      await this.looks.record(tx, { name: 'interview.seen', subjectId: id, clientId: interview.client.id });
      return viewOf(interview, tx);
    });
  }

  /** A new interview, planned or already held. Two at once get two rounds: the application is locked. */
  schedule(actor: StaffActor, applicationId: string, body: NewInterviewBody): Promise<InterviewView> {
    return this.database.write(actor, async (tx) => {
      const application = await this.applications.lock(tx, actor, 'interview.schedule', applicationId);
      const startsAt = new Date(body.startsAt);
      const timeZone = body.timeZone ?? application.clientTimeZone;
      const others = await this.repository.rounds(tx, applicationId);
      const { round } = schedule(application, others, { ...body, startsAt }, tx);
      const promisedDecisionOn = body.promisedDecisionOn ?? null;
      if (promisedDecisionOn) checkPromise({ startsAt, timeZone }, promisedDecisionOn);
      const id = newId();
      const { kind, place = null, people = [] } = body;
      const row = { id, applicationId, round, kind, startsAt: startsAt.toISOString(), timeZone, place };
      await this.repository.insert(tx, { ...row, promisedDecisionOn }, people);
      const ids = { id, applicationId, clientId: application.clientId };
      await this.record(tx, 'interview.scheduled', ids, { round, startsAt, outcome: null });
      return viewOf(await this.repository.last(tx, id), tx);
    });
  }

  change(actor: StaffActor, id: string, version: number, patch: InterviewPatchBody): Promise<InterviewView> {
    return this.database.write(actor, async (tx) => {
      const interview = await this.lock(tx, actor, 'interview.change', id, version);
      const was = asRule(interview);
      const startsAt = patch.startsAt === undefined ? was.startsAt : new Date(patch.startsAt);
      if (startsAt.getTime() !== was.startsAt.getTime())
        checkNewStart({ outcome: interview.applicationOutcome }, was, startsAt, tx);
      const stands = await this.repository.find(tx, 'organization', id);
      if (!stands) throw notFound();
      const { people: given, startsAt: _, ...rest } = patch;
      const people = given && !arePeople(given, stands.people) ? known(given, stands.people) : undefined;
      const columns = { ...changesOf(stands, rest) } as Partial<InterviewEntity>;
      if (startsAt.getTime() !== was.startsAt.getTime()) columns.startsAt = startsAt.toISOString();
      const fields = [...Object.keys(columns), ...(people ? ['people'] : [])];
      if (fields.length === 0) {
        await this.looks.record(tx, { name: 'interview.seen', subjectId: id, clientId: stands.client.id });
        return viewOf(stands, tx);
      }
      const after = { ...interview, ...columns };
      if (after.promisedDecisionOn) checkPromise({ startsAt, timeZone: after.timeZone }, after.promisedDecisionOn);
      await this.save(tx, interview, columns, people);
      await this.record(tx, 'interview.changed', interview, { ...was, startsAt }, fields);
      return viewOf(await this.repository.last(tx, id), tx);
    });
  }

  /** What became of it. Throws 422 for what cannot be known yet; an outcome can be corrected. */
  conclude(actor: StaffActor, id: string, body: NewOutcomeBody): Promise<InterviewView> {
    return this.database.write(actor, async (tx) => {
      const interview = await this.lock(tx, actor, 'interview.change', id);
      const was = asRule(interview);
      conclude(was, body.outcome, tx);
      const { outcome, note, promisedDecisionOn } = body;
      if (promisedDecisionOn) checkPromise({ ...was, timeZone: interview.timeZone }, promisedDecisionOn);
      await this.save(tx, interview, {
        outcome,
        cancelledByMove: null,
        ...(note === undefined ? {} : { outcomeNote: note }),
        ...(promisedDecisionOn === undefined ? {} : { promisedDecisionOn }),
      });
      await this.record(tx, 'interview.outcome-recorded', interview, { ...was, outcome });
      return viewOf(await this.repository.last(tx, id), tx);
    });
  }

  /** Takes it out of every list, and frees its round; can be undone for 30 days. */
  async delete(actor: StaffActor, id: string, version: number): Promise<void> {
    await this.database.write(actor, async (tx) => {
      const interview = await this.lock(tx, actor, 'interview.delete', id, version);
      await this.save(tx, interview, { deletedAt: tx.now.toISOString() });
      await this.record(tx, 'interview.deleted', interview, asRule(interview));
    });
  }

  /**
   * In its own round, or in the next one when another has that now; what is back already stays as it is. Throws 404 after
   * 30 days, 422 `interview.application-ended` for a date to come.
   */
  restore(actor: StaffActor, id: string): Promise<InterviewView> {
    return this.database.write(actor, async (tx) => {
      const found = await this.repository.lockDeleted(tx, sight(actor, 'interview.read'), id);
      const stands = found ? null : await this.repository.lock(tx, sight(actor, 'interview.read'), id);
      const interview = admitted(actor, 'interview.delete', found ?? stands);
      if (stands) {
        await this.looks.record(tx, { name: 'interview.seen', subjectId: id, clientId: stands.clientId });
        return viewOf(await this.repository.last(tx, id), tx);
      }
      const application = await this.applications.lock(tx, actor, 'interview.delete', interview.applicationId);
      const others = await this.repository.rounds(tx, interview.applicationId);
      const { round } = comeBack(application, others, asRule(interview), tx);
      await this.save(tx, interview, { deletedAt: null, round });
      await this.record(tx, 'interview.restored', interview, { ...asRule(interview), round });
      return viewOf(await this.repository.last(tx, id), tx);
    });
  }

  private async save(
    tx: WriteTx,
    interview: LockedInterview,
    columns: Partial<InterviewEntity>,
    people?: readonly PersonBody[],
  ): Promise<void> {
    if (!(await this.repository.update(tx, interview, columns, people)))
      throw new AppError('stale', 'http.version-stale');
  }

  private async record(
    tx: WriteTx,
    name: InterviewEvent['name'],
    ids: { id: string; applicationId: string; clientId: string },
    after: Interview,
    fields?: readonly string[],
  ): Promise<void> {
    const { payload } = interviewEvent(name, ids, after);
    const facts = fields ? { ...payload, fields } : { ...payload };
    await this.ledger.record(tx, { name, subjectId: ids.id, clientId: ids.clientId, payload: facts });
  }

  private async lock(
    tx: WriteTx,
    actor: StaffActor,
    action: Action,
    id: string,
    version: number | null = null,
  ): Promise<LockedInterview> {
    return admitted(actor, action, await this.repository.lock(tx, sight(actor, 'interview.read'), id), version);
  }
}

const asRule = ({ round, outcome, startsAt }: LockedInterview): Interview => ({
  round,
  outcome,
  startsAt: new Date(startsAt),
});

/** With what may be said of it next. */
const viewOf = (row: InterviewListedView, { now }: Pick<Tx, 'now'>): InterviewView => ({
  ...row,
  moves: movesOf({ outcome: row.outcome, startsAt: new Date(row.startsAt) }, { now }),
});

/** The people as given, if every id among them is of somebody there. Throws 422 `interview.person-unknown`. */
function known(given: readonly PersonBody[], stand: InterviewView['people']): readonly PersonBody[] {
  const isThere = (id: string) => stand.some((person) => person.id === id);
  if (given.some(({ id }) => id !== undefined && !isThere(id))) throw refused('interview.person-unknown');
  return given;
}

/** Whether these are the people who stand there: what is not given is null, who has no id is known by the rest. */
const arePeople = (given: readonly PersonBody[], stand: InterviewView['people']): boolean =>
  given.length === stand.length &&
  stand.every(({ id, ...person }, index) => {
    const one: Record<string, unknown> = { ...given[index] };
    return (one.id ?? id) === id && Object.entries(person).every(([name, value]) => (one[name] ?? null) === value);
  });
