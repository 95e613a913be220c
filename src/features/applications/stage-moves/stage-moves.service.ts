import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../../access/access.js';
import type { StaffActor } from '../../../access/actor.js';
import type { SliceOf } from '../../../kernel/slices.js';
import { Database } from '../../../platform/database/database.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { Looks } from '../../../platform/ledger/looks.js';
import { endingStage, type MoveOutcome } from '../application-state.rules.js';
import type { ApplicationEvent, ApplicationEventPayload } from '../applications.events.js';
import { type ApplicationRow, ApplicationsRepository } from '../applications.repository.js';
import { move } from '../applications.rules.js';
import { nextOf } from './next-moves.rules.js';
import { RestrictedMovesService } from './restricted-moves.service.js';
import { StageMovesRepository } from './stage-moves.repository.js';
import type { MovedView, NewStageMoveBody, StageMoveQueryParams, StageMoveView } from './stage-moves.schemas.js';

/** Moving applications on, and the history of that. */
@Injectable()
export class StageMovesService {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationsRepository,
    private readonly repository: StageMovesRepository,
    private readonly restricted: RestrictedMovesService,
    private readonly ledger: Ledger,
    private readonly looks: Looks,
  ) {}

  /** The history of an application, newest first. The look is recorded. */
  list(actor: StaffActor, applicationId: string, query: StageMoveQueryParams): Promise<SliceOf<StageMoveView>> {
    return this.database.read(actor, async (tx) => {
      const found = await this.applications.load(tx, sight(actor, 'application.read'), applicationId);
      const { clientId, coachId } = admitted(actor, 'application.read', found);
      const slice = await this.repository.list(tx, applicationId, query);
      const items = await this.restricted.show(tx, { clientId, coachId }, slice.items);
      await this.looks.record(tx, { name: 'application.history-seen', subjectId: applicationId, clientId });
      return { ...slice, items };
    });
  }

  /** One move, and where the application stands today. The look is recorded. */
  get(actor: StaffActor, applicationId: string, id: string): Promise<MovedView> {
    return this.database.read(actor, async (tx) => {
      const found = await this.repository.find(tx, sight(actor, 'application.read'), applicationId, id);
      const moved = admitted(actor, 'application.read', found && { ...found, coachId: found.application.coach.id });
      const { coachId, application } = moved;
      const { id: clientId } = application.client;
      const [told] = await this.restricted.show(tx, { clientId, coachId }, [moved.move]);
      await this.looks.record(tx, { name: 'application.history-seen', subjectId: applicationId, clientId });
      return viewOf(told as StageMoveView, application);
    });
  }

  /**
   * Moves an application: row, history and ledger line together. Of many at once one wins, the others are refused by
   * the rules for where it then stands. `version`: only if it still has it, else 412.
   */
  move(actor: StaffActor, id: string, version: number | null, body: NewStageMoveBody): Promise<MovedView> {
    return this.database.write(actor, async (tx) => {
      const found = await this.applications.lock(tx, sight(actor, 'application.read'), id);
      const application = admitted(actor, 'application.move', found, version);
      const outcome = move(application, body, { today: tx.today });
      this.applications.change(tx, id, application.version, columnsOf(outcome));
      const stored = await this.repository.insert(tx, id, outcome.history, actor.userId);
      const told = await this.restricted.seal(tx, application.clientId, stored, outcome.history);
      await this.tell(tx, id, outcome.event, told.id);
      return viewOf(told, stored.application);
    });
  }

  /** The first row of the history and its ledger line; they go out with what the caller asks next. */
  async begin(tx: WriteTx, actor: StaffActor, id: string, { history, event }: MoveOutcome): Promise<void> {
    const { id: stageMoveId } = this.repository.begin(tx, id, history, actor.userId);
    await this.tell(tx, id, event, stageMoveId);
  }

  private async tell(tx: WriteTx, id: string, { name, facts }: ApplicationEvent, stageMoveId: string): Promise<void> {
    const payload: ApplicationEventPayload = { ...facts, stageMoveId };
    await this.ledger.record(tx, { name, subjectId: id, clientId: facts.clientId, payload: { ...payload } });
  }
}

/** What a move changes in the row of the application. */
export const columnsOf = ({ state, history }: MoveOutcome) => ({
  ...state,
  endingStage: endingStage(state),
  endedOn: state.outcome ? history.occurredOn : null,
});

/** With what may come next. */
const viewOf = (move: StageMoveView, application: ApplicationRow): MovedView => ({
  move,
  application: { ...application, moves: nextOf(application) },
});
