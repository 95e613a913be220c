import { Injectable } from '@nestjs/common';
import type { Tx, WriteTx } from '../../../platform/database/tx.js';
import { type Owner, RestrictedDoor } from '../../clients/restricted.door.js';
import type { StageMove } from '../application-state.rules.js';
import { type MoveSecret, secretOf, toldOf, toldReasons } from './secrets.rules.js';
import { type InsertedMove, StageMovesRepository, type StoredMove } from './stage-moves.repository.js';
import type { StageMoveView } from './stage-moves.schemas.js';

const STAGE_MOVE = { table: 'restricted_stage_moves', kind: 'stage-move' };

/** The one place where restricted reasons, quotes and notes of moves are sealed and opened. */
@Injectable()
export class RestrictedMovesService {
  constructor(
    private readonly repository: StageMovesRepository,
    private readonly restricted: RestrictedDoor,
  ) {}

  /** Seals what a move that was just written has to hide; answers the move as whoever wrote it knows it. */
  async seal(tx: WriteTx, clientId: string, stored: InsertedMove, told: StageMove): Promise<StageMoveView> {
    const { keys, move } = stored;
    const secret = secretOf(told);
    if (secret)
      this.repository.seal(tx, move.id, await this.restricted.seal(tx, clientId, STAGE_MOVE, move.id, secret, keys));
    return { ...plain(move), reasons: toldReasons(told), note: told.note };
  }

  /** Moves of one client as the actor may see them: with reasons left as `restricted`, and without quotes and notes, for some. */
  async show(tx: Tx, owner: Owner, moves: readonly StoredMove[]): Promise<StageMoveView[]> {
    const sealed = moves.flatMap(({ id, sealed: text }) => (text === null ? [] : [{ id, sealed: text }]));
    const secrets = await this.restricted.open<MoveSecret>(tx, owner, STAGE_MOVE, sealed);
    return moves.map((move) => {
      const secret = secrets.get(move.id);
      return { ...plain(move), ...(secret ? toldOf(secret) : {}) };
    });
  }
}

/** A move as everybody sees it who sees the application. */
const plain = ({ sealed: _sealed, ...move }: StoredMove): StageMoveView => ({ ...move, note: null });
