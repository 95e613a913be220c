import type { ClientConfig } from 'pg';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { BUSY_COACH, COACH, COACHES, fill, ORGANIZATION, ORGANIZATIONS, uuid } from '../data.js';

/** A kind of event and a state that hardly any row has: looking for them must not read all the others. */
export const RARE_EVENT = 'client.restored';
export const RARE_STATUS = 'skipped';

/** What an issued debrief was told of its application. */
const FACTS = JSON.stringify({
  hasApplied: true,
  reachedPhoneScreen: false,
  reachedInterview: false,
  roundCount: 0,
  peopleMet: [],
  promisedDecisionOn: null,
  decidedOn: '2026-11-01',
  hasLetter: false,
  barriers: [],
  needsInterpreter: false,
  keepsSearchLog: false,
});

const coach = `1 + (n - 1) % ${COACHES}`;
const organization = uuid(1, `1 + (${coach} - 1) % ${ORGANIZATIONS}`);

/** The data of a measurement, and what years of work leave: rejections with their debriefs, lines of the ledger. */
export async function fillYears(admin: ClientConfig, clients: number): Promise<void> {
  await fill(admin, clients);
  await withClient(admin, async (client) => {
    // One coach has three of four clients of the organization; one in a hundred was deleted, over the years.
    await client.query(`
      update clients set coach_id = '${BUSY_COACH}' where organization_id = '${ORGANIZATION}' and coach_id <> '${COACH}'`);
    await client.query(`
      update clients c set deleted_at = now() - (n % 1000) * interval '1 day'
        from generate_series(42, ${clients}, 99) n where c.organization_id = ${organization} and c.id = ${uuid(3, 'n')}`);
    // Two of five applications were rejected (see `fill`); half of these are followed by a debrief.
    await client.query(`
      insert into stage_moves (organization_id, id, application_id, kind, from_position, to_position, occurred_on, moved_by, created_at)
      select ${organization}, ${uuid(7, '(n - 1) * 10 + a')}, ${uuid(5, '(n - 1) * 10 + a')}, 'ending', 'applied', 'rejected', date '2026-11-01',
             ${uuid(2, coach)}, timestamptz '2026-01-02' + ((n * 7 + a) % 330) * interval '1 day'
        from generate_series(1, ${clients}) n, generate_series(1, 5) a where (n / 5 + a) % 5 in (0, 3)`);
    await client.query(`
      insert into stage_move_reasons (organization_id, stage_move_id, position, code, source)
      select organization_id, id, 1, 'unknown', 'coach_guess' from stage_moves where to_position = 'rejected'`);
    await client.query(`
      insert into debriefs (organization_id, id, client_id, application_id, stage_move_id, variant, status, locale, facts, decided_on, decision_recorded_at, issued_at, lapses_at, submitted_at, reviewed_at)
      select m.organization_id, ('00000008' || substr(m.id::text, 9))::uuid, a.client_id, m.application_id, m.id, 'R1',
             case when d.n % 5000 = 7 then '${RARE_STATUS}' when d.n % 3 = 0 then 'lapsed' when d.n % 50 = 1 then 'issued' else 'reviewed' end,
             'en', '${FACTS}', m.occurred_on, m.created_at, m.created_at + interval '1 hour',
             case when d.n % 50 = 1 then now() + interval '10 days' else m.created_at + interval '21 days' end,
             case when d.n % 3 <> 0 and d.n % 50 <> 1 then m.created_at + interval '3 days' end,
             case when d.n % 3 <> 0 and d.n % 50 <> 1 then m.created_at + interval '4 days' end
        from stage_moves m join applications a on a.organization_id = m.organization_id and a.id = m.application_id,
             lateral (select ('x' || right(m.id::text, 8))::bit(32)::bigint as n) d`);
    await client.query(`
      insert into follow_ups (organization_id, id, client_id, assignee, kind, due_on, completed_at)
      select ${organization}, ${uuid(9, 'n * 2 + f')}, ${uuid(3, 'n')}, 'coach', 'call_client',
             date '2026-01-01' + (n * 13 + f * 150) % 400, case when n % 4 <> 0 then timestamptz '2026-11-01' end
        from generate_series(1, ${clients}) n, generate_series(0, 1) f`);
    await client.query(`
      insert into cover_letters (organization_id, client_id, application_id, title, status, latest_number)
      select ${organization}, ${uuid(3, 'n')}, ${uuid(5, '(n - 1) * 10 + 1')}, 'Letter ' || n,
             (array['draft', 'in_review', 'approved', 'archived'])[1 + n % 4], 1
        from generate_series(1, ${clients}) n`);
    await client.query(`
      insert into ledger_lines (organization_id, occurred_at, actor_kind, actor_id, name, subject_id, client_id, payload, request_id)
      select ${organization}, now() - (l * 30 + n % 30) * interval '1 day', 'staff', ${uuid(2, coach)},
             case when n % 5000 = 9 and l = 5 then '${RARE_EVENT}' when l = 1 then 'application.created' else 'client.seen' end,
             ${uuid(3, 'n')}, ${uuid(3, 'n')}, '{}', 'growth'
        from generate_series(1, ${clients}) n, generate_series(1, 10) l`);
  });
  await withClient(admin, (client) => client.query('vacuum analyze'));
}
