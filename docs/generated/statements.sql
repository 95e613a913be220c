-- Every statement by room, with its tables. Generated from `src/**/*.repository.ts` and the entities; of a list its
-- usual form: sorts and filters vary it.


-- == applications ==

-- applications.come-back-with-client: applications
update applications set version = version + 1, updated_at = now() where organization_id = $1 and client_id = $2 and deleted_at is null;

-- applications.counts.count-out: application_count_deltas, application_count_marks, applications, clients
with mark as (
  insert into application_count_marks as k (organization_id, clients_out_until)
  values ($1, now() - interval '31 days')
  on conflict (organization_id) do update
  set clients_out_until = greatest(k.clients_out_until, excluded.clients_out_until)
  returning coalesce(old.clients_out_until, '-infinity') as since, new.clients_out_until as until)
  insert into application_count_deltas (organization_id, applied_on, furthest_stage, standing, change)
  select $1, a.applied_on, a.furthest_stage, coalesce(a.outcome, 'open'), -count(*)
  from mark
  join clients c on c.organization_id = $1 and c.deleted_at > mark.since and c.deleted_at <= mark.until
  join applications a on a.organization_id = c.organization_id and a.client_id = c.id
  where a.applied_on is not null and a.deleted_at is null
  and a.outcome is distinct from 'duplicate'
  group by 2, 3, 4;

-- applications.counts.differences: application_count_deltas, application_count_marks, application_counts, applications, clients
select applied_on as "appliedOn", furthest_stage as "furthestStage", standing, counted, real
  from (
  with counted as (
  select applied_on, furthest_stage, standing, sum(count)::int as count
  from (
  select applied_on, furthest_stage, standing, count from application_counts where organization_id = $1
  union all
  select applied_on, furthest_stage, standing, change from application_count_deltas where organization_id = $1
  union all
  select a.applied_on, a.furthest_stage, coalesce(a.outcome, 'open') as standing, -1
  from clients c join applications a on a.organization_id = c.organization_id and a.client_id = c.id
  where c.organization_id = $1 and c.deleted_at > (select coalesce(max(k.clients_out_until), '-infinity') from application_count_marks k where k.organization_id = $1) and a.applied_on is not null and a.deleted_at is null
  and a.outcome is distinct from 'duplicate') as parts group by 1, 2, 3),
  real as (
  select a.applied_on, a.furthest_stage, coalesce(a.outcome, 'open') as standing, count(*)::int as count
  from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and c.deleted_at is null and a.deleted_at is null and a.applied_on is not null and a.deleted_at is null
  and a.outcome is distinct from 'duplicate'
  group by 1, 2, 3)
  select applied_on, furthest_stage, standing, coalesce(counted.count, 0) as counted, coalesce(real.count, 0) as real
  from counted full join real using (applied_on, furthest_stage, standing)
  where coalesce(counted.count, 0) <> coalesce(real.count, 0)) as wrong order by 1, 2, 3;

-- applications.counts.fold: application_count_deltas, application_counts
with due as (
  select organization_id, id from application_count_deltas order by organization_id, id limit 10000),
  gone as (
  delete from application_count_deltas d using due
  where d.organization_id = due.organization_id and d.id = due.id
  returning d.organization_id, d.applied_on, d.furthest_stage, d.standing, d.change),
  folded as (
  insert into application_counts as k (organization_id, applied_on, furthest_stage, standing, count)
  select organization_id, applied_on, furthest_stage, standing, sum(change) from gone
  group by 1, 2, 3, 4 having sum(change) <> 0 order by 1, 2, 3, 4
  on conflict (organization_id, applied_on, furthest_stage, standing) do update set count = k.count + excluded.count)
  select count(*)::int as folded from gone;

-- applications.counts.mend: application_count_deltas, application_count_marks, application_counts, applications, clients
insert into application_count_deltas (organization_id, applied_on, furthest_stage, standing, change)
  select $1, applied_on, furthest_stage, standing, real - counted from (
  with counted as (
  select applied_on, furthest_stage, standing, sum(count)::int as count
  from (
  select applied_on, furthest_stage, standing, count from application_counts where organization_id = $1
  union all
  select applied_on, furthest_stage, standing, change from application_count_deltas where organization_id = $1
  union all
  select a.applied_on, a.furthest_stage, coalesce(a.outcome, 'open') as standing, -1
  from clients c join applications a on a.organization_id = c.organization_id and a.client_id = c.id
  where c.organization_id = $1 and c.deleted_at > (select coalesce(max(k.clients_out_until), '-infinity') from application_count_marks k where k.organization_id = $1) and a.applied_on is not null and a.deleted_at is null
  and a.outcome is distinct from 'duplicate') as parts group by 1, 2, 3),
  real as (
  select a.applied_on, a.furthest_stage, coalesce(a.outcome, 'open') as standing, count(*)::int as count
  from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and c.deleted_at is null and a.deleted_at is null and a.applied_on is not null and a.deleted_at is null
  and a.outcome is distinct from 'duplicate'
  group by 1, 2, 3)
  select applied_on, furthest_stage, standing, coalesce(counted.count, 0) as counted, coalesce(real.count, 0) as real
  from counted full join real using (applied_on, furthest_stage, standing)
  where coalesce(counted.count, 0) <> coalesce(real.count, 0)) as wrong;

-- applications.counts.organizations: organizations
select id from organizations order by id;

-- applications.find.none: applications, clients, employers, users
select a.id as "id", a.external_id as "externalId", a.client_id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", c.coach_id as "coach.id", (select u.name from users u where u.organization_id = c.organization_id and u.id = c.coach_id) as "coach.name", a.employer_id as "employer.id", (select e.name from employers e where e.organization_id = a.organization_id and e.id = a.employer_id) as "employer.name", a.job_title as "jobTitle", a.posting_url as "postingUrl", a.source as "source", a.stage as "stage", a.outcome as "outcome", a.outcome is null as "isOpen", a.furthest_stage as "furthestStage", a.ending_stage as "endingStage", a.applied_on as "appliedOn", a.ended_on as "endedOn", a.created_at as "createdAt", a.updated_at as "updatedAt", a.version as "version", a.posting_text as "postingText", a.sent_letter_id as "sentLetter.id", a.sent_letter_number as "sentLetter.number" from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and a.id = $2 and false and c.deleted_at is null and a.deleted_at is null;

-- applications.find.organization: applications, clients, employers, users
select a.id as "id", a.external_id as "externalId", a.client_id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", c.coach_id as "coach.id", (select u.name from users u where u.organization_id = c.organization_id and u.id = c.coach_id) as "coach.name", a.employer_id as "employer.id", (select e.name from employers e where e.organization_id = a.organization_id and e.id = a.employer_id) as "employer.name", a.job_title as "jobTitle", a.posting_url as "postingUrl", a.source as "source", a.stage as "stage", a.outcome as "outcome", a.outcome is null as "isOpen", a.furthest_stage as "furthestStage", a.ending_stage as "endingStage", a.applied_on as "appliedOn", a.ended_on as "endedOn", a.created_at as "createdAt", a.updated_at as "updatedAt", a.version as "version", a.posting_text as "postingText", a.sent_letter_id as "sentLetter.id", a.sent_letter_number as "sentLetter.number" from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and a.id = $2 and c.deleted_at is null and a.deleted_at is null;

-- applications.find.own: applications, clients, employers, users
select a.id as "id", a.external_id as "externalId", a.client_id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", c.coach_id as "coach.id", (select u.name from users u where u.organization_id = c.organization_id and u.id = c.coach_id) as "coach.name", a.employer_id as "employer.id", (select e.name from employers e where e.organization_id = a.organization_id and e.id = a.employer_id) as "employer.name", a.job_title as "jobTitle", a.posting_url as "postingUrl", a.source as "source", a.stage as "stage", a.outcome as "outcome", a.outcome is null as "isOpen", a.furthest_stage as "furthestStage", a.ending_stage as "endingStage", a.applied_on as "appliedOn", a.ended_on as "endedOn", a.created_at as "createdAt", a.updated_at as "updatedAt", a.version as "version", a.posting_text as "postingText", a.sent_letter_id as "sentLetter.id", a.sent_letter_number as "sentLetter.number" from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and a.id = $2 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null and a.deleted_at is null;

-- applications.list.none: applications, clients, employers, users
select a.id as "id", a.external_id as "externalId", a.client_id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", c.coach_id as "coach.id", (select u.name from users u where u.organization_id = c.organization_id and u.id = c.coach_id) as "coach.name", a.employer_id as "employer.id", (select e.name from employers e where e.organization_id = a.organization_id and e.id = a.employer_id) as "employer.name", a.job_title as "jobTitle", a.posting_url as "postingUrl", a.source as "source", a.stage as "stage", a.outcome as "outcome", a.outcome is null as "isOpen", a.furthest_stage as "furthestStage", a.ending_stage as "endingStage", a.applied_on as "appliedOn", a.ended_on as "endedOn", a.created_at as "createdAt", a.updated_at as "updatedAt", a.version as "version" from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and false and c.deleted_at is null and a.deleted_at is null    order by a.id desc limit 51;

-- applications.list.organization: applications, clients, employers, users
select a.id as "id", a.external_id as "externalId", a.client_id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", c.coach_id as "coach.id", (select u.name from users u where u.organization_id = c.organization_id and u.id = c.coach_id) as "coach.name", a.employer_id as "employer.id", (select e.name from employers e where e.organization_id = a.organization_id and e.id = a.employer_id) as "employer.name", a.job_title as "jobTitle", a.posting_url as "postingUrl", a.source as "source", a.stage as "stage", a.outcome as "outcome", a.outcome is null as "isOpen", a.furthest_stage as "furthestStage", a.ending_stage as "endingStage", a.applied_on as "appliedOn", a.ended_on as "endedOn", a.created_at as "createdAt", a.updated_at as "updatedAt", a.version as "version" from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and c.deleted_at is null and a.deleted_at is null    order by a.id desc limit 51;

-- applications.list.own: applications, clients, employers, users
select a.id as "id", a.external_id as "externalId", a.client_id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", c.coach_id as "coach.id", (select u.name from users u where u.organization_id = c.organization_id and u.id = c.coach_id) as "coach.name", a.employer_id as "employer.id", (select e.name from employers e where e.organization_id = a.organization_id and e.id = a.employer_id) as "employer.name", a.job_title as "jobTitle", a.posting_url as "postingUrl", a.source as "source", a.stage as "stage", a.outcome as "outcome", a.outcome is null as "isOpen", a.furthest_stage as "furthestStage", a.ending_stage as "endingStage", a.applied_on as "appliedOn", a.ended_on as "endedOn", a.created_at as "createdAt", a.updated_at as "updatedAt", a.version as "version" from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null and a.deleted_at is null    order by a.id desc limit 51;

-- applications.load.none: applications, clients
select a.id as "id", a.external_id as "externalId", a.job_title as "jobTitle", a.posting_url as "postingUrl", a.posting_text as "postingText", a.version as "version", a.stage as "stage", a.outcome as "outcome", a.furthest_stage as "furthestStage", a.applied_on as "appliedOn", a.ended_on as "endedOn", a.client_id as "clientId", c.coach_id as "coachId", c.time_zone as "clientTimeZone", a.reached_before_reopening as "reachedBeforeReopening", a.last_moved_on as "lastMovedOn" from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and a.id = $2 and false and c.deleted_at is null and a.deleted_at is null;

-- applications.load.organization: applications, clients
select a.id as "id", a.external_id as "externalId", a.job_title as "jobTitle", a.posting_url as "postingUrl", a.posting_text as "postingText", a.version as "version", a.stage as "stage", a.outcome as "outcome", a.furthest_stage as "furthestStage", a.applied_on as "appliedOn", a.ended_on as "endedOn", a.client_id as "clientId", c.coach_id as "coachId", c.time_zone as "clientTimeZone", a.reached_before_reopening as "reachedBeforeReopening", a.last_moved_on as "lastMovedOn" from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and a.id = $2 and c.deleted_at is null and a.deleted_at is null;

-- applications.load.own: applications, clients
select a.id as "id", a.external_id as "externalId", a.job_title as "jobTitle", a.posting_url as "postingUrl", a.posting_text as "postingText", a.version as "version", a.stage as "stage", a.outcome as "outcome", a.furthest_stage as "furthestStage", a.applied_on as "appliedOn", a.ended_on as "endedOn", a.client_id as "clientId", c.coach_id as "coachId", c.time_zone as "clientTimeZone", a.reached_before_reopening as "reachedBeforeReopening", a.last_moved_on as "lastMovedOn" from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and a.id = $2 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null and a.deleted_at is null;

-- applications.lock-deleted.none: applications, clients
select a.id as "id", a.external_id as "externalId", a.job_title as "jobTitle", a.posting_url as "postingUrl", a.posting_text as "postingText", a.version as "version", a.stage as "stage", a.outcome as "outcome", a.furthest_stage as "furthestStage", a.applied_on as "appliedOn", a.ended_on as "endedOn", a.client_id as "clientId", c.coach_id as "coachId", c.time_zone as "clientTimeZone", a.reached_before_reopening as "reachedBeforeReopening", a.last_moved_on as "lastMovedOn" from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and a.id = $2 and false and c.deleted_at is null
  and a.deleted_at > now() - interval '30 days' for update of a;

-- applications.lock-deleted.organization: applications, clients
select a.id as "id", a.external_id as "externalId", a.job_title as "jobTitle", a.posting_url as "postingUrl", a.posting_text as "postingText", a.version as "version", a.stage as "stage", a.outcome as "outcome", a.furthest_stage as "furthestStage", a.applied_on as "appliedOn", a.ended_on as "endedOn", a.client_id as "clientId", c.coach_id as "coachId", c.time_zone as "clientTimeZone", a.reached_before_reopening as "reachedBeforeReopening", a.last_moved_on as "lastMovedOn" from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and a.id = $2 and c.deleted_at is null
  and a.deleted_at > now() - interval '30 days' for update of a;

-- applications.lock-deleted.own: applications, clients
select a.id as "id", a.external_id as "externalId", a.job_title as "jobTitle", a.posting_url as "postingUrl", a.posting_text as "postingText", a.version as "version", a.stage as "stage", a.outcome as "outcome", a.furthest_stage as "furthestStage", a.applied_on as "appliedOn", a.ended_on as "endedOn", a.client_id as "clientId", c.coach_id as "coachId", c.time_zone as "clientTimeZone", a.reached_before_reopening as "reachedBeforeReopening", a.last_moved_on as "lastMovedOn" from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and a.id = $2 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null
  and a.deleted_at > now() - interval '30 days' for update of a;

-- applications.lock.none: applications, clients
select a.id as "id", a.external_id as "externalId", a.job_title as "jobTitle", a.posting_url as "postingUrl", a.posting_text as "postingText", a.version as "version", a.stage as "stage", a.outcome as "outcome", a.furthest_stage as "furthestStage", a.applied_on as "appliedOn", a.ended_on as "endedOn", a.client_id as "clientId", c.coach_id as "coachId", c.time_zone as "clientTimeZone", a.reached_before_reopening as "reachedBeforeReopening", a.last_moved_on as "lastMovedOn" from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and a.id = $2 and false and c.deleted_at is null and a.deleted_at is null for update of a;

-- applications.lock.organization: applications, clients
select a.id as "id", a.external_id as "externalId", a.job_title as "jobTitle", a.posting_url as "postingUrl", a.posting_text as "postingText", a.version as "version", a.stage as "stage", a.outcome as "outcome", a.furthest_stage as "furthestStage", a.applied_on as "appliedOn", a.ended_on as "endedOn", a.client_id as "clientId", c.coach_id as "coachId", c.time_zone as "clientTimeZone", a.reached_before_reopening as "reachedBeforeReopening", a.last_moved_on as "lastMovedOn" from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and a.id = $2 and c.deleted_at is null and a.deleted_at is null for update of a;

-- applications.lock.own: applications, clients
select a.id as "id", a.external_id as "externalId", a.job_title as "jobTitle", a.posting_url as "postingUrl", a.posting_text as "postingText", a.version as "version", a.stage as "stage", a.outcome as "outcome", a.furthest_stage as "furthestStage", a.applied_on as "appliedOn", a.ended_on as "endedOn", a.client_id as "clientId", c.coach_id as "coachId", c.time_zone as "clientTimeZone", a.reached_before_reopening as "reachedBeforeReopening", a.last_moved_on as "lastMovedOn" from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and a.id = $2 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null and a.deleted_at is null for update of a;

-- applications.moves.begin: stage_move_reasons, stage_moves
with m as (
  insert into stage_moves (organization_id, application_id, kind, from_position, to_position, occurred_on,
  learned_by, moved_by, id, issue_debrief)
  values ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, uuidv7()), $11)
  returning *),
  why as (
  insert into stage_move_reasons (organization_id, stage_move_id, position, code, source)
  select $1, m.id, r.position, r.value ->> 'code', r.value ->> 'source'
  from m, jsonb_array_elements($10::jsonb) with ordinality as r(value, position))
  select from m;

-- applications.moves.find.none: applications, clients, employers, restricted_stage_moves, stage_move_reasons, stage_moves, users
select m.id as "move.id", m.application_id as "move.applicationId", m.kind as "move.kind", m.from_position as "move.from", m.to_position as "move.to", m.occurred_on as "move.occurredOn", (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'source', r.source, 'quote', null::text) order by r.position), '[]') from stage_move_reasons r where r.organization_id = m.organization_id and r.stage_move_id = m.id) as "move.reasons", m.learned_by as "move.learnedBy", (select s.sealed from restricted_stage_moves s
  where s.organization_id = m.organization_id and s.stage_move_id = m.id) as "move.sealed", m.moved_by as "move.movedBy.id", (select u.name from users u where u.organization_id = m.organization_id and u.id = m.moved_by) as "move.movedBy.name", m.created_at as "move.createdAt", a.id as "application.id", a.external_id as "application.externalId", a.client_id as "application.client.id", coalesce(c.preferred_name, c.legal_name) as "application.client.name", c.coach_id as "application.coach.id", (select u.name from users u where u.organization_id = c.organization_id and u.id = c.coach_id) as "application.coach.name", a.employer_id as "application.employer.id", (select e.name from employers e where e.organization_id = a.organization_id and e.id = a.employer_id) as "application.employer.name", a.job_title as "application.jobTitle", a.posting_url as "application.postingUrl", a.source as "application.source", a.stage as "application.stage", a.outcome as "application.outcome", a.outcome is null as "application.isOpen", a.furthest_stage as "application.furthestStage", a.ending_stage as "application.endingStage", a.applied_on as "application.appliedOn", a.ended_on as "application.endedOn", a.created_at as "application.createdAt", a.updated_at as "application.updatedAt", a.version as "application.version", a.posting_text as "application.postingText", a.sent_letter_id as "application.sentLetter.id", a.sent_letter_number as "application.sentLetter.number" from stage_moves m join applications a on a.organization_id = m.organization_id and a.id = m.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where m.organization_id = $1 and m.application_id = $2 and m.id = $3 and false and c.deleted_at is null and a.deleted_at is null;

-- applications.moves.find.organization: applications, clients, employers, restricted_stage_moves, stage_move_reasons, stage_moves, users
select m.id as "move.id", m.application_id as "move.applicationId", m.kind as "move.kind", m.from_position as "move.from", m.to_position as "move.to", m.occurred_on as "move.occurredOn", (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'source', r.source, 'quote', null::text) order by r.position), '[]') from stage_move_reasons r where r.organization_id = m.organization_id and r.stage_move_id = m.id) as "move.reasons", m.learned_by as "move.learnedBy", (select s.sealed from restricted_stage_moves s
  where s.organization_id = m.organization_id and s.stage_move_id = m.id) as "move.sealed", m.moved_by as "move.movedBy.id", (select u.name from users u where u.organization_id = m.organization_id and u.id = m.moved_by) as "move.movedBy.name", m.created_at as "move.createdAt", a.id as "application.id", a.external_id as "application.externalId", a.client_id as "application.client.id", coalesce(c.preferred_name, c.legal_name) as "application.client.name", c.coach_id as "application.coach.id", (select u.name from users u where u.organization_id = c.organization_id and u.id = c.coach_id) as "application.coach.name", a.employer_id as "application.employer.id", (select e.name from employers e where e.organization_id = a.organization_id and e.id = a.employer_id) as "application.employer.name", a.job_title as "application.jobTitle", a.posting_url as "application.postingUrl", a.source as "application.source", a.stage as "application.stage", a.outcome as "application.outcome", a.outcome is null as "application.isOpen", a.furthest_stage as "application.furthestStage", a.ending_stage as "application.endingStage", a.applied_on as "application.appliedOn", a.ended_on as "application.endedOn", a.created_at as "application.createdAt", a.updated_at as "application.updatedAt", a.version as "application.version", a.posting_text as "application.postingText", a.sent_letter_id as "application.sentLetter.id", a.sent_letter_number as "application.sentLetter.number" from stage_moves m join applications a on a.organization_id = m.organization_id and a.id = m.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where m.organization_id = $1 and m.application_id = $2 and m.id = $3 and c.deleted_at is null and a.deleted_at is null;

-- applications.moves.find.own: applications, clients, employers, restricted_stage_moves, stage_move_reasons, stage_moves, users
select m.id as "move.id", m.application_id as "move.applicationId", m.kind as "move.kind", m.from_position as "move.from", m.to_position as "move.to", m.occurred_on as "move.occurredOn", (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'source', r.source, 'quote', null::text) order by r.position), '[]') from stage_move_reasons r where r.organization_id = m.organization_id and r.stage_move_id = m.id) as "move.reasons", m.learned_by as "move.learnedBy", (select s.sealed from restricted_stage_moves s
  where s.organization_id = m.organization_id and s.stage_move_id = m.id) as "move.sealed", m.moved_by as "move.movedBy.id", (select u.name from users u where u.organization_id = m.organization_id and u.id = m.moved_by) as "move.movedBy.name", m.created_at as "move.createdAt", a.id as "application.id", a.external_id as "application.externalId", a.client_id as "application.client.id", coalesce(c.preferred_name, c.legal_name) as "application.client.name", c.coach_id as "application.coach.id", (select u.name from users u where u.organization_id = c.organization_id and u.id = c.coach_id) as "application.coach.name", a.employer_id as "application.employer.id", (select e.name from employers e where e.organization_id = a.organization_id and e.id = a.employer_id) as "application.employer.name", a.job_title as "application.jobTitle", a.posting_url as "application.postingUrl", a.source as "application.source", a.stage as "application.stage", a.outcome as "application.outcome", a.outcome is null as "application.isOpen", a.furthest_stage as "application.furthestStage", a.ending_stage as "application.endingStage", a.applied_on as "application.appliedOn", a.ended_on as "application.endedOn", a.created_at as "application.createdAt", a.updated_at as "application.updatedAt", a.version as "application.version", a.posting_text as "application.postingText", a.sent_letter_id as "application.sentLetter.id", a.sent_letter_number as "application.sentLetter.number" from stage_moves m join applications a on a.organization_id = m.organization_id and a.id = m.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where m.organization_id = $1 and m.application_id = $2 and m.id = $3 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null and a.deleted_at is null;

-- applications.moves.insert: applications, client_keys, clients, employers, organization_keys, stage_move_reasons, stage_moves, users
with m as (
  insert into stage_moves (organization_id, application_id, kind, from_position, to_position, occurred_on,
  learned_by, moved_by, id, issue_debrief)
  values ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, uuidv7()), $11)
  returning *),
  why as (
  insert into stage_move_reasons (organization_id, stage_move_id, position, code, source)
  select $1, m.id, r.position, r.value ->> 'code', r.value ->> 'source'
  from m, jsonb_array_elements($10::jsonb) with ordinality as r(value, position))
  select m.id as "move.id", m.application_id as "move.applicationId", m.kind as "move.kind", m.from_position as "move.from", m.to_position as "move.to", m.occurred_on as "move.occurredOn", $10::jsonb as "move.reasons", m.learned_by as "move.learnedBy", null::text as "move.sealed", m.moved_by as "move.movedBy.id", (select u.name from users u where u.organization_id = m.organization_id and u.id = m.moved_by) as "move.movedBy.name", m.created_at as "move.createdAt", a.id as "application.id", a.external_id as "application.externalId", a.client_id as "application.client.id", coalesce(c.preferred_name, c.legal_name) as "application.client.name", c.coach_id as "application.coach.id", (select u.name from users u where u.organization_id = c.organization_id and u.id = c.coach_id) as "application.coach.name", a.employer_id as "application.employer.id", (select e.name from employers e where e.organization_id = a.organization_id and e.id = a.employer_id) as "application.employer.name", a.job_title as "application.jobTitle", a.posting_url as "application.postingUrl", a.source as "application.source", a.stage as "application.stage", a.outcome as "application.outcome", a.outcome is null as "application.isOpen", a.furthest_stage as "application.furthestStage", a.ending_stage as "application.endingStage", a.applied_on as "application.appliedOn", a.ended_on as "application.endedOn", a.created_at as "application.createdAt", a.updated_at as "application.updatedAt", a.version as "application.version", a.posting_text as "application.postingText", a.sent_letter_id as "application.sentLetter.id", a.sent_letter_number as "application.sentLetter.number", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = a.client_id) as "keys" from m join applications a on a.organization_id = m.organization_id and a.id = m.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id;

-- applications.moves.list: restricted_stage_moves, stage_move_reasons, stage_moves, users
select m.id as "id", m.application_id as "applicationId", m.kind as "kind", m.from_position as "from", m.to_position as "to", m.occurred_on as "occurredOn", (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'source', r.source, 'quote', null::text) order by r.position), '[]') from stage_move_reasons r where r.organization_id = m.organization_id and r.stage_move_id = m.id) as "reasons", m.learned_by as "learnedBy", (select s.sealed from restricted_stage_moves s
  where s.organization_id = m.organization_id and s.stage_move_id = m.id) as "sealed", m.moved_by as "movedBy.id", (select u.name from users u where u.organization_id = m.organization_id and u.id = m.moved_by) as "movedBy.name", m.created_at as "createdAt" from stage_moves m where m.organization_id = $1 and m.application_id = $2    order by m.id desc limit 51;

-- applications.moves.seal: restricted_stage_moves
insert into restricted_stage_moves (organization_id, stage_move_id, sealed) values ($1, $2, $3);

-- applications.moves.way: stage_moves
select m.kind, m.from_position as "from", m.to_position as "to" from stage_moves m
  where m.organization_id = $1 and m.application_id = $2 order by m.id;

-- applications.with-external-id: applications, clients
select a.id, c.coach_id as "coachId", a.client_id as "clientId", a.version, c.deleted_at is not null as "isGone"
  from applications a join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and a.external_id = $2 and a.deleted_at is null;

-- rows.insert.application_count_deltas.pmiEzw1S: application_count_deltas
insert into application_count_deltas (organization_id, id, created_at, applied_on, furthest_stage, standing, change) values ($1, $2, $3, $4, $5, $6, $7);

-- rows.insert.application_count_marks.GUcOvkEF: application_count_marks
insert into application_count_marks (organization_id, clients_out_until) values ($1, $2);

-- rows.insert.application_counts.J3rRv4IC: application_counts
insert into application_counts (organization_id, applied_on, furthest_stage, standing, count) values ($1, $2, $3, $4, $5);

-- rows.insert.applications.1l-fgxY0: applications
insert into applications (organization_id, id, created_at, version, updated_at, client_id, employer_id, job_title, posting_url, posting_text, source, external_id, applied_on, stage, furthest_stage, outcome, ending_stage, ended_on, reached_before_reopening, last_moved_on, sent_letter_id, sent_letter_number, deleted_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23);

-- rows.insert.restricted_stage_moves.vi8wj8eO: restricted_stage_moves
insert into restricted_stage_moves (organization_id, stage_move_id, sealed) values ($1, $2, $3);

-- rows.insert.stage_move_reasons.ZHGtJYSG: stage_move_reasons
insert into stage_move_reasons (organization_id, id, created_at, stage_move_id, position, code, source) values ($1, $2, $3, $4, $5, $6, $7);

-- rows.insert.stage_moves.rQEVq03p: stage_moves
insert into stage_moves (organization_id, id, created_at, application_id, kind, from_position, to_position, occurred_on, learned_by, issue_debrief, moved_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- rows.update.applications.vHxhhzD7: applications
update applications set client_id = $4, employer_id = $5, job_title = $6, posting_url = $7, posting_text = $8, source = $9, external_id = $10, applied_on = $11, stage = $12, furthest_stage = $13, outcome = $14, ending_stage = $15, ended_on = $16, reached_before_reopening = $17, last_moved_on = $18, sent_letter_id = $19, sent_letter_number = $20, deleted_at = $21, version = version + 1, updated_at = now()
  where organization_id = $1 and id = $2 and (version = $3 or $3 = -1);


-- == audit ==

-- audit.knows-client: clients
select 1 as yes from clients where organization_id = $1 and id = $2;

-- audit.list: ledger_lines, users
select l.id as "id", l.occurred_at as "occurredAt", l.actor_kind as "actor.kind", l.actor_id as "actor.id", (select u.name from users u
  where u.organization_id = l.organization_id and u.id = l.actor_id and l.actor_kind = 'staff') as "actor.name", l.name as "name", l.subject_id as "subjectId", l.client_id as "clientId", l.payload as "facts", l.request_id as "requestId", (l.occurred_at)::text as "sort.key0" from ledger_lines l where l.organization_id = $1    order by l.occurred_at desc, l.id desc limit 51;

-- audit.list-by-id: ledger_lines, users
select l.id as "id", l.occurred_at as "occurredAt", l.actor_kind as "actor.kind", l.actor_id as "actor.id", (select u.name from users u
  where u.organization_id = l.organization_id and u.id = l.actor_id and l.actor_kind = 'staff') as "actor.name", l.name as "name", l.subject_id as "subjectId", l.client_id as "clientId", l.payload as "facts", l.request_id as "requestId" from ledger_lines l where l.organization_id = $1    order by l.id desc limit 51;


-- == barriers ==

-- barriers.come-back-with-client: barriers
update barriers set version = version + 1, updated_at = now() where organization_id = $1 and client_id = $2 and barriers.deleted_at is null;

-- barriers.find.none: barrier_moves, barriers, clients, users
select b.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", b.kind as "kind", b.severity as "severity", b.note as "note", b.status as "status", b.created_at as "createdAt", b.updated_at as "updatedAt", b.version as "version", b.client_id as "clientId", c.coach_id as "coachId", (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'from', m.from_status, 'to', m.to_status, 'evidence', m.evidence, 'note', m.note, 'movedBy', case when m.moved_by is not null then jsonb_build_object('id', m.moved_by, 'name', u.name) end, 'occurredOn', m.occurred_on, 'createdAt', to_char(m.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by m.id desc), '[]') from (select * from barrier_moves where organization_id = b.organization_id and barrier_id = b.id
  order by id desc limit 50) m join users u on u.organization_id = m.organization_id and u.id = m.moved_by) as "history" from barriers b join clients c on c.organization_id = b.organization_id and c.id = b.client_id where b.organization_id = $1 and b.id = $2 and b.deleted_at is null and false and c.deleted_at is null;

-- barriers.find.organization: barrier_moves, barriers, clients, users
select b.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", b.kind as "kind", b.severity as "severity", b.note as "note", b.status as "status", b.created_at as "createdAt", b.updated_at as "updatedAt", b.version as "version", b.client_id as "clientId", c.coach_id as "coachId", (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'from', m.from_status, 'to', m.to_status, 'evidence', m.evidence, 'note', m.note, 'movedBy', case when m.moved_by is not null then jsonb_build_object('id', m.moved_by, 'name', u.name) end, 'occurredOn', m.occurred_on, 'createdAt', to_char(m.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by m.id desc), '[]') from (select * from barrier_moves where organization_id = b.organization_id and barrier_id = b.id
  order by id desc limit 50) m join users u on u.organization_id = m.organization_id and u.id = m.moved_by) as "history" from barriers b join clients c on c.organization_id = b.organization_id and c.id = b.client_id where b.organization_id = $1 and b.id = $2 and b.deleted_at is null and c.deleted_at is null;

-- barriers.find.own: barrier_moves, barriers, clients, users
select b.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", b.kind as "kind", b.severity as "severity", b.note as "note", b.status as "status", b.created_at as "createdAt", b.updated_at as "updatedAt", b.version as "version", b.client_id as "clientId", c.coach_id as "coachId", (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'from', m.from_status, 'to', m.to_status, 'evidence', m.evidence, 'note', m.note, 'movedBy', case when m.moved_by is not null then jsonb_build_object('id', m.moved_by, 'name', u.name) end, 'occurredOn', m.occurred_on, 'createdAt', to_char(m.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by m.id desc), '[]') from (select * from barrier_moves where organization_id = b.organization_id and barrier_id = b.id
  order by id desc limit 50) m join users u on u.organization_id = m.organization_id and u.id = m.moved_by) as "history" from barriers b join clients c on c.organization_id = b.organization_id and c.id = b.client_id where b.organization_id = $1 and b.id = $2 and b.deleted_at is null and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null;

-- barriers.list: barriers, clients
select b.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", b.kind as "kind", b.severity as "severity", b.note as "note", b.status as "status", b.created_at as "createdAt", b.updated_at as "updatedAt", b.version as "version" from barriers b join clients c on c.organization_id = b.organization_id and c.id = b.client_id where b.organization_id = $1 and b.client_id = $2 and b.deleted_at is null    order by b.id desc limit 51;

-- barriers.lock-deleted.none: barriers, clients
select b.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", b.kind as "kind", b.severity as "severity", b.note as "note", b.status as "status", b.created_at as "createdAt", b.updated_at as "updatedAt", b.version as "version", b.client_id as "clientId", c.coach_id as "coachId" from barriers b join clients c on c.organization_id = b.organization_id and c.id = b.client_id where b.organization_id = $1 and b.id = $2 and b.deleted_at > now() - interval '30 days' and false and c.deleted_at is null for update of b;

-- barriers.lock-deleted.organization: barriers, clients
select b.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", b.kind as "kind", b.severity as "severity", b.note as "note", b.status as "status", b.created_at as "createdAt", b.updated_at as "updatedAt", b.version as "version", b.client_id as "clientId", c.coach_id as "coachId" from barriers b join clients c on c.organization_id = b.organization_id and c.id = b.client_id where b.organization_id = $1 and b.id = $2 and b.deleted_at > now() - interval '30 days' and c.deleted_at is null for update of b;

-- barriers.lock-deleted.own: barriers, clients
select b.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", b.kind as "kind", b.severity as "severity", b.note as "note", b.status as "status", b.created_at as "createdAt", b.updated_at as "updatedAt", b.version as "version", b.client_id as "clientId", c.coach_id as "coachId" from barriers b join clients c on c.organization_id = b.organization_id and c.id = b.client_id where b.organization_id = $1 and b.id = $2 and b.deleted_at > now() - interval '30 days' and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null for update of b;

-- barriers.lock.none: barriers, clients
select b.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", b.kind as "kind", b.severity as "severity", b.note as "note", b.status as "status", b.created_at as "createdAt", b.updated_at as "updatedAt", b.version as "version", b.client_id as "clientId", c.coach_id as "coachId" from barriers b join clients c on c.organization_id = b.organization_id and c.id = b.client_id where b.organization_id = $1 and b.id = $2 and b.deleted_at is null and false and c.deleted_at is null for update of b;

-- barriers.lock.organization: barriers, clients
select b.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", b.kind as "kind", b.severity as "severity", b.note as "note", b.status as "status", b.created_at as "createdAt", b.updated_at as "updatedAt", b.version as "version", b.client_id as "clientId", c.coach_id as "coachId" from barriers b join clients c on c.organization_id = b.organization_id and c.id = b.client_id where b.organization_id = $1 and b.id = $2 and b.deleted_at is null and c.deleted_at is null for update of b;

-- barriers.lock.own: barriers, clients
select b.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", b.kind as "kind", b.severity as "severity", b.note as "note", b.status as "status", b.created_at as "createdAt", b.updated_at as "updatedAt", b.version as "version", b.client_id as "clientId", c.coach_id as "coachId" from barriers b join clients c on c.organization_id = b.organization_id and c.id = b.client_id where b.organization_id = $1 and b.id = $2 and b.deleted_at is null and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null for update of b;

-- barriers.moves: barrier_moves, users
select m.id as "id", m.from_status as "from", m.to_status as "to", m.evidence as "evidence", m.note as "note", m.moved_by as "movedBy.id", u.name as "movedBy.name", m.occurred_on as "occurredOn", m.created_at as "createdAt" from barrier_moves m join users u on u.organization_id = m.organization_id and u.id = m.moved_by where m.organization_id = $1 and m.barrier_id = $2    order by m.id desc limit 51;

-- barriers.restricted.find: restricted_barriers
select barrier_id as id, sealed from restricted_barriers
  where organization_id = $1 and barrier_id = any($2::uuid[]);

-- barriers.restricted.put: restricted_barriers
insert into restricted_barriers (organization_id, barrier_id, sealed) values ($1, $2, $3)
  on conflict (organization_id, barrier_id) do update set sealed = excluded.sealed;

-- rows.insert.barrier_moves.A4Yy0zPB: barrier_moves
insert into barrier_moves (organization_id, id, created_at, barrier_id, from_status, to_status, evidence, note, occurred_on, moved_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- rows.insert.barriers.OlhOoAKO: barriers
insert into barriers (organization_id, id, created_at, version, updated_at, deleted_at, client_id, kind, severity, note, status) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- rows.insert.restricted_barriers.xmdp6c3I: restricted_barriers
insert into restricted_barriers (organization_id, barrier_id, sealed) values ($1, $2, $3);

-- rows.update.barriers.3rmMwd3r: barriers
update barriers set deleted_at = $4, client_id = $5, kind = $6, severity = $7, note = $8, status = $9, version = version + 1, updated_at = now()
  where organization_id = $1 and id = $2 and (version = $3 or $3 = -1);


-- == client-links ==

-- client-links.drop-draft: form_drafts
delete from form_drafts
  where organization_id = $1 and client_id = $2
  and (session_id = $3 or (is_left and link_id = $4)) and id = $5;

-- client-links.end-links-by-address-change: client_links
update client_links set ended_at = now(), ended_cause = $3
  where organization_id = $1 and client_id = $2 and purpose = 'email' and ended_at is null;

-- client-links.end-links-by-closing: client_links
update client_links set ended_at = now(), ended_cause = $3
  where organization_id = $1 and client_id = $2 and ended_at is null;

-- client-links.end-links-by-hand-over: client_links
update client_links set ended_at = now(), ended_cause = $3
  where organization_id = $1 and client_id = $2 and purpose <> 'email' and ended_at is null;

-- client-links.end-links-by-role-change: client_links
update client_links set ended_at = now(), ended_cause = $3
  where organization_id = $1 and made_by = $2 and purpose <> 'email' and ended_at is null;

-- client-links.end-links-by-suspension: client_links
update client_links set ended_at = now(), ended_cause = $3
  where organization_id = $1 and made_by = $2 and purpose <> 'email' and ended_at is null;

-- client-links.end-session: client_sessions
update client_sessions set ended_at = now(), ended_cause = 'signed_out'
  where organization_id = $1 and id = $2 and ended_at is null;

-- client-links.end-sessions: client_sessions
update client_sessions set ended_at = now(), ended_cause = $5
  where organization_id = $1 and subject_kind = $2 and subject_id = $3 and ($4::text is null or purpose = $4)
  and ended_at is null;

-- client-links.end-visits-by-address-change: client_sessions
update client_sessions set ended_at = now(), ended_cause = $3
  where organization_id = $1 and client_id = $2 and purpose = 'email' and ended_at is null;

-- client-links.end-visits-by-closing: client_sessions
update client_sessions set ended_at = now(), ended_cause = $3
  where organization_id = $1 and client_id = $2 and ended_at is null;

-- client-links.end-visits-by-hand-over: client_sessions
update client_sessions set ended_at = now(), ended_cause = $3
  where organization_id = $1 and client_id = $2 and purpose <> 'email' and ended_at is null;

-- client-links.end-visits-by-role-change: client_sessions
update client_sessions set ended_at = now(), ended_cause = $3
  where organization_id = $1 and made_by = $2 and purpose <> 'email' and ended_at is null;

-- client-links.end-visits-by-suspension: client_sessions
update client_sessions set ended_at = now(), ended_cause = $3
  where organization_id = $1 and made_by = $2 and purpose <> 'email' and ended_at is null;

-- client-links.find-by-code: client_links
select organization_id as "organizationId", id from client_links
  where code_digest = any($1) and ended_at is null and expires_at > now();

-- client-links.find-by-token: client_links
select organization_id as "organizationId", id from client_links
  where token_digest = $1 and ended_at is null and expires_at > now();

-- client-links.find-draft: form_drafts
select id, sealed from form_drafts
  where organization_id = $1 and client_id = $2 and kept_until > now()
  and (session_id = $3 or (is_left and link_id = $4))
  order by (session_id = $3) desc, id desc limit 1;

-- client-links.find-made: client_links
select id, token_digest as "tokenDigest", expires_at as "expiresAt",
  ended_at is null and expires_at > now() as "isOpen"
  from client_links
  where organization_id = $1 and subject_kind = $2 and subject_id = $3 and token_digest = any($4) order by id limit 1;

-- client-links.find-session: client_sessions
select organization_id as "organizationId", id, subject_kind as "subjectKind", subject_id as "subjectId",
  client_id as "clientId", link_id as "linkId", made_by as "madeBy", purpose, idle_minutes as "idleMinutes",
  coalesce(expires_at < now() + make_interval(mins => idle_minutes - 1), false) as "isToSlide"
  from client_sessions where secret_digest = $1 and ended_at is null and expires_at > now();

-- client-links.insert: client_links
insert into client_links
  (organization_id, id, subject_kind, subject_id, client_id, token_digest, code_digest, expires_at, made_by, purpose)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing;

-- client-links.is-session-of: client_sessions
select 1 as found from client_sessions
  where organization_id = $1 and id = $2 and client_id = $3 and $4::timestamptz > now() - interval '1 day';

-- client-links.replace: client_links
update client_links set ended_at = now(), ended_cause = 'replaced'
  where organization_id = $1 and subject_kind = $2 and subject_id = $3 and purpose = $4 and ended_at is null;

-- client-links.replace-draft: form_drafts
delete from form_drafts where organization_id = $1 and client_id = $2 and session_id = $3;

-- client-links.revoke: client_links
with closed as (
  update client_links set ended_at = now(), ended_cause = 'revoked'
  where organization_id = $1 and subject_kind = $2 and subject_id = $3 and ended_at is null
  returning expires_at)
  select count(*) filter (where expires_at > now())::int as count from closed;

-- client-links.slide-session: client_links, client_sessions
update client_sessions s set expires_at = least(now() + make_interval(mins => s.idle_minutes), l.expires_at)
  from client_links l
  where s.organization_id = $1 and s.id = $2 and s.ended_at is null
  and l.organization_id = s.organization_id and l.id = s.link_id;

-- client-links.standing: client_sessions, organizations
select o.time_zone, o.locale, uuidv7() as first_id
  from client_sessions s
  join organizations o on o.id = s.organization_id
  where s.organization_id = $1 and s.id = $2 and s.subject_kind = $3 and s.subject_id = $4
  and s.ended_at is null and s.expires_at > now();

-- client-links.sweep: client_links, client_sessions
delete from client_links where ctid = any(array(select ctid from client_links where coalesce(ended_at, expires_at) < now() - case when ended_cause is null or ended_cause = 'replaced'
  then interval '30 days' else interval '1 year' end
  and not exists (select from client_sessions s where s.organization_id = client_links.organization_id
  and s.link_id = client_links.id) limit 5000));

-- client-links.sweep-drafts: form_drafts
delete from form_drafts where ctid = any(array(select ctid from form_drafts where kept_until < now() limit 5000));

-- client-links.sweep-sessions: client_sessions
delete from client_sessions where ctid = any(array(select ctid from client_sessions where coalesce(ended_at, expires_at) < now() - interval '30 days' limit 5000));

-- client-links.use: client_links, clients, users
update client_links l set opened_count = opened_count + 1
  from clients c
  where l.organization_id = $1 and l.id = $2 and l.ended_at is null and l.expires_at > now()
  and c.organization_id = l.organization_id and c.id = l.client_id and c.deleted_at is null
  and (l.purpose = 'email' or not exists (select from users u where u.organization_id = l.organization_id
  and u.id = l.made_by and u.suspended_at is not null))
  returning l.id as "linkId", l.subject_kind as "subjectKind", l.subject_id as "subjectId", l.client_id as "clientId",
  l.made_by as "madeBy", l.purpose, l.expires_at as "expiresAt";

-- rows.insert.client_links.B_nP_cH_: client_links
insert into client_links (organization_id, id, created_at, made_by, purpose, subject_id, expires_at, ended_at, ended_cause, subject_kind, client_id, token_digest, code_digest, opened_count) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- rows.insert.client_sessions.qCrgOCRs: client_sessions
insert into client_sessions (organization_id, id, created_at, made_by, purpose, subject_id, expires_at, ended_at, ended_cause, subject_kind, client_id, link_id, secret_digest, idle_minutes) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- rows.insert.form_drafts.wBluUjsq: form_drafts
insert into form_drafts (organization_id, id, created_at, client_id, session_id, link_id, is_left, sealed, kept_until) values ($1, $2, $3, $4, $5, $6, $7, $8, $9);


-- == clients ==

-- clients.assignments: assignments, users
select a.coach_id as "coach.id", u.name as "coach.name", a.started_at as "startedAt", a.ended_at as "endedAt"
  from assignments a join users u on u.organization_id = a.organization_id and u.id = a.coach_id
  where a.organization_id = $1 and a.client_id = $2 order by a.started_at desc, a.id desc;

-- clients.find.none: client_keys, clients, organization_keys, users
select c.id as "id", c.external_id as "externalId", coalesce(c.preferred_name, c.legal_name) as "name", c.legal_name as "legalName", c.preferred_name as "preferredName", c.email as "email", c.phone as "phone", c.phone_e164 as "phoneE164", c.spoken_language as "spokenLanguage", c.written_language as "writtenLanguage", c.interpreter_needed as "interpreterNeeded", c.time_zone as "timeZone", u.id as "coach.id", u.name as "coach.name", c.created_at as "createdAt", c.updated_at as "updatedAt", c.version as "version", c.coach_id as "coachId", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = c.id) as keys from clients c join users u on u.organization_id = c.organization_id and u.id = c.coach_id where c.organization_id = $1 and c.id = $2 and false and c.deleted_at is null;

-- clients.find.organization: client_keys, clients, organization_keys, users
select c.id as "id", c.external_id as "externalId", coalesce(c.preferred_name, c.legal_name) as "name", c.legal_name as "legalName", c.preferred_name as "preferredName", c.email as "email", c.phone as "phone", c.phone_e164 as "phoneE164", c.spoken_language as "spokenLanguage", c.written_language as "writtenLanguage", c.interpreter_needed as "interpreterNeeded", c.time_zone as "timeZone", u.id as "coach.id", u.name as "coach.name", c.created_at as "createdAt", c.updated_at as "updatedAt", c.version as "version", c.coach_id as "coachId", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = c.id) as keys from clients c join users u on u.organization_id = c.organization_id and u.id = c.coach_id where c.organization_id = $1 and c.id = $2 and c.deleted_at is null;

-- clients.find.own: client_keys, clients, organization_keys, users
select c.id as "id", c.external_id as "externalId", coalesce(c.preferred_name, c.legal_name) as "name", c.legal_name as "legalName", c.preferred_name as "preferredName", c.email as "email", c.phone as "phone", c.phone_e164 as "phoneE164", c.spoken_language as "spokenLanguage", c.written_language as "writtenLanguage", c.interpreter_needed as "interpreterNeeded", c.time_zone as "timeZone", u.id as "coach.id", u.name as "coach.name", c.created_at as "createdAt", c.updated_at as "updatedAt", c.version as "version", c.coach_id as "coachId", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = c.id) as keys from clients c join users u on u.organization_id = c.organization_id and u.id = c.coach_id where c.organization_id = $1 and c.id = $2 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null;

-- clients.list.none: clients, users
select c.id as "id", c.external_id as "externalId", coalesce(c.preferred_name, c.legal_name) as "name", c.legal_name as "legalName", c.preferred_name as "preferredName", c.email as "email", c.phone as "phone", c.phone_e164 as "phoneE164", c.spoken_language as "spokenLanguage", c.written_language as "writtenLanguage", c.interpreter_needed as "interpreterNeeded", c.time_zone as "timeZone", u.id as "coach.id", u.name as "coach.name", c.created_at as "createdAt", c.updated_at as "updatedAt", c.version as "version", (c.search_key)::text as "sort.key0" from clients c join users u on u.organization_id = c.organization_id and u.id = c.coach_id where c.organization_id = $1 and false and c.deleted_at is null    order by c.search_key asc, c.id asc limit 51;

-- clients.list.organization: clients, users
select c.id as "id", c.external_id as "externalId", coalesce(c.preferred_name, c.legal_name) as "name", c.legal_name as "legalName", c.preferred_name as "preferredName", c.email as "email", c.phone as "phone", c.phone_e164 as "phoneE164", c.spoken_language as "spokenLanguage", c.written_language as "writtenLanguage", c.interpreter_needed as "interpreterNeeded", c.time_zone as "timeZone", u.id as "coach.id", u.name as "coach.name", c.created_at as "createdAt", c.updated_at as "updatedAt", c.version as "version", (c.search_key)::text as "sort.key0" from clients c join users u on u.organization_id = c.organization_id and u.id = c.coach_id where c.organization_id = $1 and c.deleted_at is null    order by c.search_key asc, c.id asc limit 51;

-- clients.list.own: clients, users
select c.id as "id", c.external_id as "externalId", coalesce(c.preferred_name, c.legal_name) as "name", c.legal_name as "legalName", c.preferred_name as "preferredName", c.email as "email", c.phone as "phone", c.phone_e164 as "phoneE164", c.spoken_language as "spokenLanguage", c.written_language as "writtenLanguage", c.interpreter_needed as "interpreterNeeded", c.time_zone as "timeZone", u.id as "coach.id", u.name as "coach.name", c.created_at as "createdAt", c.updated_at as "updatedAt", c.version as "version", (c.search_key)::text as "sort.key0" from clients c join users u on u.organization_id = c.organization_id and u.id = c.coach_id where c.organization_id = $1 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null    order by c.search_key asc, c.id asc limit 51;

-- clients.lock-deleted.none: clients, users
select c.id as "id", c.external_id as "externalId", coalesce(c.preferred_name, c.legal_name) as "name", c.legal_name as "legalName", c.preferred_name as "preferredName", c.email as "email", c.phone as "phone", c.phone_e164 as "phoneE164", c.spoken_language as "spokenLanguage", c.written_language as "writtenLanguage", c.interpreter_needed as "interpreterNeeded", c.time_zone as "timeZone", u.id as "coach.id", u.name as "coach.name", c.created_at as "createdAt", c.updated_at as "updatedAt", c.version as "version", c.coach_id as "coachId" from clients c join users u on u.organization_id = c.organization_id and u.id = c.coach_id
  where c.organization_id = $1 and c.id = $2 and c.deleted_at > now() - interval '30 days' and false for update of c;

-- clients.lock-deleted.organization: clients, users
select c.id as "id", c.external_id as "externalId", coalesce(c.preferred_name, c.legal_name) as "name", c.legal_name as "legalName", c.preferred_name as "preferredName", c.email as "email", c.phone as "phone", c.phone_e164 as "phoneE164", c.spoken_language as "spokenLanguage", c.written_language as "writtenLanguage", c.interpreter_needed as "interpreterNeeded", c.time_zone as "timeZone", u.id as "coach.id", u.name as "coach.name", c.created_at as "createdAt", c.updated_at as "updatedAt", c.version as "version", c.coach_id as "coachId" from clients c join users u on u.organization_id = c.organization_id and u.id = c.coach_id
  where c.organization_id = $1 and c.id = $2 and c.deleted_at > now() - interval '30 days' and true for update of c;

-- clients.lock-deleted.own: clients, users
select c.id as "id", c.external_id as "externalId", coalesce(c.preferred_name, c.legal_name) as "name", c.legal_name as "legalName", c.preferred_name as "preferredName", c.email as "email", c.phone as "phone", c.phone_e164 as "phoneE164", c.spoken_language as "spokenLanguage", c.written_language as "writtenLanguage", c.interpreter_needed as "interpreterNeeded", c.time_zone as "timeZone", u.id as "coach.id", u.name as "coach.name", c.created_at as "createdAt", c.updated_at as "updatedAt", c.version as "version", c.coach_id as "coachId" from clients c join users u on u.organization_id = c.organization_id and u.id = c.coach_id
  where c.organization_id = $1 and c.id = $2 and c.deleted_at > now() - interval '30 days' and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) for update of c;

-- clients.lock.none: clients, users
select c.id as "id", c.external_id as "externalId", coalesce(c.preferred_name, c.legal_name) as "name", c.legal_name as "legalName", c.preferred_name as "preferredName", c.email as "email", c.phone as "phone", c.phone_e164 as "phoneE164", c.spoken_language as "spokenLanguage", c.written_language as "writtenLanguage", c.interpreter_needed as "interpreterNeeded", c.time_zone as "timeZone", u.id as "coach.id", u.name as "coach.name", c.created_at as "createdAt", c.updated_at as "updatedAt", c.version as "version", c.coach_id as "coachId" from clients c join users u on u.organization_id = c.organization_id and u.id = c.coach_id where c.organization_id = $1 and c.id = $2 and false and c.deleted_at is null for update of c;

-- clients.lock.organization: clients, users
select c.id as "id", c.external_id as "externalId", coalesce(c.preferred_name, c.legal_name) as "name", c.legal_name as "legalName", c.preferred_name as "preferredName", c.email as "email", c.phone as "phone", c.phone_e164 as "phoneE164", c.spoken_language as "spokenLanguage", c.written_language as "writtenLanguage", c.interpreter_needed as "interpreterNeeded", c.time_zone as "timeZone", u.id as "coach.id", u.name as "coach.name", c.created_at as "createdAt", c.updated_at as "updatedAt", c.version as "version", c.coach_id as "coachId" from clients c join users u on u.organization_id = c.organization_id and u.id = c.coach_id where c.organization_id = $1 and c.id = $2 and c.deleted_at is null for update of c;

-- clients.lock.own: clients, users
select c.id as "id", c.external_id as "externalId", coalesce(c.preferred_name, c.legal_name) as "name", c.legal_name as "legalName", c.preferred_name as "preferredName", c.email as "email", c.phone as "phone", c.phone_e164 as "phoneE164", c.spoken_language as "spokenLanguage", c.written_language as "writtenLanguage", c.interpreter_needed as "interpreterNeeded", c.time_zone as "timeZone", u.id as "coach.id", u.name as "coach.name", c.created_at as "createdAt", c.updated_at as "updatedAt", c.version as "version", c.coach_id as "coachId" from clients c join users u on u.organization_id = c.organization_id and u.id = c.coach_id where c.organization_id = $1 and c.id = $2 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null for update of c;

-- clients.with-external-id: clients
select id, coach_id as "coachId" from clients where organization_id = $1 and external_id = $2 and deleted_at is null;

-- rows.insert.assignments.SRI0l-yd: assignments
insert into assignments (organization_id, id, created_at, client_id, coach_id, started_at, ended_at) values ($1, $2, $3, $4, $5, $6, $7);

-- rows.insert.clients.gcCBFECI: clients
insert into clients (organization_id, id, created_at, version, updated_at, deleted_at, external_id, legal_name, preferred_name, search_key, email, phone, phone_e164, spoken_language, written_language, interpreter_needed, time_zone, coach_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- rows.update.clients.8351lB_k: clients
update clients set deleted_at = $4, external_id = $5, legal_name = $6, preferred_name = $7, search_key = $8, email = $9, phone = $10, phone_e164 = $11, spoken_language = $12, written_language = $13, interpreter_needed = $14, time_zone = $15, coach_id = $16, version = version + 1, updated_at = now()
  where organization_id = $1 and id = $2 and (version = $3 or $3 = -1);


-- == coaches ==

-- coaches.count-clients: clients
select count(*)::int as "clientCount" from clients c
  where c.organization_id = $1 and c.coach_id = $2 and c.deleted_at is null;


-- == contacts ==

-- contacts.come-back-with-client: network_contacts
update network_contacts set version = version + 1, updated_at = now() where organization_id = $1 and client_id = $2 and network_contacts.deleted_at is null;

-- contacts.find.none: client_keys, clients, network_contacts, organization_keys
select n.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", n.sealed as "person.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = n.client_id) as "person.keys", n.debrief_id as "debriefId", n.created_at as "createdAt", n.updated_at as "updatedAt", n.version as "version", c.coach_id as "coachId" from network_contacts n join clients c on c.organization_id = n.organization_id and c.id = n.client_id
  where n.organization_id = $1 and n.id = $2 and n.deleted_at is null and false and c.deleted_at is null;

-- contacts.find.organization: client_keys, clients, network_contacts, organization_keys
select n.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", n.sealed as "person.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = n.client_id) as "person.keys", n.debrief_id as "debriefId", n.created_at as "createdAt", n.updated_at as "updatedAt", n.version as "version", c.coach_id as "coachId" from network_contacts n join clients c on c.organization_id = n.organization_id and c.id = n.client_id
  where n.organization_id = $1 and n.id = $2 and n.deleted_at is null and c.deleted_at is null;

-- contacts.find.own: client_keys, clients, network_contacts, organization_keys
select n.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", n.sealed as "person.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = n.client_id) as "person.keys", n.debrief_id as "debriefId", n.created_at as "createdAt", n.updated_at as "updatedAt", n.version as "version", c.coach_id as "coachId" from network_contacts n join clients c on c.organization_id = n.organization_id and c.id = n.client_id
  where n.organization_id = $1 and n.id = $2 and n.deleted_at is null and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null;

-- contacts.insert: network_contacts
insert into network_contacts (organization_id, client_id, debrief_id, id, sealed)
  select $1, $2, $3, id, sealed from jsonb_to_recordset($4::jsonb) as given(id uuid, sealed text);

-- contacts.list.none: client_keys, clients, network_contacts, organization_keys
select n.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", n.sealed as "person.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = n.client_id) as "person.keys", n.debrief_id as "debriefId", n.created_at as "createdAt", n.updated_at as "updatedAt", n.version as "version" from network_contacts n join clients c on c.organization_id = n.organization_id and c.id = n.client_id
  where n.organization_id = $1 and n.client_id = $2 and n.deleted_at is null and false and c.deleted_at is null    order by n.id desc limit 51;

-- contacts.list.organization: client_keys, clients, network_contacts, organization_keys
select n.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", n.sealed as "person.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = n.client_id) as "person.keys", n.debrief_id as "debriefId", n.created_at as "createdAt", n.updated_at as "updatedAt", n.version as "version" from network_contacts n join clients c on c.organization_id = n.organization_id and c.id = n.client_id
  where n.organization_id = $1 and n.client_id = $2 and n.deleted_at is null and c.deleted_at is null    order by n.id desc limit 51;

-- contacts.list.own: client_keys, clients, network_contacts, organization_keys
select n.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", n.sealed as "person.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = n.client_id) as "person.keys", n.debrief_id as "debriefId", n.created_at as "createdAt", n.updated_at as "updatedAt", n.version as "version" from network_contacts n join clients c on c.organization_id = n.organization_id and c.id = n.client_id
  where n.organization_id = $1 and n.client_id = $2 and n.deleted_at is null and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null    order by n.id desc limit 51;

-- contacts.lock-deleted.none: client_keys, clients, network_contacts, organization_keys
select n.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", n.sealed as "person.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = n.client_id) as "person.keys", n.debrief_id as "debriefId", n.created_at as "createdAt", n.updated_at as "updatedAt", n.version as "version", c.coach_id as "coachId" from network_contacts n join clients c on c.organization_id = n.organization_id and c.id = n.client_id
  where n.organization_id = $1 and n.id = $2 and n.deleted_at > now() - interval '30 days' and false and c.deleted_at is null for update of n;

-- contacts.lock-deleted.organization: client_keys, clients, network_contacts, organization_keys
select n.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", n.sealed as "person.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = n.client_id) as "person.keys", n.debrief_id as "debriefId", n.created_at as "createdAt", n.updated_at as "updatedAt", n.version as "version", c.coach_id as "coachId" from network_contacts n join clients c on c.organization_id = n.organization_id and c.id = n.client_id
  where n.organization_id = $1 and n.id = $2 and n.deleted_at > now() - interval '30 days' and c.deleted_at is null for update of n;

-- contacts.lock-deleted.own: client_keys, clients, network_contacts, organization_keys
select n.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", n.sealed as "person.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = n.client_id) as "person.keys", n.debrief_id as "debriefId", n.created_at as "createdAt", n.updated_at as "updatedAt", n.version as "version", c.coach_id as "coachId" from network_contacts n join clients c on c.organization_id = n.organization_id and c.id = n.client_id
  where n.organization_id = $1 and n.id = $2 and n.deleted_at > now() - interval '30 days' and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null for update of n;

-- contacts.lock.none: client_keys, clients, network_contacts, organization_keys
select n.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", n.sealed as "person.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = n.client_id) as "person.keys", n.debrief_id as "debriefId", n.created_at as "createdAt", n.updated_at as "updatedAt", n.version as "version", c.coach_id as "coachId" from network_contacts n join clients c on c.organization_id = n.organization_id and c.id = n.client_id
  where n.organization_id = $1 and n.id = $2 and n.deleted_at is null and false and c.deleted_at is null for update of n;

-- contacts.lock.organization: client_keys, clients, network_contacts, organization_keys
select n.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", n.sealed as "person.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = n.client_id) as "person.keys", n.debrief_id as "debriefId", n.created_at as "createdAt", n.updated_at as "updatedAt", n.version as "version", c.coach_id as "coachId" from network_contacts n join clients c on c.organization_id = n.organization_id and c.id = n.client_id
  where n.organization_id = $1 and n.id = $2 and n.deleted_at is null and c.deleted_at is null for update of n;

-- contacts.lock.own: client_keys, clients, network_contacts, organization_keys
select n.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", n.sealed as "person.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = n.client_id) as "person.keys", n.debrief_id as "debriefId", n.created_at as "createdAt", n.updated_at as "updatedAt", n.version as "version", c.coach_id as "coachId" from network_contacts n join clients c on c.organization_id = n.organization_id and c.id = n.client_id
  where n.organization_id = $1 and n.id = $2 and n.deleted_at is null and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null for update of n;

-- rows.insert.network_contacts.ET5Yeqmz: network_contacts
insert into network_contacts (organization_id, id, created_at, version, updated_at, deleted_at, client_id, debrief_id, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- rows.update.network_contacts.D5Ofi8Ri: network_contacts
update network_contacts set deleted_at = $4, client_id = $5, debrief_id = $6, sealed = $7, version = version + 1, updated_at = now()
  where organization_id = $1 and id = $2 and (version = $3 or $3 = -1);


-- == cover-letters ==

-- cover-letters.come-back-with-application: cover_letters
update cover_letters set version = version + 1, updated_at = now() where organization_id = $1 and application_id = $2;

-- cover-letters.come-back-with-client: cover_letters
update cover_letters set version = version + 1, updated_at = now() where organization_id = $1 and client_id = $2;

-- cover-letters.employers-beginning: employers
select e.name from employers e
  where e.organization_id = $1
  and (split_part(ltrim(translate(e.search_key, '+#', '')), ' ', 1) = any($2::text[])
  or (split_part(ltrim(translate(e.search_key, '+#', '')), ' ', 1) = 'the' and split_part(ltrim(translate(e.search_key, '+#', '')), ' ', 2) = any($2::text[])))
  order by e.id desc limit 200;

-- cover-letters.find.none: applications, client_keys, clients, cover_letters, employers, letter_reviews, letter_versions, organization_keys, users
select l.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", (select a.id from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.id", (select a.job_title from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.jobTitle", (select e.id from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.employer.id", (select e.name from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.employer.name", l.title as "title", l.status as "status", l.latest_number as "latestNumber", l.sent_number as "sentNumber", l.sent_at as "sentAt", l.created_at as "createdAt", l.updated_at as "updatedAt", l.version as "version", c.coach_id as "coachId", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as "keys", (select jsonb_build_object('id', v.id, 'number', v.number, 'sealedBody', v.sealed_body, 'author', case when v.author_id is not null then jsonb_build_object('id', v.author_id, 'name', u.name) end, 'createdAt', to_char(v.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) from letter_versions v join users u on u.organization_id = v.organization_id and u.id = v.author_id
  where v.organization_id = l.organization_id and v.cover_letter_id = l.id and v.number = l.latest_number) as "latestVersion", (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'versionNumber', r.version_number, 'decision', r.decision, 'sealedComments', r.sealed_comments, 'reviewer', case when r.reviewer_id is not null then jsonb_build_object('id', r.reviewer_id, 'name', u.name) end, 'createdAt', to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by r.id desc), '[]') from (select * from letter_reviews where organization_id = l.organization_id and cover_letter_id = l.id
  order by id desc limit 100) r
  join users u on u.organization_id = r.organization_id and u.id = r.reviewer_id) as "reviews" from cover_letters l join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  where l.organization_id = $1 and false and c.deleted_at is null and l.id = $2;

-- cover-letters.find.organization: applications, client_keys, clients, cover_letters, employers, letter_reviews, letter_versions, organization_keys, users
select l.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", (select a.id from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.id", (select a.job_title from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.jobTitle", (select e.id from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.employer.id", (select e.name from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.employer.name", l.title as "title", l.status as "status", l.latest_number as "latestNumber", l.sent_number as "sentNumber", l.sent_at as "sentAt", l.created_at as "createdAt", l.updated_at as "updatedAt", l.version as "version", c.coach_id as "coachId", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as "keys", (select jsonb_build_object('id', v.id, 'number', v.number, 'sealedBody', v.sealed_body, 'author', case when v.author_id is not null then jsonb_build_object('id', v.author_id, 'name', u.name) end, 'createdAt', to_char(v.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) from letter_versions v join users u on u.organization_id = v.organization_id and u.id = v.author_id
  where v.organization_id = l.organization_id and v.cover_letter_id = l.id and v.number = l.latest_number) as "latestVersion", (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'versionNumber', r.version_number, 'decision', r.decision, 'sealedComments', r.sealed_comments, 'reviewer', case when r.reviewer_id is not null then jsonb_build_object('id', r.reviewer_id, 'name', u.name) end, 'createdAt', to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by r.id desc), '[]') from (select * from letter_reviews where organization_id = l.organization_id and cover_letter_id = l.id
  order by id desc limit 100) r
  join users u on u.organization_id = r.organization_id and u.id = r.reviewer_id) as "reviews" from cover_letters l join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  where l.organization_id = $1 and c.deleted_at is null and l.id = $2;

-- cover-letters.find.own: applications, client_keys, clients, cover_letters, employers, letter_reviews, letter_versions, organization_keys, users
select l.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", (select a.id from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.id", (select a.job_title from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.jobTitle", (select e.id from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.employer.id", (select e.name from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.employer.name", l.title as "title", l.status as "status", l.latest_number as "latestNumber", l.sent_number as "sentNumber", l.sent_at as "sentAt", l.created_at as "createdAt", l.updated_at as "updatedAt", l.version as "version", c.coach_id as "coachId", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as "keys", (select jsonb_build_object('id', v.id, 'number', v.number, 'sealedBody', v.sealed_body, 'author', case when v.author_id is not null then jsonb_build_object('id', v.author_id, 'name', u.name) end, 'createdAt', to_char(v.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) from letter_versions v join users u on u.organization_id = v.organization_id and u.id = v.author_id
  where v.organization_id = l.organization_id and v.cover_letter_id = l.id and v.number = l.latest_number) as "latestVersion", (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'versionNumber', r.version_number, 'decision', r.decision, 'sealedComments', r.sealed_comments, 'reviewer', case when r.reviewer_id is not null then jsonb_build_object('id', r.reviewer_id, 'name', u.name) end, 'createdAt', to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by r.id desc), '[]') from (select * from letter_reviews where organization_id = l.organization_id and cover_letter_id = l.id
  order by id desc limit 100) r
  join users u on u.organization_id = r.organization_id and u.id = r.reviewer_id) as "reviews" from cover_letters l join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  where l.organization_id = $1 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null and l.id = $2;

-- cover-letters.for-checks.none: applications, client_keys, clients, cover_letters, employers, letter_versions, organization_keys
select l.client_id as "clientId", c.coach_id as "coachId", a.id as "applicationId", c.legal_name as "legalName",
  c.preferred_name as "preferredName", e.name as "employerName",
  v.number, v.id as "versionId", v.sealed_body as "sealedBody", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as keys, a.job_title as "jobTitle", a.posting_text as "postingText",
  array(select distinct oe.name
  from applications oa
  join employers oe on oe.organization_id = oa.organization_id and oe.id = oa.employer_id
  where oa.organization_id = l.organization_id and oa.client_id = l.client_id and oa.deleted_at is null
  and oa.employer_id is distinct from a.employer_id
  limit 500) as "otherEmployers",
  (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'sealed', o.sealed_body) order by o.letter_id desc), '[]') from (select ov.id, ov.sealed_body, ol.id as letter_id
  from cover_letters ol
  join letter_versions ov on ov.organization_id = ol.organization_id and ov.cover_letter_id = ol.id
  and ov.number = ol.latest_number
  where ol.organization_id = l.organization_id and ol.client_id = l.client_id and ol.id <> l.id
  order by ol.id desc limit 5) o) as others
  from cover_letters l
  join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  left join applications a on a.organization_id = l.organization_id and a.id = l.application_id
  and a.deleted_at is null
  left join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  left join letter_versions v on v.organization_id = l.organization_id and v.cover_letter_id = l.id
  and v.number = coalesce($3::int, l.latest_number) where l.organization_id = $1 and l.id = $2 and false and c.deleted_at is null;

-- cover-letters.for-checks.organization: applications, client_keys, clients, cover_letters, employers, letter_versions, organization_keys
select l.client_id as "clientId", c.coach_id as "coachId", a.id as "applicationId", c.legal_name as "legalName",
  c.preferred_name as "preferredName", e.name as "employerName",
  v.number, v.id as "versionId", v.sealed_body as "sealedBody", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as keys, a.job_title as "jobTitle", a.posting_text as "postingText",
  array(select distinct oe.name
  from applications oa
  join employers oe on oe.organization_id = oa.organization_id and oe.id = oa.employer_id
  where oa.organization_id = l.organization_id and oa.client_id = l.client_id and oa.deleted_at is null
  and oa.employer_id is distinct from a.employer_id
  limit 500) as "otherEmployers",
  (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'sealed', o.sealed_body) order by o.letter_id desc), '[]') from (select ov.id, ov.sealed_body, ol.id as letter_id
  from cover_letters ol
  join letter_versions ov on ov.organization_id = ol.organization_id and ov.cover_letter_id = ol.id
  and ov.number = ol.latest_number
  where ol.organization_id = l.organization_id and ol.client_id = l.client_id and ol.id <> l.id
  order by ol.id desc limit 5) o) as others
  from cover_letters l
  join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  left join applications a on a.organization_id = l.organization_id and a.id = l.application_id
  and a.deleted_at is null
  left join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  left join letter_versions v on v.organization_id = l.organization_id and v.cover_letter_id = l.id
  and v.number = coalesce($3::int, l.latest_number) where l.organization_id = $1 and l.id = $2 and c.deleted_at is null;

-- cover-letters.for-checks.own: applications, client_keys, clients, cover_letters, employers, letter_versions, organization_keys
select l.client_id as "clientId", c.coach_id as "coachId", a.id as "applicationId", c.legal_name as "legalName",
  c.preferred_name as "preferredName", e.name as "employerName",
  v.number, v.id as "versionId", v.sealed_body as "sealedBody", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as keys, a.job_title as "jobTitle", a.posting_text as "postingText",
  array(select distinct oe.name
  from applications oa
  join employers oe on oe.organization_id = oa.organization_id and oe.id = oa.employer_id
  where oa.organization_id = l.organization_id and oa.client_id = l.client_id and oa.deleted_at is null
  and oa.employer_id is distinct from a.employer_id
  limit 500) as "otherEmployers",
  (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'sealed', o.sealed_body) order by o.letter_id desc), '[]') from (select ov.id, ov.sealed_body, ol.id as letter_id
  from cover_letters ol
  join letter_versions ov on ov.organization_id = ol.organization_id and ov.cover_letter_id = ol.id
  and ov.number = ol.latest_number
  where ol.organization_id = l.organization_id and ol.client_id = l.client_id and ol.id <> l.id
  order by ol.id desc limit 5) o) as others
  from cover_letters l
  join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  left join applications a on a.organization_id = l.organization_id and a.id = l.application_id
  and a.deleted_at is null
  left join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  left join letter_versions v on v.organization_id = l.organization_id and v.cover_letter_id = l.id
  and v.number = coalesce($3::int, l.latest_number) where l.organization_id = $1 and l.id = $2 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null;

-- cover-letters.for-document.none: applications, client_keys, clients, cover_letters, employers, letter_versions, organization_keys, organizations
select l.client_id as "clientId", c.coach_id as "coachId", a.id as "applicationId", c.legal_name as "legalName",
  c.preferred_name as "preferredName", e.name as "employerName",
  v.number, v.id as "versionId", v.sealed_body as "sealedBody", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as keys, c.email, c.phone, l.sent_number as "sentNumber", l.sent_at as "sentAt",
  g.time_zone as "timeZone"
  from cover_letters l
  join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  left join applications a on a.organization_id = l.organization_id and a.id = l.application_id
  and a.deleted_at is null
  left join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  left join letter_versions v on v.organization_id = l.organization_id and v.cover_letter_id = l.id
  and v.number = coalesce($3::int, l.latest_number) join organizations g on g.id = l.organization_id where l.organization_id = $1 and l.id = $2 and false and c.deleted_at is null;

-- cover-letters.for-document.organization: applications, client_keys, clients, cover_letters, employers, letter_versions, organization_keys, organizations
select l.client_id as "clientId", c.coach_id as "coachId", a.id as "applicationId", c.legal_name as "legalName",
  c.preferred_name as "preferredName", e.name as "employerName",
  v.number, v.id as "versionId", v.sealed_body as "sealedBody", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as keys, c.email, c.phone, l.sent_number as "sentNumber", l.sent_at as "sentAt",
  g.time_zone as "timeZone"
  from cover_letters l
  join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  left join applications a on a.organization_id = l.organization_id and a.id = l.application_id
  and a.deleted_at is null
  left join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  left join letter_versions v on v.organization_id = l.organization_id and v.cover_letter_id = l.id
  and v.number = coalesce($3::int, l.latest_number) join organizations g on g.id = l.organization_id where l.organization_id = $1 and l.id = $2 and c.deleted_at is null;

-- cover-letters.for-document.own: applications, client_keys, clients, cover_letters, employers, letter_versions, organization_keys, organizations
select l.client_id as "clientId", c.coach_id as "coachId", a.id as "applicationId", c.legal_name as "legalName",
  c.preferred_name as "preferredName", e.name as "employerName",
  v.number, v.id as "versionId", v.sealed_body as "sealedBody", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as keys, c.email, c.phone, l.sent_number as "sentNumber", l.sent_at as "sentAt",
  g.time_zone as "timeZone"
  from cover_letters l
  join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  left join applications a on a.organization_id = l.organization_id and a.id = l.application_id
  and a.deleted_at is null
  left join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  left join letter_versions v on v.organization_id = l.organization_id and v.cover_letter_id = l.id
  and v.number = coalesce($3::int, l.latest_number) join organizations g on g.id = l.organization_id where l.organization_id = $1 and l.id = $2 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null;

-- cover-letters.list.none: applications, clients, cover_letters, employers
select l.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", (select a.id from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.id", (select a.job_title from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.jobTitle", (select e.id from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.employer.id", (select e.name from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.employer.name", l.title as "title", l.status as "status", l.latest_number as "latestNumber", l.sent_number as "sentNumber", l.sent_at as "sentAt", l.created_at as "createdAt", l.updated_at as "updatedAt", l.version as "version" from cover_letters l join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  where l.organization_id = $1 and false and c.deleted_at is null    order by l.id desc limit 51;

-- cover-letters.list.organization: applications, clients, cover_letters, employers
select l.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", (select a.id from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.id", (select a.job_title from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.jobTitle", (select e.id from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.employer.id", (select e.name from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.employer.name", l.title as "title", l.status as "status", l.latest_number as "latestNumber", l.sent_number as "sentNumber", l.sent_at as "sentAt", l.created_at as "createdAt", l.updated_at as "updatedAt", l.version as "version" from cover_letters l join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  where l.organization_id = $1 and c.deleted_at is null    order by l.id desc limit 51;

-- cover-letters.list.own: applications, clients, cover_letters, employers
select l.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", (select a.id from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.id", (select a.job_title from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.jobTitle", (select e.id from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.employer.id", (select e.name from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "application.employer.name", l.title as "title", l.status as "status", l.latest_number as "latestNumber", l.sent_number as "sentNumber", l.sent_at as "sentAt", l.created_at as "createdAt", l.updated_at as "updatedAt", l.version as "version" from cover_letters l join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  where l.organization_id = $1 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null    order by l.id desc limit 51;

-- cover-letters.lock.none: applications, client_keys, clients, cover_letters, employers, organization_keys
select l.id as "id", l.title as "title", l.status as "status", l.latest_number as "latestNumber", l.sent_number as "sentNumber", l.sent_at as "sentAt", l.client_id as "clientId", l.application_id as "applicationId", (select a.id from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "applicationInSight", l.version as "version", c.coach_id as "coachId", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as "keys" from cover_letters l join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  where l.organization_id = $1 and false and c.deleted_at is null and l.id = $2 for update of l;

-- cover-letters.lock.organization: applications, client_keys, clients, cover_letters, employers, organization_keys
select l.id as "id", l.title as "title", l.status as "status", l.latest_number as "latestNumber", l.sent_number as "sentNumber", l.sent_at as "sentAt", l.client_id as "clientId", l.application_id as "applicationId", (select a.id from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "applicationInSight", l.version as "version", c.coach_id as "coachId", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as "keys" from cover_letters l join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  where l.organization_id = $1 and c.deleted_at is null and l.id = $2 for update of l;

-- cover-letters.lock.own: applications, client_keys, clients, cover_letters, employers, organization_keys
select l.id as "id", l.title as "title", l.status as "status", l.latest_number as "latestNumber", l.sent_number as "sentNumber", l.sent_at as "sentAt", l.client_id as "clientId", l.application_id as "applicationId", (select a.id from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where a.organization_id = l.organization_id and a.id = l.application_id and a.deleted_at is null) as "applicationInSight", l.version as "version", c.coach_id as "coachId", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as "keys" from cover_letters l join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  where l.organization_id = $1 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null and l.id = $2 for update of l;

-- cover-letters.owner.none: clients, cover_letters
select l.client_id as "clientId", c.coach_id as "coachId" from cover_letters l join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  where l.organization_id = $1 and false and c.deleted_at is null and l.id = $2;

-- cover-letters.owner.organization: clients, cover_letters
select l.client_id as "clientId", c.coach_id as "coachId" from cover_letters l join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  where l.organization_id = $1 and c.deleted_at is null and l.id = $2;

-- cover-letters.owner.own: clients, cover_letters
select l.client_id as "clientId", c.coach_id as "coachId" from cover_letters l join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  where l.organization_id = $1 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null and l.id = $2;

-- cover-letters.versions.find: client_keys, cover_letters, letter_versions, organization_keys, users
select v.id as "id", v.number as "number", v.sealed_body as "sealedBody", v.author_id as "author.id", u.name as "author.name", v.created_at as "createdAt", l.client_id as "clientId", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as "keys" from letter_versions v
  join cover_letters l on l.organization_id = v.organization_id and l.id = v.cover_letter_id
  join users u on u.organization_id = v.organization_id and u.id = v.author_id
  where v.organization_id = $1 and v.cover_letter_id = $2 and v.number = $3;

-- cover-letters.versions.list: client_keys, cover_letters, letter_versions, organization_keys, users
select v.id as "id", v.number as "number", v.sealed_body as "sealedBody", v.author_id as "author.id", u.name as "author.name", v.created_at as "createdAt", l.client_id as "clientId", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as "keys" from letter_versions v
  join cover_letters l on l.organization_id = v.organization_id and l.id = v.cover_letter_id
  join users u on u.organization_id = v.organization_id and u.id = v.author_id
  where v.organization_id = $1 and v.cover_letter_id = $2    order by v.number desc limit 51;

-- rows.insert.cover_letters.2Bib6LCo: cover_letters
insert into cover_letters (organization_id, id, created_at, version, updated_at, client_id, application_id, title, status, latest_number, sent_number, sent_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- rows.insert.letter_reviews.mhOO_D04: letter_reviews
insert into letter_reviews (organization_id, id, created_at, cover_letter_id, version_number, reviewer_id, decision, sealed_comments) values ($1, $2, $3, $4, $5, $6, $7, $8);

-- rows.insert.letter_versions.P1PQRM5r: letter_versions
insert into letter_versions (organization_id, id, created_at, cover_letter_id, number, sealed_body, author_id) values ($1, $2, $3, $4, $5, $6, $7);

-- rows.update.cover_letters.HXLnz0aE: cover_letters
update cover_letters set client_id = $4, application_id = $5, title = $6, status = $7, latest_number = $8, sent_number = $9, sent_at = $10, version = version + 1, updated_at = now()
  where organization_id = $1 and id = $2 and (version = $3 or $3 = -1);


-- == database ==

-- database.answers: no table
select 1;

-- database.repeats.find: idempotency_keys
select fingerprint, status, location from idempotency_keys
  where organization_id = $1 and user_id = $2 and key_digest = $3 and created_at > now() - interval '24 hours';

-- database.repeats.lock: no table
select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as is_free;

-- database.repeats.save: idempotency_keys
insert into idempotency_keys (organization_id, user_id, key_digest, fingerprint, status, location)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (organization_id, user_id, key_digest) do update set
  fingerprint = excluded.fingerprint, status = excluded.status, location = excluded.location, created_at = now();

-- database.repeats.sweep: idempotency_keys
delete from idempotency_keys where ctid = any(array(select ctid from idempotency_keys where created_at < now() - interval '24 hours' limit 5000));

-- database.root-versions: root_versions

  select root, version, check_value as "check", (extract(epoch from used_from) * 1000)::float8 as "usedFrom",
  retired_at is not null as "isRetired"
  from root_versions order by root, version;

-- database.set-tenant: no table
select set_config('app.organization_id', $1, true), set_config('app.user_id', $2, true);

-- rows.insert.idempotency_keys.PCBZzXF4: idempotency_keys
insert into idempotency_keys (organization_id, user_id, key_digest, fingerprint, status, location, created_at) values ($1, $2, $3, $4, $5, $6, $7);

-- rows.insert.root_versions.35Va10MZ: root_versions
insert into root_versions (root, version, check_value, used_from, retired_at) values ($1, $2, $3, $4, $5);


-- == debriefs ==

-- debriefs.all-answers: client_keys, debrief_answers, organization_keys
select item_code as "itemCode", is_private as "isPrivate", entered_by as "enteredBy",
  updated_at as "updatedAt", sealed, (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = $3) as keys
  from debrief_answers where organization_id = $1 and debrief_id = $2;

-- debriefs.as-asked: debriefs
select variant, facts, status from debriefs where organization_id = $1 and id = $2;

-- debriefs.come-back-with-application: debriefs
update debriefs set version = version + 1, updated_at = now() where organization_id = $1 and application_id = $2;

-- debriefs.come-back-with-client: debriefs
update debriefs set version = version + 1, updated_at = now() where organization_id = $1 and client_id = $2;

-- debriefs.cut-off-by-address: client_links, debriefs, follow_ups
select d.id from debriefs d
  where d.organization_id = $1 and d.client_id = $2
  and ((d.status in ('issued', 'opened', 'in_progress') and d.lapses_at > now()) or d.status = 'submitted'
  or (d.status = 'reviewed' and d.sealed_reply is not null))
  and exists (select from client_links l where l.organization_id = d.organization_id
  and l.subject_kind = 'debrief' and l.subject_id = d.id and l.purpose = 'email'
  and l.ended_cause in ('address_change', 'closing') and l.expires_at > now())
  and not exists (select from client_links l where l.organization_id = d.organization_id
  and l.subject_kind = 'debrief' and l.subject_id = d.id and l.purpose = 'email'
  and l.ended_at is null and l.expires_at > now())
  and not exists (select from follow_ups f where f.organization_id = d.organization_id and f.about_type = 'debrief'
  and f.about_id = d.id and f.kind = 'give_page' and f.completed_at is null
  and f.deleted_at is null)
  order by d.id;

-- debriefs.days-of-nos: applications
select a.ended_on as day from applications a
  where a.organization_id = $1 and a.client_id = $2 and a.deleted_at is null and a.outcome = any($3)
  and a.applied_on is not null and a.ended_on between $4 and $5;

-- debriefs.ended-application: applications, barriers, clients, stage_moves
select a.id as "applicationId", a.client_id as "clientId", m.id as "stageMoveId", m.to_position as outcome,
  m.occurred_on as "decidedOn", m.created_at as "decisionRecordedAt",
  m.issue_debrief as "issueDebrief", a.furthest_stage as "furthestStage", c.written_language as "writtenLanguage",
  c.time_zone as "timeZone",
  c.interpreter_needed as "needsInterpreter",
  a.sent_letter_id is not null as "hasLetter",
  (select coalesce(jsonb_agg(b.kind), '[]') from barriers b
  where b.organization_id = a.organization_id and b.client_id = a.client_id
  and b.kind = any($3) and b.deleted_at is null and b.status not in ('eased', 'removed', 'parked')) as "barrierKinds"
  from stage_moves m
  join applications a on a.organization_id = m.organization_id and a.id = m.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where m.organization_id = $1 and m.id = $2 and a.outcome is not null and a.deleted_at is null
  and not exists (select from stage_moves later where later.organization_id = m.organization_id
  and later.application_id = m.application_id and later.id > m.id)
  for no key update of c for share of a;

-- debriefs.find.none: applications, client_keys, clients, debriefs, employers, organization_keys, organizations, stage_moves, users
select d.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", a.id as "application.id", a.job_title as "application.jobTitle", e.id as "application.employer.id", e.name as "application.employer.name", d.variant as "variant", d.status as "status", d.locale as "locale", d.decided_on as "decidedOn", d.issued_at as "issuedAt", d.submitted_at as "submittedAt", d.lapses_at as "lapsesAt", d.created_at as "createdAt", d.updated_at as "updatedAt", d.version as "version", d.client_id as "clientId", d.application_id as "applicationId", a.job_title as "jobTitle", e.name as "employerName", c.coach_id as "coachId", c.email is not null as "hasAddress", u.name as "coachName", u.phone as "coachPhone", u.reply_email as "coachEmail", o.phone as "officePhone", o.reply_email as "officeEmail", c.time_zone as "timeZone", o.time_zone as "organizationTimeZone", d.facts as "facts", d.opened_at as "openedAt", d.reviewed_at as "reviewedAt", d.skipped_at as "skippedAt", d.submitted_by as "submittedBy", d.sealed_reply as "words.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = d.client_id) as "words.keys", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = d.client_id) as "keys", d.skip_reason as "skipReason", (a.outcome is null or exists (select from stage_moves later
  where later.organization_id = d.organization_id and later.application_id = d.application_id
  and later.id > d.stage_move_id)) as "isTakenBack", d.mailed_at as "mailedAt", c.email as "clientEmail" from debriefs d join clients c on c.organization_id = d.organization_id and c.id = d.client_id
  join applications a on a.organization_id = d.organization_id and a.id = d.application_id and a.deleted_at is null
  join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  join users u on u.organization_id = c.organization_id and u.id = c.coach_id
  join organizations o on o.id = d.organization_id where d.organization_id = $1 and d.id = $2 and false and c.deleted_at is null;

-- debriefs.find.organization: applications, client_keys, clients, debriefs, employers, organization_keys, organizations, stage_moves, users
select d.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", a.id as "application.id", a.job_title as "application.jobTitle", e.id as "application.employer.id", e.name as "application.employer.name", d.variant as "variant", d.status as "status", d.locale as "locale", d.decided_on as "decidedOn", d.issued_at as "issuedAt", d.submitted_at as "submittedAt", d.lapses_at as "lapsesAt", d.created_at as "createdAt", d.updated_at as "updatedAt", d.version as "version", d.client_id as "clientId", d.application_id as "applicationId", a.job_title as "jobTitle", e.name as "employerName", c.coach_id as "coachId", c.email is not null as "hasAddress", u.name as "coachName", u.phone as "coachPhone", u.reply_email as "coachEmail", o.phone as "officePhone", o.reply_email as "officeEmail", c.time_zone as "timeZone", o.time_zone as "organizationTimeZone", d.facts as "facts", d.opened_at as "openedAt", d.reviewed_at as "reviewedAt", d.skipped_at as "skippedAt", d.submitted_by as "submittedBy", d.sealed_reply as "words.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = d.client_id) as "words.keys", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = d.client_id) as "keys", d.skip_reason as "skipReason", (a.outcome is null or exists (select from stage_moves later
  where later.organization_id = d.organization_id and later.application_id = d.application_id
  and later.id > d.stage_move_id)) as "isTakenBack", d.mailed_at as "mailedAt", c.email as "clientEmail" from debriefs d join clients c on c.organization_id = d.organization_id and c.id = d.client_id
  join applications a on a.organization_id = d.organization_id and a.id = d.application_id and a.deleted_at is null
  join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  join users u on u.organization_id = c.organization_id and u.id = c.coach_id
  join organizations o on o.id = d.organization_id where d.organization_id = $1 and d.id = $2 and c.deleted_at is null;

-- debriefs.find.own: applications, client_keys, clients, debriefs, employers, organization_keys, organizations, stage_moves, users
select d.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", a.id as "application.id", a.job_title as "application.jobTitle", e.id as "application.employer.id", e.name as "application.employer.name", d.variant as "variant", d.status as "status", d.locale as "locale", d.decided_on as "decidedOn", d.issued_at as "issuedAt", d.submitted_at as "submittedAt", d.lapses_at as "lapsesAt", d.created_at as "createdAt", d.updated_at as "updatedAt", d.version as "version", d.client_id as "clientId", d.application_id as "applicationId", a.job_title as "jobTitle", e.name as "employerName", c.coach_id as "coachId", c.email is not null as "hasAddress", u.name as "coachName", u.phone as "coachPhone", u.reply_email as "coachEmail", o.phone as "officePhone", o.reply_email as "officeEmail", c.time_zone as "timeZone", o.time_zone as "organizationTimeZone", d.facts as "facts", d.opened_at as "openedAt", d.reviewed_at as "reviewedAt", d.skipped_at as "skippedAt", d.submitted_by as "submittedBy", d.sealed_reply as "words.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = d.client_id) as "words.keys", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = d.client_id) as "keys", d.skip_reason as "skipReason", (a.outcome is null or exists (select from stage_moves later
  where later.organization_id = d.organization_id and later.application_id = d.application_id
  and later.id > d.stage_move_id)) as "isTakenBack", d.mailed_at as "mailedAt", c.email as "clientEmail" from debriefs d join clients c on c.organization_id = d.organization_id and c.id = d.client_id
  join applications a on a.organization_id = d.organization_id and a.id = d.application_id and a.deleted_at is null
  join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  join users u on u.organization_id = c.organization_id and u.id = c.coach_id
  join organizations o on o.id = d.organization_id where d.organization_id = $1 and d.id = $2 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null;

-- debriefs.for-mail: applications, clients, debriefs, ledger_lines, organizations, stage_moves, users
select d.id, d.client_id as "clientId", d.application_id as "applicationId", d.status, d.locale,
  d.opened_at as "openedAt", d.lapses_at as "lapsesAt", c.email, c.time_zone as "timeZone",
  coalesce(c.preferred_name, c.legal_name) as "callName", u.name as "coachName",
  d.skip_reason as "skipReason", u.phone as "coachPhone", u.reply_email as "coachEmail",
  o.phone as "officePhone", o.reply_email as "officeEmail",
  c.deleted_at is not null or a.deleted_at is not null as "isDeleted", (a.outcome is null or exists (select from stage_moves later
  where later.organization_id = d.organization_id and later.application_id = d.application_id
  and later.id > d.stage_move_id)) as "isTakenBack",
  exists (select from ledger_lines l where l.organization_id = d.organization_id and l.client_id = d.client_id
  and l.id > $3 and l.name = 'debrief.links-revoked' and l.subject_id = d.id) as "isRevoked"
  from debriefs d
  join clients c on c.organization_id = d.organization_id and c.id = d.client_id
  join applications a on a.organization_id = d.organization_id and a.id = d.application_id
  join users u on u.organization_id = c.organization_id and u.id = c.coach_id
  join organizations o on o.id = d.organization_id
  where d.organization_id = $1 and d.id = $2 for share of c;

-- debriefs.hidden-codes: clients, debrief_answers, debriefs
select item_code as "itemCode" from debrief_answers where organization_id = $1 and debrief_id = $2 and is_private
  and not ($3 and coalesce(address_digest = (select encode(sha256(convert_to(d.id::text || ' ' || lower(c.email), 'UTF8')), 'hex')
  from debriefs d join clients c on c.organization_id = d.organization_id and c.id = d.client_id
  where d.organization_id = $1 and d.id = $2), false));

-- debriefs.insert: debriefs
insert into debriefs (organization_id, id, client_id, application_id, stage_move_id, variant, locale, facts,
  decided_on, issued_at, lapses_at, decision_recorded_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  on conflict (organization_id, stage_move_id) do nothing;

-- debriefs.lapse: debriefs
update debriefs set status = 'lapsed', version = version + 1, updated_at = now()
  where organization_id = $1 and id = any(array(
  select d.id from debriefs d where d.organization_id = $1 and d.status in ('issued', 'opened', 'in_progress')
  and d.lapses_at <= now() limit $2 for update skip locked))
  returning id, client_id as "clientId";

-- debriefs.last-move: applications, clients, stage_moves
select m.id, m.created_at as "recordedAt", c.time_zone as "timeZone"
  from stage_moves m
  join applications a on a.organization_id = m.organization_id and a.id = m.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where m.organization_id = $1 and m.application_id = $2 order by m.id desc limit 1;

-- debriefs.list.none: applications, clients, debriefs, employers
select d.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", a.id as "application.id", a.job_title as "application.jobTitle", e.id as "application.employer.id", e.name as "application.employer.name", d.variant as "variant", d.status as "status", d.locale as "locale", d.decided_on as "decidedOn", d.issued_at as "issuedAt", d.submitted_at as "submittedAt", d.lapses_at as "lapsesAt", d.created_at as "createdAt", d.updated_at as "updatedAt", d.version as "version", (d.issued_at)::text as "sort.key0" from debriefs d join clients c on c.organization_id = d.organization_id and c.id = d.client_id
  join applications a on a.organization_id = d.organization_id and a.id = d.application_id and a.deleted_at is null
  join employers e on e.organization_id = a.organization_id and e.id = a.employer_id where d.organization_id = $1 and false and c.deleted_at is null    order by d.issued_at desc, d.id desc limit 51;

-- debriefs.list.organization: applications, clients, debriefs, employers
select d.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", a.id as "application.id", a.job_title as "application.jobTitle", e.id as "application.employer.id", e.name as "application.employer.name", d.variant as "variant", d.status as "status", d.locale as "locale", d.decided_on as "decidedOn", d.issued_at as "issuedAt", d.submitted_at as "submittedAt", d.lapses_at as "lapsesAt", d.created_at as "createdAt", d.updated_at as "updatedAt", d.version as "version", (d.issued_at)::text as "sort.key0" from debriefs d join clients c on c.organization_id = d.organization_id and c.id = d.client_id
  join applications a on a.organization_id = d.organization_id and a.id = d.application_id and a.deleted_at is null
  join employers e on e.organization_id = a.organization_id and e.id = a.employer_id where d.organization_id = $1 and c.deleted_at is null    order by d.issued_at desc, d.id desc limit 51;

-- debriefs.list.own: applications, clients, debriefs, employers
select d.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", a.id as "application.id", a.job_title as "application.jobTitle", e.id as "application.employer.id", e.name as "application.employer.name", d.variant as "variant", d.status as "status", d.locale as "locale", d.decided_on as "decidedOn", d.issued_at as "issuedAt", d.submitted_at as "submittedAt", d.lapses_at as "lapsesAt", d.created_at as "createdAt", d.updated_at as "updatedAt", d.version as "version", (d.issued_at)::text as "sort.key0" from debriefs d join clients c on c.organization_id = d.organization_id and c.id = d.client_id
  join applications a on a.organization_id = d.organization_id and a.id = d.application_id and a.deleted_at is null
  join employers e on e.organization_id = a.organization_id and e.id = a.employer_id where d.organization_id = $1 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null    order by d.issued_at desc, d.id desc limit 51;

-- debriefs.lock.none: applications, client_keys, clients, debriefs, employers, organization_keys, organizations, stage_moves, users
select d.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", a.id as "application.id", a.job_title as "application.jobTitle", e.id as "application.employer.id", e.name as "application.employer.name", d.variant as "variant", d.status as "status", d.locale as "locale", d.decided_on as "decidedOn", d.issued_at as "issuedAt", d.submitted_at as "submittedAt", d.lapses_at as "lapsesAt", d.created_at as "createdAt", d.updated_at as "updatedAt", d.version as "version", d.client_id as "clientId", d.application_id as "applicationId", a.job_title as "jobTitle", e.name as "employerName", c.coach_id as "coachId", c.email is not null as "hasAddress", u.name as "coachName", u.phone as "coachPhone", u.reply_email as "coachEmail", o.phone as "officePhone", o.reply_email as "officeEmail", c.time_zone as "timeZone", o.time_zone as "organizationTimeZone", d.facts as "facts", d.opened_at as "openedAt", d.reviewed_at as "reviewedAt", d.skipped_at as "skippedAt", d.submitted_by as "submittedBy", d.sealed_reply as "words.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = d.client_id) as "words.keys", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = d.client_id) as "keys", d.skip_reason as "skipReason", (a.outcome is null or exists (select from stage_moves later
  where later.organization_id = d.organization_id and later.application_id = d.application_id
  and later.id > d.stage_move_id)) as "isTakenBack", d.mailed_at as "mailedAt", c.email as "clientEmail" from debriefs d join clients c on c.organization_id = d.organization_id and c.id = d.client_id
  join applications a on a.organization_id = d.organization_id and a.id = d.application_id and a.deleted_at is null
  join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  join users u on u.organization_id = c.organization_id and u.id = c.coach_id
  join organizations o on o.id = d.organization_id where d.organization_id = $1 and d.id = $2 and false and c.deleted_at is null for update of d for share of a;

-- debriefs.lock.organization: applications, client_keys, clients, debriefs, employers, organization_keys, organizations, stage_moves, users
select d.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", a.id as "application.id", a.job_title as "application.jobTitle", e.id as "application.employer.id", e.name as "application.employer.name", d.variant as "variant", d.status as "status", d.locale as "locale", d.decided_on as "decidedOn", d.issued_at as "issuedAt", d.submitted_at as "submittedAt", d.lapses_at as "lapsesAt", d.created_at as "createdAt", d.updated_at as "updatedAt", d.version as "version", d.client_id as "clientId", d.application_id as "applicationId", a.job_title as "jobTitle", e.name as "employerName", c.coach_id as "coachId", c.email is not null as "hasAddress", u.name as "coachName", u.phone as "coachPhone", u.reply_email as "coachEmail", o.phone as "officePhone", o.reply_email as "officeEmail", c.time_zone as "timeZone", o.time_zone as "organizationTimeZone", d.facts as "facts", d.opened_at as "openedAt", d.reviewed_at as "reviewedAt", d.skipped_at as "skippedAt", d.submitted_by as "submittedBy", d.sealed_reply as "words.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = d.client_id) as "words.keys", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = d.client_id) as "keys", d.skip_reason as "skipReason", (a.outcome is null or exists (select from stage_moves later
  where later.organization_id = d.organization_id and later.application_id = d.application_id
  and later.id > d.stage_move_id)) as "isTakenBack", d.mailed_at as "mailedAt", c.email as "clientEmail" from debriefs d join clients c on c.organization_id = d.organization_id and c.id = d.client_id
  join applications a on a.organization_id = d.organization_id and a.id = d.application_id and a.deleted_at is null
  join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  join users u on u.organization_id = c.organization_id and u.id = c.coach_id
  join organizations o on o.id = d.organization_id where d.organization_id = $1 and d.id = $2 and c.deleted_at is null for update of d for share of a;

-- debriefs.lock.own: applications, client_keys, clients, debriefs, employers, organization_keys, organizations, stage_moves, users
select d.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", a.id as "application.id", a.job_title as "application.jobTitle", e.id as "application.employer.id", e.name as "application.employer.name", d.variant as "variant", d.status as "status", d.locale as "locale", d.decided_on as "decidedOn", d.issued_at as "issuedAt", d.submitted_at as "submittedAt", d.lapses_at as "lapsesAt", d.created_at as "createdAt", d.updated_at as "updatedAt", d.version as "version", d.client_id as "clientId", d.application_id as "applicationId", a.job_title as "jobTitle", e.name as "employerName", c.coach_id as "coachId", c.email is not null as "hasAddress", u.name as "coachName", u.phone as "coachPhone", u.reply_email as "coachEmail", o.phone as "officePhone", o.reply_email as "officeEmail", c.time_zone as "timeZone", o.time_zone as "organizationTimeZone", d.facts as "facts", d.opened_at as "openedAt", d.reviewed_at as "reviewedAt", d.skipped_at as "skippedAt", d.submitted_by as "submittedBy", d.sealed_reply as "words.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = d.client_id) as "words.keys", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = d.client_id) as "keys", d.skip_reason as "skipReason", (a.outcome is null or exists (select from stage_moves later
  where later.organization_id = d.organization_id and later.application_id = d.application_id
  and later.id > d.stage_move_id)) as "isTakenBack", d.mailed_at as "mailedAt", c.email as "clientEmail" from debriefs d join clients c on c.organization_id = d.organization_id and c.id = d.client_id
  join applications a on a.organization_id = d.organization_id and a.id = d.application_id and a.deleted_at is null
  join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  join users u on u.organization_id = c.organization_id and u.id = c.coach_id
  join organizations o on o.id = d.organization_id where d.organization_id = $1 and d.id = $2 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null for update of d for share of a;

-- debriefs.mark-mailed: debriefs
update debriefs set mailed_at = now(), version = version + 1, updated_at = now()
  where organization_id = $1 and id = $2 and mailed_at is null;

-- debriefs.organizations-with-lapsed: debriefs
select distinct organization_id as "organizationId" from debriefs
  where status in ('issued', 'opened', 'in_progress') and lapses_at <= now();

-- debriefs.own-answers: client_keys, clients, debrief_answers, debriefs, organization_keys
select item_code as "itemCode", is_private as "isPrivate", entered_by as "enteredBy",
  updated_at as "updatedAt", sealed, (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = $3) as keys
  from debrief_answers where organization_id = $1 and debrief_id = $2 and (not is_private or address_digest = (select encode(sha256(convert_to(d.id::text || ' ' || lower(c.email), 'UTF8')), 'hex')
  from debriefs d join clients c on c.organization_id = d.organization_id and c.id = d.client_id
  where d.organization_id = $1 and d.id = $2));

-- debriefs.paper-find: debrief_papers
select debrief_id as "debriefId", locale from debrief_papers where organization_id = $1 and id = $2;

-- debriefs.put-right: debriefs
update debriefs set variant = case when submitted_at is null then $3 else variant end, facts = $4::jsonb,
  version = version + 1, updated_at = now()
  where organization_id = $1 and id = $2
  and (facts is distinct from $4::jsonb or (submitted_at is null and variant is distinct from $3))
  returning variant;

-- debriefs.save-answers: clients, debrief_answers, debriefs
with address as (select (select encode(sha256(convert_to(d.id::text || ' ' || lower(c.email), 'UTF8')), 'hex')
  from debriefs d join clients c on c.organization_id = d.organization_id and c.id = d.client_id
  where d.organization_id = $1 and d.id = $2) as digest),
  given as (
  select * from jsonb_to_recordset($3::jsonb)
  as g("itemCode" text, sealed text, "isPrivate" boolean, "enteredBy" text)),
  gone as (
  delete from debrief_answers old
  where old.organization_id = $1 and old.debrief_id = $2 and old.item_code = any($4)
  and (not old.is_private or ($5 and old.address_digest = (select digest from address))))
  insert into debrief_answers as kept (organization_id, debrief_id, item_code, sealed, is_private, entered_by, address_digest)
  select $1, $2, "itemCode", sealed, "isPrivate", "enteredBy", case when "isPrivate" then digest end from given, address
  on conflict (organization_id, debrief_id, item_code) do update
  set sealed = excluded.sealed, is_private = excluded.is_private, entered_by = excluded.entered_by,
  address_digest = excluded.address_digest, updated_at = now()
  where not kept.is_private or ($5 and kept.address_digest = (select digest from address));

-- debriefs.shared-answers: client_keys, debrief_answers, organization_keys
select item_code as "itemCode", is_private as "isPrivate", entered_by as "enteredBy",
  updated_at as "updatedAt", sealed, (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = $3) as keys
  from debrief_answers where organization_id = $1 and debrief_id = $2 and not is_private;

-- debriefs.shown: debriefs
select d.id, d.stage_move_id as "stageMoveId" from debriefs d
  where d.organization_id = $1 and d.application_id = $2 and d.status <> 'lapsed'
  and (d.skip_reason is null or d.skip_reason <> all ($3::text[]));

-- debriefs.withdraw-taken-back: debrief_answers, debriefs
update debriefs d set status = 'skipped', skip_reason = $3, skipped_at = now(), version = version + 1,
  updated_at = now()
  where d.organization_id = $1 and d.application_id = $2 and d.stage_move_id < $5 and (d.status in ('issued', 'opened', 'in_progress')
  or (d.status = 'skipped' and (d.skip_reason is null or d.skip_reason <> all ($4::text[]))))
  returning d.id, d.client_id as "clientId", d.opened_at is not null
  or exists (select from debrief_answers s where s.organization_id = d.organization_id and s.debrief_id = d.id
  and s.entered_by = 'assisted') as "wasOpened";

-- debriefs.withdraw-unopened: debrief_answers, debriefs
update debriefs d set status = 'skipped', skip_reason = $3, skipped_at = now(), version = version + 1,
  updated_at = now()
  where d.organization_id = $1 and d.client_id = $2 and d.status = 'issued' and d.opened_at is null and d.decided_on between $4 and $5
  returning d.id, d.client_id as "clientId", d.opened_at is not null
  or exists (select from debrief_answers s where s.organization_id = d.organization_id and s.debrief_id = d.id
  and s.entered_by = 'assisted') as "wasOpened";

-- rows.insert.debrief_answers.NsBPsx8P: debrief_answers
insert into debrief_answers (organization_id, debrief_id, item_code, sealed, is_private, entered_by, updated_at, address_digest) values ($1, $2, $3, $4, $5, $6, $7, $8);

-- rows.insert.debrief_papers.giuOaZTW: debrief_papers
insert into debrief_papers (organization_id, id, created_at, debrief_id, locale) values ($1, $2, $3, $4, $5);

-- rows.insert.debriefs.nL1j1IjI: debriefs
insert into debriefs (organization_id, id, created_at, version, updated_at, client_id, application_id, stage_move_id, variant, status, locale, facts, decided_on, decision_recorded_at, issued_at, opened_at, submitted_at, reviewed_at, skipped_at, skip_reason, mailed_at, lapses_at, submitted_by, sealed_reply) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24);

-- rows.update.debriefs.dBqnDGqs: debriefs
update debriefs set client_id = $4, application_id = $5, stage_move_id = $6, variant = $7, status = $8, locale = $9, facts = $10, decided_on = $11, decision_recorded_at = $12, issued_at = $13, opened_at = $14, submitted_at = $15, reviewed_at = $16, skipped_at = $17, skip_reason = $18, mailed_at = $19, lapses_at = $20, submitted_by = $21, sealed_reply = $22, version = version + 1, updated_at = now()
  where organization_id = $1 and id = $2 and (version = $3 or $3 = -1);


-- == employers ==

-- employers.contacts: employer_contacts, employers
select p.id as "id", e.id as "employer.id", e.name as "employer.name", p.name as "name", p.role as "role", p.email as "email", p.phone as "phone", p.phone_e164 as "phoneE164", p.created_at as "createdAt", p.updated_at as "updatedAt", p.version as "version" from employer_contacts p join employers e on e.organization_id = p.organization_id and e.id = p.employer_id where p.organization_id = $1 and p.employer_id = $2 and p.deleted_at is null    order by p.id asc limit 51;

-- employers.find: employers
select e.id as "id", e.external_id as "externalId", e.name as "name", e.website as "website", e.note as "note", e.created_at as "createdAt", e.updated_at as "updatedAt", e.version as "version" from employers e where e.organization_id = $1 and e.id = $2;

-- employers.find-by-key: employers
select e.id as "id", e.external_id as "externalId", e.name as "name", e.website as "website", e.note as "note", e.created_at as "createdAt", e.updated_at as "updatedAt", e.version as "version" from employers e where e.organization_id = $1 and e.search_key = $2;

-- employers.find-contact: employer_contacts, employers
select p.id as "id", e.id as "employer.id", e.name as "employer.name", p.name as "name", p.role as "role", p.email as "email", p.phone as "phone", p.phone_e164 as "phoneE164", p.created_at as "createdAt", p.updated_at as "updatedAt", p.version as "version" from employer_contacts p join employers e on e.organization_id = p.organization_id and e.id = p.employer_id
  where p.organization_id = $1 and p.employer_id = $2 and p.id = $3 and p.deleted_at is null;

-- employers.insert-if-new: employers
insert into employers (organization_id, id, name, search_key, external_id, website, note) values ($1, $2, $3, $4, $5, $6, $7)
  on conflict do nothing;

-- employers.list: employers
select e.id as "id", e.external_id as "externalId", e.name as "name", e.website as "website", e.note as "note", e.created_at as "createdAt", e.updated_at as "updatedAt", e.version as "version", (e.search_key)::text as "sort.key0" from employers e where e.organization_id = $1    order by e.search_key asc limit 51;

-- employers.lock-contact: employer_contacts, employers
select p.id as "id", e.id as "employer.id", e.name as "employer.name", p.name as "name", p.role as "role", p.email as "email", p.phone as "phone", p.phone_e164 as "phoneE164", p.created_at as "createdAt", p.updated_at as "updatedAt", p.version as "version" from employer_contacts p join employers e on e.organization_id = p.organization_id and e.id = p.employer_id
  where p.organization_id = $1 and p.employer_id = $2 and p.id = $3 and p.deleted_at is null for update of p;

-- employers.lock-deleted-contact: employer_contacts, employers
select p.id as "id", e.id as "employer.id", e.name as "employer.name", p.name as "name", p.role as "role", p.email as "email", p.phone as "phone", p.phone_e164 as "phoneE164", p.created_at as "createdAt", p.updated_at as "updatedAt", p.version as "version" from employer_contacts p join employers e on e.organization_id = p.organization_id and e.id = p.employer_id
  where p.organization_id = $1 and p.employer_id = $2 and p.id = $3 and p.deleted_at > now() - interval '30 days' for update of p;

-- employers.with-external-id: employers
select id from employers where organization_id = $1 and external_id = $2;

-- rows.insert.employer_contacts.968xDAds: employer_contacts
insert into employer_contacts (organization_id, id, created_at, version, updated_at, deleted_at, employer_id, name, role, email, phone, phone_e164) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- rows.insert.employers.PPJ-mhpY: employers
insert into employers (organization_id, id, created_at, version, updated_at, external_id, name, search_key, website, note) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- rows.update.employer_contacts.9fvP6YRc: employer_contacts
update employer_contacts set deleted_at = $4, employer_id = $5, name = $6, role = $7, email = $8, phone = $9, phone_e164 = $10, version = version + 1, updated_at = now()
  where organization_id = $1 and id = $2 and (version = $3 or $3 = -1);

-- rows.update.employers.eqUGHY9Q: employers
update employers set external_id = $4, name = $5, search_key = $6, website = $7, note = $8, version = version + 1, updated_at = now()
  where organization_id = $1 and id = $2 and (version = $3 or $3 = -1);


-- == follow-ups ==

-- follow-ups.add: follow_ups
insert into follow_ups (organization_id, id, client_id, assignee, kind, sealed_title, due_on, about_type, about_id)
  select $1, r.* from jsonb_to_recordset($2::jsonb) as r(
  "id" uuid, "clientId" uuid, "assignee" text, "kind" text, "sealedTitle" text, "dueOn" date, "aboutType" text,
  "aboutId" uuid);

-- follow-ups.add-once: follow_ups
insert into follow_ups (organization_id, id, client_id, assignee, kind, sealed_title, due_on, about_type, about_id, cause_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  on conflict (organization_id, cause_id, kind) where cause_id is not null do nothing;

-- follow-ups.come-back-with-client: follow_ups
update follow_ups set version = version + 1, updated_at = now() where organization_id = $1 and client_id = $2 and follow_ups.deleted_at is null;

-- follow-ups.complete: follow_ups
update follow_ups set completed_at = now(), completed_by = $3, updated_at = now(), version = version + 1
  where organization_id = $1 and id = $2 and completed_at is null;

-- follow-ups.complete-about: follow_ups
update follow_ups f set completed_at = now(), completed_by = $6, updated_at = now(), version = version + 1
  where f.organization_id = $1 and f.client_id = $2 and f.kind = any($3) and f.about_type = $4 and f.about_id = $5
  and f.completed_at is null and f.deleted_at is null and ($7::uuid is null or f.cause_id < $7)
  returning f.id, f.assignee, f.kind;

-- follow-ups.find.none: client_keys, clients, follow_ups, organization_keys, organizations, users
select f.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", f.assignee as "assignee", f.kind as "kind", f.sealed_title as "title.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = f.client_id) as "title.keys", f.due_on as "dueOn", (f.completed_at is null and f.due_on < (select (now() at time zone o.time_zone)::date from organizations o where o.id = $1)) as "isOverdue", f.about_type as "about.type", f.about_id as "about.id", f.completed_at as "completedAt", f.completed_by as "completedBy.id", u.name as "completedBy.name", f.created_at as "createdAt", f.updated_at as "updatedAt", f.version as "version", c.coach_id as "coachId" from follow_ups f join clients c on c.organization_id = f.organization_id and c.id = f.client_id
  left join users u on u.organization_id = f.organization_id and u.id = f.completed_by
  where f.organization_id = $1 and f.id = $2 and f.deleted_at is null and false and c.deleted_at is null;

-- follow-ups.find.organization: client_keys, clients, follow_ups, organization_keys, organizations, users
select f.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", f.assignee as "assignee", f.kind as "kind", f.sealed_title as "title.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = f.client_id) as "title.keys", f.due_on as "dueOn", (f.completed_at is null and f.due_on < (select (now() at time zone o.time_zone)::date from organizations o where o.id = $1)) as "isOverdue", f.about_type as "about.type", f.about_id as "about.id", f.completed_at as "completedAt", f.completed_by as "completedBy.id", u.name as "completedBy.name", f.created_at as "createdAt", f.updated_at as "updatedAt", f.version as "version", c.coach_id as "coachId" from follow_ups f join clients c on c.organization_id = f.organization_id and c.id = f.client_id
  left join users u on u.organization_id = f.organization_id and u.id = f.completed_by
  where f.organization_id = $1 and f.id = $2 and f.deleted_at is null and c.deleted_at is null;

-- follow-ups.find.own: client_keys, clients, follow_ups, organization_keys, organizations, users
select f.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", f.assignee as "assignee", f.kind as "kind", f.sealed_title as "title.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = f.client_id) as "title.keys", f.due_on as "dueOn", (f.completed_at is null and f.due_on < (select (now() at time zone o.time_zone)::date from organizations o where o.id = $1)) as "isOverdue", f.about_type as "about.type", f.about_id as "about.id", f.completed_at as "completedAt", f.completed_by as "completedBy.id", u.name as "completedBy.name", f.created_at as "createdAt", f.updated_at as "updatedAt", f.version as "version", c.coach_id as "coachId" from follow_ups f join clients c on c.organization_id = f.organization_id and c.id = f.client_id
  left join users u on u.organization_id = f.organization_id and u.id = f.completed_by
  where f.organization_id = $1 and f.id = $2 and f.deleted_at is null and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null;

-- follow-ups.has-open: follow_ups
select 1 as yes from follow_ups f where f.organization_id = $1 and f.client_id = $2 and f.kind = $3
  and f.assignee = 'coach' and f.completed_at is null and f.deleted_at is null
  and ($4::text is null or (f.about_type = $4 and f.about_id = $5)) limit 1;

-- follow-ups.list.none: client_keys, clients, follow_ups, organization_keys, organizations, users
select f.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", f.assignee as "assignee", f.kind as "kind", f.sealed_title as "title.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = f.client_id) as "title.keys", f.due_on as "dueOn", (f.completed_at is null and f.due_on < (select (now() at time zone o.time_zone)::date from organizations o where o.id = $1)) as "isOverdue", f.about_type as "about.type", f.about_id as "about.id", f.completed_at as "completedAt", f.completed_by as "completedBy.id", u.name as "completedBy.name", f.created_at as "createdAt", f.updated_at as "updatedAt", f.version as "version" from follow_ups f join clients c on c.organization_id = f.organization_id and c.id = f.client_id
  left join users u on u.organization_id = f.organization_id and u.id = f.completed_by where f.organization_id = $1 and f.deleted_at is null and false and c.deleted_at is null    order by f.due_on asc, f.id asc limit 51;

-- follow-ups.list.organization: client_keys, clients, follow_ups, organization_keys, organizations, users
select f.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", f.assignee as "assignee", f.kind as "kind", f.sealed_title as "title.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = f.client_id) as "title.keys", f.due_on as "dueOn", (f.completed_at is null and f.due_on < (select (now() at time zone o.time_zone)::date from organizations o where o.id = $1)) as "isOverdue", f.about_type as "about.type", f.about_id as "about.id", f.completed_at as "completedAt", f.completed_by as "completedBy.id", u.name as "completedBy.name", f.created_at as "createdAt", f.updated_at as "updatedAt", f.version as "version" from follow_ups f join clients c on c.organization_id = f.organization_id and c.id = f.client_id
  left join users u on u.organization_id = f.organization_id and u.id = f.completed_by where f.organization_id = $1 and f.deleted_at is null and c.deleted_at is null    order by f.due_on asc, f.id asc limit 51;

-- follow-ups.list.own: client_keys, clients, follow_ups, organization_keys, organizations, users
select f.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", f.assignee as "assignee", f.kind as "kind", f.sealed_title as "title.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = f.client_id) as "title.keys", f.due_on as "dueOn", (f.completed_at is null and f.due_on < (select (now() at time zone o.time_zone)::date from organizations o where o.id = $1)) as "isOverdue", f.about_type as "about.type", f.about_id as "about.id", f.completed_at as "completedAt", f.completed_by as "completedBy.id", u.name as "completedBy.name", f.created_at as "createdAt", f.updated_at as "updatedAt", f.version as "version" from follow_ups f join clients c on c.organization_id = f.organization_id and c.id = f.client_id
  left join users u on u.organization_id = f.organization_id and u.id = f.completed_by where f.organization_id = $1 and f.deleted_at is null and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null    order by f.due_on asc, f.id asc limit 51;

-- follow-ups.lock-deleted.none: client_keys, clients, follow_ups, organization_keys, organizations, users
select f.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", f.assignee as "assignee", f.kind as "kind", f.sealed_title as "title.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = f.client_id) as "title.keys", f.due_on as "dueOn", (f.completed_at is null and f.due_on < (select (now() at time zone o.time_zone)::date from organizations o where o.id = $1)) as "isOverdue", f.about_type as "about.type", f.about_id as "about.id", f.completed_at as "completedAt", f.completed_by as "completedBy.id", u.name as "completedBy.name", f.created_at as "createdAt", f.updated_at as "updatedAt", f.version as "version", c.coach_id as "coachId" from follow_ups f join clients c on c.organization_id = f.organization_id and c.id = f.client_id
  left join users u on u.organization_id = f.organization_id and u.id = f.completed_by
  where f.organization_id = $1 and f.id = $2 and f.deleted_at > now() - interval '30 days' and false and c.deleted_at is null for update of f;

-- follow-ups.lock-deleted.organization: client_keys, clients, follow_ups, organization_keys, organizations, users
select f.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", f.assignee as "assignee", f.kind as "kind", f.sealed_title as "title.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = f.client_id) as "title.keys", f.due_on as "dueOn", (f.completed_at is null and f.due_on < (select (now() at time zone o.time_zone)::date from organizations o where o.id = $1)) as "isOverdue", f.about_type as "about.type", f.about_id as "about.id", f.completed_at as "completedAt", f.completed_by as "completedBy.id", u.name as "completedBy.name", f.created_at as "createdAt", f.updated_at as "updatedAt", f.version as "version", c.coach_id as "coachId" from follow_ups f join clients c on c.organization_id = f.organization_id and c.id = f.client_id
  left join users u on u.organization_id = f.organization_id and u.id = f.completed_by
  where f.organization_id = $1 and f.id = $2 and f.deleted_at > now() - interval '30 days' and c.deleted_at is null for update of f;

-- follow-ups.lock-deleted.own: client_keys, clients, follow_ups, organization_keys, organizations, users
select f.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", f.assignee as "assignee", f.kind as "kind", f.sealed_title as "title.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = f.client_id) as "title.keys", f.due_on as "dueOn", (f.completed_at is null and f.due_on < (select (now() at time zone o.time_zone)::date from organizations o where o.id = $1)) as "isOverdue", f.about_type as "about.type", f.about_id as "about.id", f.completed_at as "completedAt", f.completed_by as "completedBy.id", u.name as "completedBy.name", f.created_at as "createdAt", f.updated_at as "updatedAt", f.version as "version", c.coach_id as "coachId" from follow_ups f join clients c on c.organization_id = f.organization_id and c.id = f.client_id
  left join users u on u.organization_id = f.organization_id and u.id = f.completed_by
  where f.organization_id = $1 and f.id = $2 and f.deleted_at > now() - interval '30 days' and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null for update of f;

-- follow-ups.lock.none: client_keys, clients, follow_ups, organization_keys, organizations, users
select f.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", f.assignee as "assignee", f.kind as "kind", f.sealed_title as "title.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = f.client_id) as "title.keys", f.due_on as "dueOn", (f.completed_at is null and f.due_on < (select (now() at time zone o.time_zone)::date from organizations o where o.id = $1)) as "isOverdue", f.about_type as "about.type", f.about_id as "about.id", f.completed_at as "completedAt", f.completed_by as "completedBy.id", u.name as "completedBy.name", f.created_at as "createdAt", f.updated_at as "updatedAt", f.version as "version", c.coach_id as "coachId" from follow_ups f join clients c on c.organization_id = f.organization_id and c.id = f.client_id
  left join users u on u.organization_id = f.organization_id and u.id = f.completed_by
  where f.organization_id = $1 and f.id = $2 and f.deleted_at is null and false and c.deleted_at is null for update of f;

-- follow-ups.lock.organization: client_keys, clients, follow_ups, organization_keys, organizations, users
select f.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", f.assignee as "assignee", f.kind as "kind", f.sealed_title as "title.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = f.client_id) as "title.keys", f.due_on as "dueOn", (f.completed_at is null and f.due_on < (select (now() at time zone o.time_zone)::date from organizations o where o.id = $1)) as "isOverdue", f.about_type as "about.type", f.about_id as "about.id", f.completed_at as "completedAt", f.completed_by as "completedBy.id", u.name as "completedBy.name", f.created_at as "createdAt", f.updated_at as "updatedAt", f.version as "version", c.coach_id as "coachId" from follow_ups f join clients c on c.organization_id = f.organization_id and c.id = f.client_id
  left join users u on u.organization_id = f.organization_id and u.id = f.completed_by
  where f.organization_id = $1 and f.id = $2 and f.deleted_at is null and c.deleted_at is null for update of f;

-- follow-ups.lock.own: client_keys, clients, follow_ups, organization_keys, organizations, users
select f.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", f.assignee as "assignee", f.kind as "kind", f.sealed_title as "title.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = f.client_id) as "title.keys", f.due_on as "dueOn", (f.completed_at is null and f.due_on < (select (now() at time zone o.time_zone)::date from organizations o where o.id = $1)) as "isOverdue", f.about_type as "about.type", f.about_id as "about.id", f.completed_at as "completedAt", f.completed_by as "completedBy.id", u.name as "completedBy.name", f.created_at as "createdAt", f.updated_at as "updatedAt", f.version as "version", c.coach_id as "coachId" from follow_ups f join clients c on c.organization_id = f.organization_id and c.id = f.client_id
  left join users u on u.organization_id = f.organization_id and u.id = f.completed_by
  where f.organization_id = $1 and f.id = $2 and f.deleted_at is null and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null for update of f;

-- rows.insert.follow_ups.IJEMI5uw: follow_ups
insert into follow_ups (organization_id, id, created_at, version, updated_at, deleted_at, client_id, assignee, kind, sealed_title, due_on, about_type, about_id, cause_id, completed_at, completed_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- rows.update.follow_ups._RQWUxxe: follow_ups
update follow_ups set deleted_at = $4, client_id = $5, assignee = $6, kind = $7, sealed_title = $8, due_on = $9, about_type = $10, about_id = $11, cause_id = $12, completed_at = $13, completed_by = $14, version = version + 1, updated_at = now()
  where organization_id = $1 and id = $2 and (version = $3 or $3 = -1);


-- == http ==

-- http.limits.draw: request_counters
insert into request_counters as c (bucket, window_ends_at, used)
  values ($1, now() + make_interval(secs => $2), $3)
  on conflict (bucket) do update set
  used = case when (c.window_ends_at <= now() or c.window_ends_at > now() + make_interval(secs => $2 + 60)) then $3 else least(c.used, $4) + $3 end,
  window_ends_at = case when (c.window_ends_at <= now() or c.window_ends_at > now() + make_interval(secs => $2 + 60)) then excluded.window_ends_at else c.window_ends_at end
  returning used, extract(epoch from window_ends_at - now())::int as seconds_left;

-- http.limits.give-back: request_counters
with held as materialized (
  select bucket from request_counters where bucket = any($1) order by bucket for update)
  update request_counters c set used = greatest(used - 1, 0) from held where c.bucket = held.bucket;

-- http.limits.sweep: request_counters
delete from request_counters where ctid = any(array(select ctid from request_counters where window_ends_at < now() limit 5000));

-- http.takes-change: request_counters
insert into request_counters (bucket, window_ends_at, used) values ('readiness', now() + interval '1 hour', 1)
  on conflict (bucket) do update set window_ends_at = excluded.window_ends_at;

-- rows.insert.request_counters.0BeJuPZy: request_counters
insert into request_counters (bucket, window_ends_at, used) values ($1, $2, $3);


-- == identity ==

-- identity.end-invitations-by: invitations
update invitations set ended_at = now(), ended_cause = $3
  where organization_id = $1 and (made_by = $2 or confirmed_by = $2) and ended_at is null;

-- identity.end-refresh-tokens-of: refresh_tokens, sessions
update refresh_tokens t set ended_at = now(), ended_cause = $3
  from sessions s
  where t.organization_id = $1 and s.organization_id = t.organization_id and s.id = t.subject_id
  and s.subject_id = $2 and t.ended_at is null;

-- identity.end-session: sessions
update sessions set ended_at = now(), ended_cause = $3 where organization_id = $1 and id = $2 and ended_at is null;

-- identity.end-sessions-of: sessions
update sessions set ended_at = now(), ended_cause = $3
  where organization_id = $1 and subject_id = $2 and ended_at is null;

-- identity.find-account: users
select organization_id, id, role, password_hash from users where email = $1 and suspended_at is null;

-- identity.find-account-here: users
select id, role, suspended_at is not null as "isSuspended" from users where organization_id = $1 and email = $2;

-- identity.find-any-account: users
select organization_id, id from users where email = $1;

-- identity.find-refresh-token: refresh_tokens
select t.organization_id, t.id, t.subject_id as session_id
  from refresh_tokens t
  where t.token_digest = $1;

-- identity.find-successor: refresh_tokens
select token_digest as digest from refresh_tokens
  where organization_id = $1 and subject_id = $2 and token_digest = any($3);

-- identity.get-me: organizations, users
select u.id, u.name, u.email, u.role, u.locale, u.phone, u.phone_e164 as "phoneE164", u.reply_email as "replyEmail", u.version,
  jsonb_build_object('id', o.id, 'name', o.name, 'timeZone', o.time_zone, 'locale', o.locale) as organization
  from users u join organizations o on o.id = u.organization_id
  where u.organization_id = $1 and u.id = $2;

-- identity.hold-account: users
select 1 as held from users
  where organization_id = $1 and id = $2 and password_hash = $3 and role = $4 and suspended_at is null for share;

-- identity.invitation-accept: invitations, users
update invitations i set ended_at = now(), ended_cause = 'used'
  where i.organization_id = $1 and i.id = $2 and i.ended_at is null and i.expires_at > now()
  and i.confirmed_at is not null
  and (i.made_by is null or exists (select from users u where u.organization_id = i.organization_id
  and u.id = i.made_by and u.suspended_at is null and u.role = any($3)))
  returning i.email, i.name, i.role, i.subject_id as "userId";

-- identity.invitation-asked: invitations, organizations, users
select i.name, i.role, i.made_by as "madeBy", m.name as inviter, o.name as organization, o.locale
  from invitations i left join users m on m.organization_id = i.organization_id and m.id = i.made_by join organizations o on o.id = i.organization_id
  where i.organization_id = $1 and i.id = $2 and i.confirmed_at is null and i.ended_at is null and i.expires_at > now();

-- identity.invitation-close-open: invitations
update invitations set ended_at = now(), ended_cause = 'replaced'
  where organization_id = $1 and email = $2 and ended_at is null;

-- identity.invitation-confirm: invitations
update invitations set confirmed_at = now(), confirmed_by = $3, expires_at = now() + make_interval(days => $4)
  where organization_id = $1 and id = $2 and confirmed_at is null and ended_at is null and expires_at > now();

-- identity.invitation-find: invitations, users
select i.id as "id", i.email as "email", i.name as "name", i.role as "role", case when i.ended_cause = 'used' then 'accepted' when i.ended_at is not null then 'revoked'
  when i.expires_at <= now() then 'expired' when i.confirmed_at is null then 'awaiting_confirmation'
  else 'open' end as "status", m.id as "invitedBy.id", m.name as "invitedBy.name", i.expires_at as "expiresAt", i.created_at as "createdAt", greatest(i.created_at, i.confirmed_at, i.ended_at) as "updatedAt" from invitations i left join users m on m.organization_id = i.organization_id and m.id = i.made_by where i.organization_id = $1 and i.id = $2;

-- identity.invitation-find-awaiting: invitations
select organization_id as "organizationId", id from invitations
  where (id::text = $1 or email = $1) and confirmed_at is null and ended_at is null and expires_at > now();

-- identity.invitation-find-by-token: invitations
select organization_id, id from invitations
  where token_digest = $1 and ended_at is null and expires_at > now();

-- identity.invitation-known-of: invitations, organizations
select i.name, i.email, o.name as organization from invitations i join organizations o on o.id = i.organization_id
  where i.organization_id = $1 and i.id = $2;

-- identity.invitation-list: invitations, users
select i.id as "id", i.email as "email", i.name as "name", i.role as "role", case when i.ended_cause = 'used' then 'accepted' when i.ended_at is not null then 'revoked'
  when i.expires_at <= now() then 'expired' when i.confirmed_at is null then 'awaiting_confirmation'
  else 'open' end as "status", m.id as "invitedBy.id", m.name as "invitedBy.name", i.expires_at as "expiresAt", i.created_at as "createdAt", greatest(i.created_at, i.confirmed_at, i.ended_at) as "updatedAt" from invitations i left join users m on m.organization_id = i.organization_id and m.id = i.made_by where i.organization_id = $1    order by i.id desc limit 51;

-- identity.invitation-renew-token: invitations, organizations, users
update invitations i
  set token_digest = case when i.token_digest = any($3::text[]) then i.token_digest else ($3::text[])[1] end
  from organizations o
  where i.organization_id = $1 and i.id = $2 and o.id = i.organization_id
  and i.confirmed_at is not null and i.ended_at is null and i.expires_at > now()
  returning i.token_digest as "tokenDigest", i.email, i.name, i.expires_at as "expiresAt", o.name as organization, o.locale, o.time_zone as "timeZone",
  (select u.name from users u where u.organization_id = i.organization_id and u.id = i.made_by) as inviter;

-- identity.invitation-revoke: invitations
update invitations set ended_at = now(), ended_cause = 'revoked'
  where organization_id = $1 and id = $2 and ended_at is null;

-- identity.lock-refresh-token: refresh_tokens, sessions, users
select t.id, t.subject_id as session_id, t.ended_at is null as is_unused,
  t.ended_cause = 'used' and t.ended_at > now() - interval '20 seconds' as is_in_grace, s.subject_id as user_id, s.expires_at, u.role,
  s.ended_at is null and s.expires_at > now() and u.suspended_at is null as is_live
  from refresh_tokens t
  join sessions s on s.organization_id = t.organization_id and s.id = t.subject_id
  join users u on u.organization_id = s.organization_id and u.id = s.subject_id
  where t.organization_id = $1 and t.id = $2
  for update of t;

-- identity.rehash: users
update users set password_hash = $3 where organization_id = $1 and id = $2 and password_hash = $4;

-- identity.renew-password: users
update users set password_hash = $4
  where organization_id = $1 and id = $2 and role = $3 and suspended_at is null;

-- identity.second-persons: users
select u.email from users u
  where u.organization_id = $1 and u.suspended_at is null and u.role = any($2) and u.id is distinct from $3
  order by u.id;

-- identity.set-password: users
update users set password_hash = $3 where organization_id = $1 and id = $2;

-- identity.staff-can-take-clients: users
select 1 as yes from users where organization_id = $1 and id = $2 and suspended_at is null and role in ('coach', 'supervisor');

-- identity.staff-change-role: users
update users set role = $4, proposed_role = null, proposed_by = null, updated_at = now(), version = version + 1
  where organization_id = $1 and id = $2 and (version = $3 or $3 = -1);

-- identity.staff-find: users
select u.id as "id", u.name as "name", u.email as "email", u.role as "role", u.phone as "phone", u.phone_e164 as "phoneE164", u.reply_email as "replyEmail", u.proposed_role as "proposedRole", p.id as "proposedBy.id", p.name as "proposedBy.name", u.suspended_at is not null as "isSuspended", u.created_at as "createdAt", u.updated_at as "updatedAt", u.version as "version" from users u left join users p on p.organization_id = u.organization_id and p.id = u.proposed_by where u.organization_id = $1 and u.id = $2;

-- identity.staff-find-by-email: users
select organization_id as "organizationId", id, suspended_at is not null as "isSuspended",
  proposed_role is not null as "isProposed"
  from users where email = $1;

-- identity.staff-find-proposed: organizations, users
select u.id, u.name, u.version, u.role as "from", u.proposed_role as "to", u.proposed_by as "proposedBy", p.name as proposer,
  o.name as organization, o.locale
  from users u join organizations o on o.id = u.organization_id
  join users p on p.organization_id = u.organization_id and p.id = u.proposed_by
  where u.organization_id = $1 and u.id = $2 and u.proposed_role is not null and u.suspended_at is null
  and p.suspended_at is null and p.role = any($3);

-- identity.staff-list: users
select u.id as "id", u.name as "name", u.email as "email", u.role as "role", u.phone as "phone", u.phone_e164 as "phoneE164", u.reply_email as "replyEmail", u.proposed_role as "proposedRole", p.id as "proposedBy.id", p.name as "proposedBy.name", u.suspended_at is not null as "isSuspended", u.created_at as "createdAt", u.updated_at as "updatedAt", u.version as "version" from users u left join users p on p.organization_id = u.organization_id and p.id = u.proposed_by where u.organization_id = $1    order by u.id asc limit 51;

-- identity.staff-lock-admins: users
select u.id from users u
  where u.organization_id = $1 and u.role = 'admin' and u.suspended_at is null order by u.id for update;

-- identity.staff-propose-role: users
update users set proposed_role = $4, proposed_by = $5, updated_at = now(), version = version + 1
  where organization_id = $1 and id = $2 and (version = $3 or $3 = -1);

-- identity.staff-reinstate: users
update users set suspended_at = null, updated_at = now(), version = version + 1 where organization_id = $1 and id = $2 and suspended_at is not null;

-- identity.staff-suspend: users
with void as (
  update users set proposed_role = null, proposed_by = null, updated_at = now(), version = version + 1
  where organization_id = $1 and proposed_by = $2 and id <> $2)
  update users set suspended_at = now(), proposed_role = null, proposed_by = null, updated_at = now(),
  version = version + 1
  where organization_id = $1 and id = $2 and suspended_at is null;

-- identity.standing: organizations, sessions, users
select o.time_zone, o.locale, uuidv7() as first_id
  from sessions s
  join users u on u.organization_id = s.organization_id and u.id = s.subject_id
  join organizations o on o.id = s.organization_id
  where s.organization_id = $1 and s.id = $2 and s.subject_id = $3 and s.ended_at is null and s.expires_at > now()
  and u.suspended_at is null and u.role = $4;

-- identity.sweep-invitations: invitations
delete from invitations where ctid = any(array(select ctid from invitations where coalesce(ended_at, expires_at) < now() - interval '30 days' limit 5000));

-- identity.sweep-refresh-tokens: refresh_tokens, sessions
delete from refresh_tokens where ctid = any(array(select ctid from refresh_tokens where exists (select from sessions s where s.organization_id = refresh_tokens.organization_id
  and s.id = refresh_tokens.subject_id and coalesce(s.ended_at, s.expires_at) < now() - interval '30 days') limit 5000));

-- identity.sweep-sessions: refresh_tokens, sessions
delete from sessions s where ctid = any(array(select ctid from sessions s where coalesce(s.ended_at, s.expires_at) < now() - interval '30 days' and not exists (select from refresh_tokens t where t.organization_id = s.organization_id
  and t.subject_id = s.id) limit 5000));

-- identity.use-refresh-token: refresh_tokens
update refresh_tokens set ended_at = now(), ended_cause = 'used'
  where organization_id = $1 and id = $2 and ended_at is null;

-- rows.insert.invitations.d6-BRRIS: invitations
insert into invitations (organization_id, id, created_at, made_by, purpose, subject_id, expires_at, ended_at, ended_cause, email, name, role, token_digest, confirmed_at, confirmed_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- rows.insert.refresh_tokens.kgR0i9dk: refresh_tokens
insert into refresh_tokens (organization_id, id, created_at, made_by, purpose, subject_id, expires_at, ended_at, ended_cause, token_digest) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- rows.insert.sessions.mp6n5k6C: sessions
insert into sessions (organization_id, id, created_at, made_by, purpose, subject_id, expires_at, ended_at, ended_cause) values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- rows.insert.users._Z0aGHmp: users
insert into users (organization_id, id, created_at, version, updated_at, email, name, role, proposed_role, proposed_by, locale, phone, phone_e164, reply_email, password_hash, suspended_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- rows.update.users.fYFTRcog: users
update users set email = $4, name = $5, role = $6, proposed_role = $7, proposed_by = $8, locale = $9, phone = $10, phone_e164 = $11, reply_email = $12, password_hash = $13, suspended_at = $14, version = version + 1, updated_at = now()
  where organization_id = $1 and id = $2 and (version = $3 or $3 = -1);


-- == interviews ==

-- interviews.bring-back: interviews
update interviews set outcome = null, cancelled_by_move = null, round = $3, version = version + 1, updated_at = now()
  where organization_id = $1 and id = $2;

-- interviews.cancel-ahead: applications, interviews
with ahead as (
  select i.id from interviews i
  where i.organization_id = $1 and i.application_id = $2 and i.outcome is null and i.deleted_at is null
  and exists (select 1 from applications a where a.organization_id = $1 and a.id = $2 and a.outcome is not null)
  for update of i)
  update interviews i set outcome = 'cancelled', cancelled_by_move = $3, version = version + 1, updated_at = now()
  from ahead
  where i.organization_id = $1 and i.id = ahead.id and i.starts_at > now() and i.outcome is null
  returning i.id, i.round, i.starts_at as "startsAt";

-- interviews.come-back-with-application: interviews
update interviews set version = version + 1, updated_at = now() where organization_id = $1 and application_id = $2 and deleted_at is null;

-- interviews.come-back-with-client: applications, interviews
update interviews set version = version + 1, updated_at = now()
  where organization_id = $1 and deleted_at is null
  and application_id in (select a.id from applications a where a.organization_id = $1 and a.client_id = $2);

-- interviews.find.none: applications, clients, interview_people, interviews
select i.id as "id", i.application_id as "application.id", a.job_title as "application.jobTitle", a.client_id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", i.round as "round", i.kind as "kind", i.starts_at as "startsAt", i.time_zone as "timeZone", i.place as "place", i.promised_decision_on as "promisedDecisionOn", coalesce(i.outcome, 'scheduled') as "status", i.outcome as "outcome", i.outcome_note as "outcomeNote", (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'role', p.role, 'email', p.email, 'phone', p.phone) order by p.position, p.id), '[]') from interview_people p where p.organization_id = i.organization_id and p.interview_id = i.id) as "people", i.created_at as "createdAt", i.updated_at as "updatedAt", i.version as "version" from interviews i
  join applications a on a.organization_id = i.organization_id and a.id = i.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where i.organization_id = $1 and i.id = $2 and false and c.deleted_at is null and a.deleted_at is null and i.deleted_at is null;

-- interviews.find.organization: applications, clients, interview_people, interviews
select i.id as "id", i.application_id as "application.id", a.job_title as "application.jobTitle", a.client_id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", i.round as "round", i.kind as "kind", i.starts_at as "startsAt", i.time_zone as "timeZone", i.place as "place", i.promised_decision_on as "promisedDecisionOn", coalesce(i.outcome, 'scheduled') as "status", i.outcome as "outcome", i.outcome_note as "outcomeNote", (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'role', p.role, 'email', p.email, 'phone', p.phone) order by p.position, p.id), '[]') from interview_people p where p.organization_id = i.organization_id and p.interview_id = i.id) as "people", i.created_at as "createdAt", i.updated_at as "updatedAt", i.version as "version" from interviews i
  join applications a on a.organization_id = i.organization_id and a.id = i.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where i.organization_id = $1 and i.id = $2 and c.deleted_at is null and a.deleted_at is null and i.deleted_at is null;

-- interviews.find.own: applications, clients, interview_people, interviews
select i.id as "id", i.application_id as "application.id", a.job_title as "application.jobTitle", a.client_id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", i.round as "round", i.kind as "kind", i.starts_at as "startsAt", i.time_zone as "timeZone", i.place as "place", i.promised_decision_on as "promisedDecisionOn", coalesce(i.outcome, 'scheduled') as "status", i.outcome as "outcome", i.outcome_note as "outcomeNote", (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'role', p.role, 'email', p.email, 'phone', p.phone) order by p.position, p.id), '[]') from interview_people p where p.organization_id = i.organization_id and p.interview_id = i.id) as "people", i.created_at as "createdAt", i.updated_at as "updatedAt", i.version as "version" from interviews i
  join applications a on a.organization_id = i.organization_id and a.id = i.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where i.organization_id = $1 and i.id = $2 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null and a.deleted_at is null and i.deleted_at is null;

-- interviews.gone-with-it: applications, interviews
select i.id, i.round, i.starts_at as "startsAt" from interviews i
  join applications a on a.organization_id = i.organization_id and a.id = i.application_id and a.outcome is null
  where i.organization_id = $1 and i.application_id = $2 and i.cancelled_by_move is not null
  and i.outcome = 'cancelled' and i.deleted_at is null and i.starts_at > now()
  and not exists (select 1 from interviews other
  where other.organization_id = i.organization_id and other.application_id = i.application_id
  and other.starts_at = i.starts_at and other.id <> i.id and other.deleted_at is null
  and (other.outcome is null or other.outcome not in ('cancelled', 'rescheduled')))
  order by i.starts_at, i.id for update of a, i;

-- interviews.list: applications, clients, interview_people, interviews
select i.id as "id", i.application_id as "application.id", a.job_title as "application.jobTitle", a.client_id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", i.round as "round", i.kind as "kind", i.starts_at as "startsAt", i.time_zone as "timeZone", i.place as "place", i.promised_decision_on as "promisedDecisionOn", coalesce(i.outcome, 'scheduled') as "status", i.outcome as "outcome", i.outcome_note as "outcomeNote", (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'role', p.role, 'email', p.email, 'phone', p.phone) order by p.position, p.id), '[]') from interview_people p where p.organization_id = i.organization_id and p.interview_id = i.id) as "people", i.created_at as "createdAt", i.updated_at as "updatedAt", i.version as "version" from interviews i
  join applications a on a.organization_id = i.organization_id and a.id = i.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where i.organization_id = $1 and i.application_id = $2 and i.deleted_at is null    order by i.round asc, i.id asc limit 51;

-- interviews.lock-deleted.none: applications, clients, interviews
select i.id as "id", i.round as "round", i.outcome as "outcome", i.starts_at as "startsAt", i.time_zone as "timeZone", i.promised_decision_on as "promisedDecisionOn", i.version as "version", i.application_id as "applicationId", a.client_id as "clientId", a.outcome as "applicationOutcome", c.coach_id as "coachId" from interviews i
  join applications a on a.organization_id = i.organization_id and a.id = i.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where i.organization_id = $1 and i.id = $2 and false and c.deleted_at is null and a.deleted_at is null
  and i.deleted_at > now() - interval '30 days' for update of i;

-- interviews.lock-deleted.organization: applications, clients, interviews
select i.id as "id", i.round as "round", i.outcome as "outcome", i.starts_at as "startsAt", i.time_zone as "timeZone", i.promised_decision_on as "promisedDecisionOn", i.version as "version", i.application_id as "applicationId", a.client_id as "clientId", a.outcome as "applicationOutcome", c.coach_id as "coachId" from interviews i
  join applications a on a.organization_id = i.organization_id and a.id = i.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where i.organization_id = $1 and i.id = $2 and c.deleted_at is null and a.deleted_at is null
  and i.deleted_at > now() - interval '30 days' for update of i;

-- interviews.lock-deleted.own: applications, clients, interviews
select i.id as "id", i.round as "round", i.outcome as "outcome", i.starts_at as "startsAt", i.time_zone as "timeZone", i.promised_decision_on as "promisedDecisionOn", i.version as "version", i.application_id as "applicationId", a.client_id as "clientId", a.outcome as "applicationOutcome", c.coach_id as "coachId" from interviews i
  join applications a on a.organization_id = i.organization_id and a.id = i.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where i.organization_id = $1 and i.id = $2 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null and a.deleted_at is null
  and i.deleted_at > now() - interval '30 days' for update of i;

-- interviews.lock.none: applications, clients, interviews
select i.id as "id", i.round as "round", i.outcome as "outcome", i.starts_at as "startsAt", i.time_zone as "timeZone", i.promised_decision_on as "promisedDecisionOn", i.version as "version", i.application_id as "applicationId", a.client_id as "clientId", a.outcome as "applicationOutcome", c.coach_id as "coachId" from interviews i
  join applications a on a.organization_id = i.organization_id and a.id = i.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where i.organization_id = $1 and i.id = $2 and false and c.deleted_at is null and a.deleted_at is null and i.deleted_at is null for update of i;

-- interviews.lock.organization: applications, clients, interviews
select i.id as "id", i.round as "round", i.outcome as "outcome", i.starts_at as "startsAt", i.time_zone as "timeZone", i.promised_decision_on as "promisedDecisionOn", i.version as "version", i.application_id as "applicationId", a.client_id as "clientId", a.outcome as "applicationOutcome", c.coach_id as "coachId" from interviews i
  join applications a on a.organization_id = i.organization_id and a.id = i.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where i.organization_id = $1 and i.id = $2 and c.deleted_at is null and a.deleted_at is null and i.deleted_at is null for update of i;

-- interviews.lock.own: applications, clients, interviews
select i.id as "id", i.round as "round", i.outcome as "outcome", i.starts_at as "startsAt", i.time_zone as "timeZone", i.promised_decision_on as "promisedDecisionOn", i.version as "version", i.application_id as "applicationId", a.client_id as "clientId", a.outcome as "applicationOutcome", c.coach_id as "coachId" from interviews i
  join applications a on a.organization_id = i.organization_id and a.id = i.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where i.organization_id = $1 and i.id = $2 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null and a.deleted_at is null and i.deleted_at is null for update of i;

-- interviews.of-application: applications, clients, interview_people, interviews
select i.id as "id", i.application_id as "application.id", a.job_title as "application.jobTitle", a.client_id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", i.round as "round", i.kind as "kind", i.starts_at as "startsAt", i.time_zone as "timeZone", i.place as "place", i.promised_decision_on as "promisedDecisionOn", coalesce(i.outcome, 'scheduled') as "status", i.outcome as "outcome", i.outcome_note as "outcomeNote", (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'role', p.role, 'email', p.email, 'phone', p.phone) order by p.position, p.id), '[]') from interview_people p where p.organization_id = i.organization_id and p.interview_id = i.id) as "people", i.created_at as "createdAt", i.updated_at as "updatedAt", i.version as "version" from interviews i
  join applications a on a.organization_id = i.organization_id and a.id = i.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where i.organization_id = $1 and i.application_id = $2 and i.deleted_at is null order by i.round, i.id;

-- interviews.rounds: interviews
select i.id, i.round, i.outcome, i.starts_at as "startsAt" from interviews i
  where i.organization_id = $1 and i.application_id = $2 and i.deleted_at is null;

-- interviews.save-people: interview_people
with given as (
  select coalesce((p.value ->> 'id')::uuid, uuidv7()) as id, p.position, p.value ->> 'name' as name,
  p.value ->> 'role' as role, p.value ->> 'email' as email, p.value ->> 'phone' as phone,
  p.value ->> 'phoneE164' as phone_e164
  from jsonb_array_elements($3::jsonb) with ordinality as p(value, position)),
  gone as (
  delete from interview_people old
  where old.organization_id = $1 and old.interview_id = $2 and not exists (select 1 from given where given.id = old.id))
  insert into interview_people as kept (organization_id, interview_id, id, position, name, role, email, phone, phone_e164)
  select $1, $2, id, position, name, role, email, phone, phone_e164 from given
  on conflict (organization_id, id) do update
  set position = excluded.position, name = excluded.name, role = excluded.role, email = excluded.email,
  phone = excluded.phone, phone_e164 = excluded.phone_e164
  where kept.interview_id = excluded.interview_id;

-- rows.insert.interview_people.m9Lm1xll: interview_people
insert into interview_people (organization_id, id, created_at, interview_id, position, name, role, email, phone, phone_e164) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- rows.insert.interviews.XRc1Hkvn: interviews
insert into interviews (organization_id, id, created_at, version, updated_at, application_id, round, kind, starts_at, time_zone, place, promised_decision_on, outcome, outcome_note, cancelled_by_move, deleted_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- rows.update.interviews.MIi5yRww: interviews
update interviews set application_id = $4, round = $5, kind = $6, starts_at = $7, time_zone = $8, place = $9, promised_decision_on = $10, outcome = $11, outcome_note = $12, cancelled_by_move = $13, deleted_at = $14, version = version + 1, updated_at = now()
  where organization_id = $1 and id = $2 and (version = $3 or $3 = -1);


-- == ledger ==

-- ledger.deliveries.claim: deliveries
with recursive waiting (consumer, organization_id) as (
  select wanted, (select d.organization_id from deliveries d where d.status = 'pending' and d.consumer = wanted
  order by d.organization_id limit 1)
  from unnest($1::text[]) as wanted
  union all
  select w.consumer, (select d.organization_id from deliveries d where d.status = 'pending' and d.consumer = w.consumer
  and d.organization_id > w.organization_id order by d.organization_id limit 1)
  from waiting w where w.organization_id is not null),
  due as materialized (
  select d.*, row_number() over (partition by d.organization_id order by d.next_at, d.line_id) as turn
  from waiting w cross join lateral (
  select d.organization_id, d.line_id, d.consumer, d.next_at from deliveries d
  where d.status = 'pending' and d.consumer = w.consumer and d.organization_id = w.organization_id
  and d.next_at <= now()
  order by d.next_at, d.line_id limit $2) d
  order by turn, d.next_at, d.line_id limit $2), free as (
  select d.organization_id, d.line_id, d.consumer from deliveries d join due using (organization_id, line_id, consumer)
  where d.status = 'pending' and d.next_at <= now() for update of d skip locked)
  update deliveries d set claimed_by = $3, next_at = now() + $4::interval
  from free where d.organization_id = free.organization_id and d.line_id = free.line_id and d.consumer = free.consumer
  returning d.organization_id as "organizationId", d.line_id as "lineId", d.consumer;

-- ledger.deliveries.count: deliveries
select count(*) filter (where status = 'pending')::int as pending, count(*) filter (where status = 'parked')::int as parked,
  coalesce(extract(epoch from now() - min(next_at) filter (where status = 'pending' and next_at < now())), 0)::int
  as "oldestSeconds"
  from deliveries where status <> 'done';

-- ledger.deliveries.done: deliveries
update deliveries set status = 'done', done_at = now(), attempts = attempts + 1, claimed_by = null where organization_id = $1 and line_id = $2 and consumer = $3 and status = 'pending' and claimed_by is not distinct from $4;

-- ledger.deliveries.due: deliveries
with recursive waiting (consumer, organization_id) as (
  select wanted, (select d.organization_id from deliveries d where d.status = 'pending' and d.consumer = wanted
  order by d.organization_id limit 1)
  from unnest($1::text[]) as wanted
  union all
  select w.consumer, (select d.organization_id from deliveries d where d.status = 'pending' and d.consumer = w.consumer
  and d.organization_id > w.organization_id order by d.organization_id limit 1)
  from waiting w where w.organization_id is not null),
  due as materialized (
  select d.*, row_number() over (partition by d.organization_id order by d.next_at, d.line_id) as turn
  from waiting w cross join lateral (
  select d.organization_id, d.line_id, d.consumer, d.next_at from deliveries d
  where d.status = 'pending' and d.consumer = w.consumer and d.organization_id = w.organization_id
  and d.next_at <= now()
  order by d.next_at, d.line_id limit $2) d
  order by turn, d.next_at, d.line_id limit $2) select d.organization_id as "organizationId", d.line_id as "lineId", d.consumer from due d order by d.turn, d.next_at, d.line_id;

-- ledger.deliveries.extend: deliveries
update deliveries set next_at = now() + $4::interval where organization_id = $1 and line_id = $2 and consumer = $3;

-- ledger.deliveries.failed: deliveries
update deliveries
  set attempts = attempts + 1, last_error = $5, claimed_by = null,
  status = case when attempts + 1 >= $6 then 'parked' else 'pending' end,
  next_at = now() + least(interval '1 hour', interval '1 second' * power(4, least(attempts, 6)))
  where organization_id = $1 and line_id = $2 and consumer = $3 and status = 'pending' and claimed_by is not distinct from $4
  returning status;

-- ledger.deliveries.held: deliveries, ledger_lines
select l.* from deliveries d
  join ledger_lines l on l.organization_id = d.organization_id and l.id = d.line_id
  where d.organization_id = $1 and d.line_id = $2 and d.consumer = $3 and d.status = 'pending' and d.claimed_by = $4
  for update of d;

-- ledger.deliveries.line: ledger_lines
select * from ledger_lines where organization_id = $1 and id = $2;

-- ledger.deliveries.list: deliveries
select organization_id as "organizationId", line_id as "lineId", consumer, status, attempts,
  last_error as "lastError", next_at as "nextAt"
  from deliveries
  where status = any($1) and ($2::uuid is null or organization_id = $2) and ($3::uuid is null or line_id = $3)
  and ($4::text is null or consumer = $4)
  order by line_id, consumer limit $5;

-- ledger.deliveries.postpone: deliveries
update deliveries set next_at = greatest($5, now() + interval '1 second'), claimed_by = null where organization_id = $1 and line_id = $2 and consumer = $3 and status = 'pending' and claimed_by is not distinct from $4;

-- ledger.deliveries.retry: deliveries
update deliveries set status = 'pending', attempts = 0, next_at = now(), claimed_by = null
  where organization_id = $1 and line_id = $2 and consumer = $3 and status <> 'done'
  and (claimed_by is null or next_at <= now());

-- ledger.deliveries.sweep: deliveries
delete from deliveries d using (
  select organization_id, line_id, consumer from deliveries
  where status = 'done' and done_at < now() - interval '30 days' limit 5000 for update skip locked) old
  where d.organization_id = old.organization_id and d.line_id = old.line_id and d.consumer = old.consumer;

-- ledger.deliveries.take: deliveries, ledger_lines
select l.* from deliveries d
  join ledger_lines l on l.organization_id = d.organization_id and l.id = d.line_id
  where d.organization_id = $1 and d.line_id = $2 and d.consumer = $3 and d.status = 'pending' and d.next_at <= now()
  for update of d skip locked;

-- ledger.deliveries.waiting: deliveries
select count(*)::int as waiting from deliveries where organization_id = $1 and status = 'pending';

-- ledger.looks: ledger_lines
insert into ledger_lines (organization_id, actor_kind, actor_id, name, version, subject_id, client_id, client_ids,
  payload, request_id)
  select $1, l.* from json_to_recordset($2) as l(
  actor_kind text, actor_id uuid, name text, version int, subject_id uuid, client_id uuid, client_ids uuid[],
  payload jsonb, request_id text);

-- ledger.partitions: ledger_lines
select ledger_partitions_ahead() as made;

-- ledger.record: deliveries, ledger_lines
with line as (
  insert into ledger_lines (organization_id, actor_kind, actor_id, name, version, subject_id, client_id, payload, request_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  returning organization_id, id)
  insert into deliveries (organization_id, line_id, consumer)
  select line.organization_id, line.id, consumer from line, unnest($10::text[]) as consumer;

-- rows.insert.deliveries.IaObieB4: deliveries
insert into deliveries (organization_id, line_id, consumer, status, attempts, next_at, done_at, claimed_by, last_error) values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- rows.insert.ledger_lines.zARTDWDN: ledger_lines
insert into ledger_lines (organization_id, id, occurred_at, actor_kind, actor_id, name, version, subject_id, client_id, client_ids, payload, request_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);


-- == lessons ==

-- lessons.insert: lessons
insert into lessons (organization_id, client_id, application_id, debrief_id, id, kind, sealed)
  select $1, $2, $3, $4, id, kind, sealed from jsonb_to_recordset($5::jsonb) as given(id uuid, kind text, sealed text);

-- lessons.list.none: applications, client_keys, clients, employers, lessons, organization_keys
select l.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", l.kind as "kind", l.sealed as "text.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as "text.keys", l.debrief_id as "debriefId", a.id as "application.id", a.job_title as "application.jobTitle", e.id as "application.employer.id", e.name as "application.employer.name", l.created_at as "createdAt" from lessons l
  join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  join applications a on a.organization_id = l.organization_id and a.id = l.application_id
  join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where l.organization_id = $1 and l.client_id = $2 and false and c.deleted_at is null and a.deleted_at is null    order by l.id desc limit 51;

-- lessons.list.organization: applications, client_keys, clients, employers, lessons, organization_keys
select l.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", l.kind as "kind", l.sealed as "text.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as "text.keys", l.debrief_id as "debriefId", a.id as "application.id", a.job_title as "application.jobTitle", e.id as "application.employer.id", e.name as "application.employer.name", l.created_at as "createdAt" from lessons l
  join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  join applications a on a.organization_id = l.organization_id and a.id = l.application_id
  join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where l.organization_id = $1 and l.client_id = $2 and c.deleted_at is null and a.deleted_at is null    order by l.id desc limit 51;

-- lessons.list.own: applications, client_keys, clients, employers, lessons, organization_keys
select l.id as "id", c.id as "client.id", coalesce(c.preferred_name, c.legal_name) as "client.name", l.kind as "kind", l.sealed as "text.sealed", (select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
  join organization_keys ok on ok.organization_id = ck.organization_id
  where ck.organization_id = $1 and ck.client_id = l.client_id) as "text.keys", l.debrief_id as "debriefId", a.id as "application.id", a.job_title as "application.jobTitle", e.id as "application.employer.id", e.name as "application.employer.name", l.created_at as "createdAt" from lessons l
  join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  join applications a on a.organization_id = l.organization_id and a.id = l.application_id
  join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
  where l.organization_id = $1 and l.client_id = $2 and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null and a.deleted_at is null    order by l.id desc limit 51;

-- rows.insert.lessons.EQswXpPK: lessons
insert into lessons (organization_id, id, created_at, client_id, debrief_id, application_id, kind, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8);


-- == mail ==

-- mail.lock-budget: no table
select pg_advisory_xact_lock(hashtextextended('mails of ' || $1::text, 0));

-- mail.sweep-slots: mail_slots
delete from mail_slots where ctid = any(array(select ctid from mail_slots where day < current_date - 2 limit 5000));

-- mail.take-slot: mail_slots
with taken as (
  insert into mail_slots (organization_id, cause_id, purpose, day)
  select $1, $2, $3, $4
  where (select count(*) from (
  select from mail_slots where organization_id = $1 and day = $4 and purpose = $3 limit $5) of_today) < $5
  on conflict (organization_id, cause_id) do nothing
  returning 1)
  select exists (select from taken)
  or exists (select from mail_slots where organization_id = $1 and cause_id = $2) as "isTaken";

-- rows.insert.mail_slots.5fTnbtFa: mail_slots
insert into mail_slots (organization_id, cause_id, purpose, day) values ($1, $2, $3, $4);


-- == organizations ==

-- organizations.every-id: organizations
select id from organizations order by id;

-- organizations.find: organizations
select o.id as "id", o.name as "name", o.time_zone as "timeZone", o.locale as "locale", o.phone as "phone", o.phone_e164 as "phoneE164", o.reply_email as "replyEmail", o.created_at as "createdAt", o.updated_at as "updatedAt", o.version as "version" from organizations o where o.id = $1;

-- organizations.found: organizations
insert into organizations (id, name, time_zone, locale) values ($1, $2, $3, $4)
  returning time_zone, locale, uuidv7() as first_id;

-- organizations.is-empty: organizations
select not exists (select from organizations) as "isEmpty";

-- organizations.is-name-taken: organizations
select exists (select from organizations where lower(name) = lower($1)) as "isTaken";

-- organizations.standing: organizations
select time_zone, locale, uuidv7() as first_id from organizations where id = $1;

-- organizations.update: organizations
update organizations
  set name = $3, time_zone = $4, locale = $5, phone = $6, phone_e164 = $7, reply_email = $8,
  version = version + 1, updated_at = now()
  where id = $1 and (version = $2 or $2 = -1);

-- rows.insert.organizations.2xzsHKsd: organizations
insert into organizations (id, name, time_zone, locale, phone, phone_e164, reply_email, created_at, updated_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);


-- == reports ==

-- reports.cohort.none: applications, clients
select case when furthest_stage in ('saved', 'preparing') then 'applied' else furthest_stage end as "furthestStage", a.outcome, count(*)::int as count
  from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and a.applied_on >= $2 and a.applied_on <= $3
  and false and c.deleted_at is null and a.deleted_at is null and a.applied_on is not null and a.deleted_at is null
  and a.outcome is distinct from 'duplicate'
  group by 1, 2;

-- reports.cohort.organization: application_count_deltas, application_count_marks, application_counts, applications, clients
select case when furthest_stage in ('saved', 'preparing') then 'applied' else furthest_stage end as "furthestStage", nullif(standing, 'open') as outcome, sum(count)::int as count
  from (
  select applied_on, furthest_stage, standing, count from application_counts where organization_id = $1
  union all
  select applied_on, furthest_stage, standing, change from application_count_deltas where organization_id = $1
  union all
  select a.applied_on, a.furthest_stage, coalesce(a.outcome, 'open') as standing, -1
  from clients c join applications a on a.organization_id = c.organization_id and a.client_id = c.id
  where c.organization_id = $1 and c.deleted_at > (select coalesce(max(k.clients_out_until), '-infinity') from application_count_marks k where k.organization_id = $1) and a.applied_on is not null and a.deleted_at is null
  and a.outcome is distinct from 'duplicate') as counted
  where applied_on >= $2 and applied_on <= $3
  group by 1, 2 having sum(count) <> 0;

-- reports.cohort.own: applications, clients
select case when furthest_stage in ('saved', 'preparing') then 'applied' else furthest_stage end as "furthestStage", a.outcome, count(*)::int as count
  from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  where a.organization_id = $1 and a.applied_on >= $2 and a.applied_on <= $3
  and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null and a.deleted_at is null and a.applied_on is not null and a.deleted_at is null
  and a.outcome is distinct from 'duplicate'
  group by 1, 2;

-- reports.locale: users
select locale from users where organization_id = $1 and id = $2;

-- reports.turnaround.none: applications, clients, debriefs
select count(*) filter (where d.status = 'issued')::int as waiting,
  count(*) filter (where d.status in ('opened', 'in_progress'))::int as begun,
  count(*) filter (where d.status = 'submitted')::int as submitted,
  count(*) filter (where d.status = 'reviewed')::int as reviewed,
  count(*) filter (where d.status = 'skipped')::int as skipped,
  count(*) filter (where d.status = 'lapsed')::int as lapsed,
  json_build_object('n', count(extract(epoch from d.submitted_at - d.decision_recorded_at)::float8 / 3600), 'at', percentile_cont(array[0.25, 0.5, 0.75]) within group (order by extract(epoch from d.submitted_at - d.decision_recorded_at)::float8 / 3600)) as "rejectionToSubmitted",
  json_build_object('n', count(extract(epoch from d.reviewed_at - d.submitted_at)::float8 / 3600), 'at', percentile_cont(array[0.25, 0.5, 0.75]) within group (order by extract(epoch from d.reviewed_at - d.submitted_at)::float8 / 3600)) as "submittedToReviewed"
  from debriefs d join applications a on a.organization_id = d.organization_id and a.id = d.application_id
  join clients c on c.organization_id = d.organization_id and c.id = d.client_id where
  d.organization_id = $1 and d.issued_at >= $2 and d.issued_at < $3 and (d.skip_reason is null or d.skip_reason not in ('taken_back', 'call_instead'))
  and false and c.deleted_at is null and a.deleted_at is null;

-- reports.turnaround.organization: applications, clients, debriefs
select count(*) filter (where d.status = 'issued')::int as waiting,
  count(*) filter (where d.status in ('opened', 'in_progress'))::int as begun,
  count(*) filter (where d.status = 'submitted')::int as submitted,
  count(*) filter (where d.status = 'reviewed')::int as reviewed,
  count(*) filter (where d.status = 'skipped')::int as skipped,
  count(*) filter (where d.status = 'lapsed')::int as lapsed,
  json_build_object('n', count(extract(epoch from d.submitted_at - d.decision_recorded_at)::float8 / 3600), 'at', percentile_cont(array[0.25, 0.5, 0.75]) within group (order by extract(epoch from d.submitted_at - d.decision_recorded_at)::float8 / 3600)) as "rejectionToSubmitted",
  json_build_object('n', count(extract(epoch from d.reviewed_at - d.submitted_at)::float8 / 3600), 'at', percentile_cont(array[0.25, 0.5, 0.75]) within group (order by extract(epoch from d.reviewed_at - d.submitted_at)::float8 / 3600)) as "submittedToReviewed"
  from debriefs d where
  d.organization_id = $1 and d.issued_at >= $2 and d.issued_at < $3 and (d.skip_reason is null or d.skip_reason not in ('taken_back', 'call_instead'))
  and not exists (select from clients gone where gone.organization_id = d.organization_id
  and gone.id = d.client_id and gone.deleted_at is not null)
  and not exists (select from applications gone where gone.organization_id = d.organization_id
  and gone.id = d.application_id and gone.deleted_at is not null);

-- reports.turnaround.own: applications, clients, debriefs
select count(*) filter (where d.status = 'issued')::int as waiting,
  count(*) filter (where d.status in ('opened', 'in_progress'))::int as begun,
  count(*) filter (where d.status = 'submitted')::int as submitted,
  count(*) filter (where d.status = 'reviewed')::int as reviewed,
  count(*) filter (where d.status = 'skipped')::int as skipped,
  count(*) filter (where d.status = 'lapsed')::int as lapsed,
  json_build_object('n', count(extract(epoch from d.submitted_at - d.decision_recorded_at)::float8 / 3600), 'at', percentile_cont(array[0.25, 0.5, 0.75]) within group (order by extract(epoch from d.submitted_at - d.decision_recorded_at)::float8 / 3600)) as "rejectionToSubmitted",
  json_build_object('n', count(extract(epoch from d.reviewed_at - d.submitted_at)::float8 / 3600), 'at', percentile_cont(array[0.25, 0.5, 0.75]) within group (order by extract(epoch from d.reviewed_at - d.submitted_at)::float8 / 3600)) as "submittedToReviewed"
  from debriefs d join applications a on a.organization_id = d.organization_id and a.id = d.application_id
  join clients c on c.organization_id = d.organization_id and c.id = d.client_id where
  d.organization_id = $1 and d.issued_at >= $2 and d.issued_at < $3 and (d.skip_reason is null or d.skip_reason not in ('taken_back', 'call_instead'))
  and c.coach_id = (select nullif(current_setting('app.user_id', true), '')::uuid) and c.deleted_at is null and a.deleted_at is null;


-- == sealing ==

-- rows.insert.client_keys.13gf1U-w: client_keys
insert into client_keys (organization_id, client_id, wrapped_key) values ($1, $2, $3);

-- rows.insert.organization_keys.dBVZE3IJ: organization_keys
insert into organization_keys (organization_id, wrapped_key, root_version) values ($1, $2, $3);

-- sealing.add-client-key: client_keys
insert into client_keys (organization_id, client_id, wrapped_key) values ($1, $2, $3) on conflict do nothing;

-- sealing.add-organization-key: organization_keys
insert into organization_keys (organization_id, wrapped_key, root_version) values ($1, $2, $3) on conflict do nothing;

-- sealing.find-keys: client_keys, organization_keys
select o.wrapped_key as "organizationKey", o.root_version as "rootVersion", c.wrapped_key as "clientKey"
  from organization_keys o
  left join client_keys c on c.organization_id = o.organization_id and c.client_id = $2
  where o.organization_id = $1;

-- sealing.find-older-key: organization_keys
select wrapped_key as "organizationKey", root_version as "rootVersion"
  from organization_keys where organization_id = $1 and root_version <> $2;

-- sealing.wrap-anew: organization_keys
update organization_keys set wrapped_key = $2, root_version = $3
  where organization_id = $1 and root_version = $4;
