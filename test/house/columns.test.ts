import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { sourceFiles } from '../support/source-files.js';

interface TextColumn {
  readonly name: string;
  /** Its CHECK that the value is one of a list. */
  readonly list: string | null;
}

let columns: TextColumn[];
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  columns = await withClient(database.admin, async (client) => {
    const { rows } = await client.query<TextColumn>(
      `select c.relname || '.' || a.attname as name,
              (select pg_get_constraintdef(k.oid) from pg_constraint k
                where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
                  and pg_get_constraintdef(k.oid) ~ 'ANY \\(|= ''[a-z_]+''::text\\)') as list
         from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and a.attnum > 0 and not a.attisdropped and a.atttypid in ('text'::regtype, 'varchar'::regtype)
          and c.relname <> 'schema_migrations' order by 1`,
    );
    return rows;
  });
});
afterAll(() => database.drop());

/** Text without a closed list, and why it has none. */
const open: Record<string, readonly string[]> = {
  'what people write': [
    'applications.external_id', 'clients.external_id', 'employers.external_id', 'applications.job_title', 'applications.posting_text', 'applications.posting_url', 'applications.source',
    'barrier_moves.note', 'barriers.note', 'clients.email', 'clients.legal_name', 'clients.phone',
    'clients.preferred_name', 'cover_letters.title',
    'employer_contacts.email', 'employer_contacts.name', 'employer_contacts.phone', 'employer_contacts.role',
    'employers.name', 'employers.note', 'employers.website', 'interview_people.email',
    'interview_people.name', 'interview_people.phone', 'interview_people.role', 'interviews.outcome_note',
    'interviews.place', 'invitations.email', 'invitations.name',
    'organizations.name',
    'organizations.phone', 'organizations.reply_email', 'users.phone', 'users.reply_email',
    'users.email', 'users.name',
  ],
  'made of such words': ['clients.search_key', 'employers.search_key', 'form_drafts.sealed', 'restricted_barriers.sealed', 'restricted_stage_moves.sealed', 'debrief_answers.sealed',
    'debriefs.sealed_reply', 'follow_ups.sealed_title', 'lessons.sealed', 'letter_reviews.sealed_comments', 'letter_versions.sealed_body', 'network_contacts.sealed',
    'clients.phone_e164', 'employer_contacts.phone_e164', 'interview_people.phone_e164', 'organizations.phone_e164',
    'users.phone_e164'],
  'names that others give: places, languages, what a mail server answers': [
    'clients.spoken_language', 'clients.time_zone', 'clients.written_language', 'debrief_papers.locale', 'debriefs.locale',
    'deliveries.last_error', 'interviews.time_zone', 'organizations.locale', 'organizations.time_zone', 'users.locale',
  ],
  'keys and digests': [
    'client_keys.wrapped_key', 'client_links.code_digest', 'debrief_answers.address_digest', 'client_links.token_digest',
    'client_sessions.secret_digest', 'idempotency_keys.fingerprint', 'idempotency_keys.key_digest',
    'invitations.token_digest', 'organization_keys.wrapped_key', 'refresh_tokens.token_digest', 'root_versions.check_value', 'users.password_hash',
  ],
  'names of ours of which rooms bring more, or which an older row may still carry': [
    'client_links.subject_kind', 'client_sessions.subject_kind', 'debrief_answers.item_code', 'deliveries.consumer',
    'idempotency_keys.location', 'ledger_lines.name', 'ledger_lines.request_id', 'request_counters.bucket',
  ],
}; // biome-ignore format: a list to scan

describe('a text column', () => {
  it('has a closed list of codes, or stands here as one without', () => {
    const without = columns.filter(({ list }) => list === null).map(({ name }) => name);
    expect(without.sort()).toEqual(Object.values(open).flat().sort());
    expect(columns.length - without.length).toBeGreaterThan(25);
  });

  it('takes its codes from the rule that knows them', () => {
    const entities = sourceFiles().filter((file) => file.endsWith('.entity.ts'));
    const literal = entities.filter((file) => /@OneOf\([^)]*\['/.test(readFileSync(file, 'utf8')));
    expect(literal).toEqual([]);
  });

  it('that says how far a thing is, is its status', () => {
    // What was there before this test; the list may only become shorter.
    const known = ['barrier_moves.from_state', 'barrier_moves.to_state', 'barriers.state', 'cover_letters.state'];
    const states = columns.map(({ name }) => name).filter((name) => /(\.|_)state$/.test(name));
    expect(states.filter((name) => !known.includes(name))).toEqual([]);
  });
});
