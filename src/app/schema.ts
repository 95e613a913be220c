import { ApplicationEntity } from '../features/applications/application.entity.js';
import { StageMoveEntity } from '../features/applications/stage-moves/stage-move.entity.js';
import { BarrierEntity } from '../features/barriers/barrier.entity.js';
import { BarrierMoveEntity } from '../features/barriers/barrier-move.entity.js';
import { RestrictedBarrierEntity } from '../features/barriers/restricted-barrier.entity.js';
import { DebriefLinkEntity } from '../features/client-links/client-link.entity.js';
import { ClientSessionEntity } from '../features/client-links/client-session.entity.js';
import { AssignmentEntity } from '../features/clients/assignment.entity.js';
import { ClientEntity } from '../features/clients/client.entity.js';
import { NetworkContactEntity } from '../features/contacts/network-contact.entity.js';
import { CoverLetterEntity } from '../features/cover-letters/cover-letter.entity.js';
import { LetterReviewEntity } from '../features/cover-letters/letter-review.entity.js';
import { LetterVersionEntity } from '../features/cover-letters/letter-version.entity.js';
import { DebriefAnswerEntity } from '../features/debriefs/checklist/debrief-answer.entity.js';
import { DebriefEntity } from '../features/debriefs/debrief.entity.js';
import { EmployerEntity } from '../features/employers/employer.entity.js';
import { EmployerContactEntity } from '../features/employers/employer-contact.entity.js';
import { FollowUpEntity } from '../features/follow-ups/follow-up.entity.js';
import { InvitationEntity } from '../features/identity/invitations/invitation.entity.js';
import { RefreshTokenEntity } from '../features/identity/sessions/refresh-token.entity.js';
import { SessionEntity } from '../features/identity/sessions/session.entity.js';
import { UserEntity } from '../features/identity/user.entity.js';
import { InterviewEntity } from '../features/interviews/interview.entity.js';
import { InterviewPersonEntity } from '../features/interviews/interview-person.entity.js';
import { LessonEntity } from '../features/lessons/lesson.entity.js';
import { OrganizationEntity } from '../features/organizations/organization.entity.js';
import { FirstSchema1764000000000 } from '../migrations/1764000000000-first-schema.js';
import { FirstWalls1764000000001 } from '../migrations/1764000000001-first-walls.js';
import { FirstPartitions1764000000002 } from '../migrations/1764000000002-first-partitions.js';
import { IdempotencyKeyEntity } from '../platform/database/idempotency-key.entity.js';
import { RequestCounterEntity } from '../platform/http/request-counter.entity.js';
import { DeliveryEntity } from '../platform/ledger/delivery.entity.js';
import { LedgerLineEntity } from '../platform/ledger/ledger-line.entity.js';
import { ClientKeyEntity } from '../platform/sealing/client-key.entity.js';
import { OrganizationKeyEntity } from '../platform/sealing/organization-key.entity.js';

/** Every table and every migration, by name: nothing is found by a file pattern, so nothing is found by accident. */
export const entities = [
  ApplicationEntity,
  AssignmentEntity,
  BarrierEntity,
  BarrierMoveEntity,
  ClientEntity,
  ClientKeyEntity,
  ClientSessionEntity,
  CoverLetterEntity,
  DebriefAnswerEntity,
  DebriefEntity,
  DebriefLinkEntity,
  DeliveryEntity,
  EmployerContactEntity,
  EmployerEntity,
  FollowUpEntity,
  IdempotencyKeyEntity,
  InterviewEntity,
  InterviewPersonEntity,
  InvitationEntity,
  LedgerLineEntity,
  LessonEntity,
  LetterReviewEntity,
  LetterVersionEntity,
  NetworkContactEntity,
  OrganizationEntity,
  OrganizationKeyEntity,
  RefreshTokenEntity,
  RequestCounterEntity,
  RestrictedBarrierEntity,
  SessionEntity,
  StageMoveEntity,
  UserEntity,
];

export const migrations = [FirstSchema1764000000000, FirstWalls1764000000001, FirstPartitions1764000000002];
