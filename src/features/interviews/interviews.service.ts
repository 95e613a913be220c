import { Injectable } from '@nestjs/common';
import { require, sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import type { Action } from '../../access/policy.js';
import { changesOf } from '../../kernel/changes.js';
import { AppError, notFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { Slice } from '../../kernel/slices.js';
import { requireVersion } from '../../kernel/versions.js';
import { Database } from '../../platform/database/database.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { Looks } from '../../platform/ledger/looks.js';
import { ApplicationsDoor } from '../applications/applications.door.js';
import type { InterviewEntity } from './interview.entity.js';
import { type InterviewEvent } from './interviews.events.js';
import { InterviewsRepository, type LockedInterview } from './interviews.repository.js';
import { checkNewStart, checkPromise, conclude, type Interview, interviewEvent, schedule } from './interviews.rules.js';
import type {
  InterviewAnswer,
  InterviewPatchBody,
  InterviewQueryParams,
  NewInterviewBody,
  NewOutcomeBody,
  NewPersonBody,
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
  ) {}

  /** The interviews of an application by round. The look is recorded. */
  list(actor: StaffActor, applicationId: string, query: InterviewQueryParams): Promise<Slice<InterviewAnswer>> {
    return this.database.read(actor, async (tx) => {
      const { clientId } = await this.applications.get(tx, actor, 'interview.read', applicationId);
      const page = await this.repository.list(tx, applicationId, query);
      await this.looks.record(tx, { name: 'interview.list-seen', subjectId: applicationId, clientId });
      return page;
    });
  }

  get(actor: StaffActor, id: string): Promise<InterviewAnswer> {
    return this.database.read(actor, async (tx) => {
      const interview = await this.repository.find(tx, sight(actor, 'interview.read'), id);
      if (!interview) throw notFound();
      const { clientId } = interview;
      await this.looks.record(tx, { name: 'interview.seen', subjectId: id, clientId });
      return interview;
    });
  }

  /** A new interview, planned or already held. Two at once get two rounds: the application is locked. */
  schedule(actor: StaffActor, applicationId: string, body: NewInterviewBody): Promise<InterviewAnswer> {
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
      return this.repository.last(tx, id);
    });
  }

  change(actor: StaffActor, id: string, version: number, patch: InterviewPatchBody): Promise<InterviewAnswer> {
    return this.database.write(actor, async (tx) => {
      const interview = await this.lock(tx, actor, 'interview.change', id);
      requireVersion(version, interview.version);
      const was = asRule(interview);
      const startsAt = patch.startsAt === undefined ? was.startsAt : new Date(patch.startsAt);
      if (startsAt.getTime() !== was.startsAt.getTime())
        checkNewStart({ outcome: interview.applicationOutcome }, was, startsAt, tx);
      const stands = await this.repository.find(tx, 'organization', id);
      if (!stands) throw notFound();
      const { people: given, startsAt: _, ...rest } = patch;
      const people = given && !arePeople(given, stands.people) ? given : undefined;
      const columns = { ...changesOf(stands, rest) } as Partial<InterviewEntity>;
      if (startsAt.getTime() !== was.startsAt.getTime()) columns.startsAt = startsAt.toISOString();
      const fields = [...Object.keys(columns), ...(people ? ['people'] : [])];
      if (fields.length === 0) return stands;
      const after = { ...interview, ...columns };
      if (after.promisedDecisionOn) checkPromise({ startsAt, timeZone: after.timeZone }, after.promisedDecisionOn);
      await this.save(tx, interview, columns, people);
      await this.record(tx, 'interview.changed', interview, { ...was, startsAt }, fields);
      return this.repository.last(tx, id);
    });
  }

  /** What became of it. Throws 422 for what cannot be known yet; an outcome can be corrected. */
  conclude(actor: StaffActor, id: string, body: NewOutcomeBody): Promise<InterviewAnswer> {
    return this.database.write(actor, async (tx) => {
      const interview = await this.lock(tx, actor, 'interview.change', id);
      const was = asRule(interview);
      conclude(was, body.outcome, tx);
      const { outcome, note, promisedDecisionOn } = body;
      if (promisedDecisionOn) checkPromise({ ...was, timeZone: interview.timeZone }, promisedDecisionOn);
      await this.save(tx, interview, {
        outcome,
        ...(note === undefined ? {} : { outcomeNote: note }),
        ...(promisedDecisionOn === undefined ? {} : { promisedDecisionOn }),
      });
      await this.record(tx, 'interview.outcome-recorded', interview, { ...was, outcome });
      return this.repository.last(tx, id);
    });
  }

  private async save(
    tx: WriteTx,
    interview: LockedInterview,
    columns: Partial<InterviewEntity>,
    people?: readonly NewPersonBody[],
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

  private async lock(tx: WriteTx, actor: StaffActor, action: Action, id: string): Promise<LockedInterview> {
    const interview = await this.repository.lock(tx, sight(actor, 'interview.read'), id);
    if (!interview) throw notFound();
    require(actor, action, { coachId: interview.coachId });
    return interview;
  }
}

const asRule = ({ round, outcome, startsAt }: LockedInterview): Interview => ({
  round,
  outcome,
  startsAt: new Date(startsAt),
});

/** Whether these are the people who stand there: what is not given is null. */
const arePeople = (given: readonly NewPersonBody[], stand: InterviewAnswer['people']): boolean =>
  given.length === stand.length &&
  stand.every((person, index) =>
    Object.entries(person).every(
      ([name, value]) => ((given[index] as Record<string, unknown> | undefined)?.[name] ?? null) === value,
    ),
  );
