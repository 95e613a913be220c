import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Report, ReportCatalogue } from '../../src/features/reports/reports.schemas.js';
import type { Body } from '../support/caller.js';
import { applications, debriefs } from '../support/reports.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const FUNNEL = '/v1/reports/pipeline-funnel';
const TURNAROUND = '/v1/reports/debrief-turnaround';

const cell = (report: Body, section: string, code: string, column = 'count'): Body =>
  report.rows.find((row: Body) => row.section === section && row.code === code)?.cells[column];
const reached = (report: Body, stage: string): number | null => cell(report, 'reached', stage).value;
const counted = (report: Body, code: string): number | null => cell(report, 'counts', code).value;
const hidden = { value: null, isSuppressed: true, bound: null };
const linesOf = (text: string): string[] => text.split('\r\n').filter((line) => line !== '');
const made = (from: string, to: string): Promise<{ actor_id: string; payload: unknown }[]> =>
  world.sql(
    `select actor_id, payload from ledger_lines where name = 'report.made' and payload->>'from' = $1 and payload->>'to' = $2`,
    [from, to],
  );

describe('the catalogue of reports', () => {
  it('tells each report with what it counts and what it takes', async () => {
    const { status, body } = await world.nia.get('/v1/reports');
    expect(status).toBe(200);
    expect(ReportCatalogue.parse(body)).toEqual(body);
    expect(body.items.map((item: Body) => item.name)).toEqual(['pipeline-funnel', 'debrief-turnaround']);
    expect(body.items[0].definition).toContain('not sent yet');
    expect(body.items[0].parameters[2].description).toContain('json, csv');
  });

  it('speaks the language of the request, or else the one its reader has chosen', async () => {
    const title = async (headers: Record<string, string>): Promise<string[]> => {
      const { body, headers: said } = await world.sol.get('/v1/reports', headers);
      return [body.items[0].title, said.get('content-language') ?? ''];
    };
    const language = async (path: string): Promise<string | null> =>
      (await world.sol.get(path, { 'accept-language': 'xx' })).headers.get('content-language');
    expect(await title({ 'accept-language': 'es-MX' })).toEqual(['Embudo de solicitudes', 'es']);
    expect(await language(FUNNEL)).toBe('en');
    await world.sql(`update users set locale = 'es' where id = $1`, [world.sol.id]);
    expect(await title({ 'accept-language': 'xx' })).toEqual(['Embudo de solicitudes', 'es']);
    expect(await title({ 'accept-language': 'en' })).toEqual(['Pipeline funnel', 'en']);
    expect([await language(FUNNEL), await language(`${FUNNEL}?format=csv`)]).toEqual(['es', 'es']);
    await world.sql(`update users set locale = 'en' where id = $1`, [world.sol.id]);
  });
});

describe('who may make a report', () => {
  it('is a supervisor or an admin: a coach gets 403, a stranger 401', async () => {
    for (const path of ['/v1/reports', FUNNEL, TURNAROUND, '/v1/reports/no-such']) {
      for (const coach of [world.ana, world.ben, world.cai]) expect((await coach.get(path)).status).toBe(403);
      expect((await world.nobody.get(path)).status).toBe(401);
    }
    for (const who of [world.sol, world.nia, world.sid]) expect((await who.get(FUNNEL)).status).toBe(200);
  });

  it('ends with the session, for the catalogue too', async () => {
    const leaver = await createWorld();
    expect((await leaver.nia.post('/v1/auth/sign-out')).status).toBe(204);
    expect((await leaver.nia.get('/v1/reports')).status).toBe(401);
    expect((await leaver.nia.get(FUNNEL)).status).toBe(401);
    await leaver.close();
  });

  it('is 404 for a report that is not there, whatever it is called', async () => {
    for (const name of ['no-such', 'toString', '__proto__', 'PIPELINE-FUNNEL', '%00', 'x'.repeat(150)]) {
      const { status, body } = await world.nia.get(`/v1/reports/${name}`);
      expect([name, status, body.code]).toEqual([name, 404, 'http.not-found']);
    }
  });
});

describe('what a report takes', () => {
  it('says which forms there are when asked for another', async () => {
    const { status, body } = await world.nia.get(`${FUNNEL}?format=pdf`);
    expect([status, body.code, body.errors[0].parameter]).toEqual([400, 'http.invalid-request', 'format']);
    expect(body.errors[0].detail).toMatch(/json.*csv/);
  });

  it.each([
    ['from=2026-02-30', 400, 'http.invalid-request'],
    ['from=2026-02-01T00:00:00Z', 400, 'http.invalid-request'],
    ['to=0000-00-00', 400, 'http.invalid-request'],
    ['from=2026-01-01&from=2026-01-02', 400, 'http.invalid-request'],
    ['form=csv', 400, 'http.invalid-request'],
    ['from=2026-02-02&to=2026-02-01', 422, 'report.period-backwards'],
    ['from=2199-01-01', 422, 'report.period-backwards'],
    ['from=2021-01-01&to=2026-01-01', 422, 'report.period-too-long'],
  ])('refuses %s, and records nothing', async (query, status, code) => {
    const lines = async (): Promise<number> =>
      (await world.sql(`select 1 from ledger_lines where name = 'report.made'`)).length;
    const before = await lines();
    const answer = await world.nia.get(`${FUNNEL}?${query}`);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await lines()).toBe(before);
  });

  it('is ninety days up to the organization’s today, when nothing is said', async () => {
    // 23:30 in Los Angeles on the last day of January, already February in UTC.
    world.travelTo('2026-02-01T07:30:00Z');
    const { body } = await world.nia.get(FUNNEL);
    world.travelTo(null);
    expect(body.period).toEqual({ from: '2025-11-03', to: '2026-01-31', timeZone: 'America/Los_Angeles' });
  });
});

describe('the pipeline funnel', () => {
  const june = `${FUNNEL}?from=2025-06-01&to=2025-06-30`;
  beforeAll(async () => {
    await applications(world, world.ana, [
      { appliedOn: '2025-06-01', furthestStage: 'applied', outcome: 'no_response', count: 40 },
      { appliedOn: '2025-06-30', furthestStage: 'interview', outcome: 'rejected', count: 20 },
      { appliedOn: '2025-05-31', furthestStage: 'offer', count: 50 },
      { appliedOn: '2025-07-01', furthestStage: 'offer', count: 50 },
      { appliedOn: null, furthestStage: 'saved', count: 50 },
    ]);
    await applications(world, world.ben, [
      { appliedOn: '2025-06-15', furthestStage: 'phone_screen', outcome: 'rejected', count: 30 },
      { appliedOn: '2025-06-15', furthestStage: 'started', count: 12 },
    ]);
    await applications(world, world.cai, [{ appliedOn: '2025-06-15', furthestStage: 'offer', count: 500 }]);
  });

  it('counts each application where it got to, also when it ended in "no"; first and last day included', async () => {
    const { status, body } = await world.nia.get(june);
    expect(status).toBe(200);
    expect(Report.parse(body)).toEqual(body);
    expect(
      ['applied', 'screening', 'phone_screen', 'interview', 'offer', 'started'].map((s) => reached(body, s)),
    ).toEqual([102, 62, 62, 32, 12, 12]);
    expect(cell(body, 'standing', 'rejected').value).toBe(50);
    expect(cell(body, 'standing', 'no_response')).toEqual({ value: 40, isSuppressed: false, bound: null });
    expect(cell(body, 'standing', 'no_response', 'ofAll').value).toBe(39);
    expect(cell(body, 'standing', 'open').value).toBe(0);
    expect(cell(body, 'reached', 'screening', 'ofStepBefore').value).toBe(61);
    // 32 of 32: of fewer than 40 the end is told as "over 95".
    expect(cell(body, 'reached', 'interview', 'ofStepBefore')).toEqual({
      value: 95,
      isSuppressed: false,
      bound: 'over',
    });
    expect(cell(body, 'reached', 'applied', 'ofStepBefore')).toBeUndefined();
    expect(body).toMatchObject({ name: 'pipeline-funnel', suppressionThreshold: 11 });
    expect(body.rows[4]).toMatchObject({ section: 'reached', code: 'interview', label: 'Interview' });
  });

  it('is the same for the supervisor, and nothing of it is seen from South', async () => {
    expect((await world.sol.get(june)).body.rows).toEqual((await world.nia.get(june)).body.rows);
    const { body } = await world.sid.get(june);
    expect([reached(body, 'applied'), reached(body, 'offer')]).toEqual([500, 500]);
    expect(cell(body, 'standing', 'rejected').value).toBe(0);
  });

  it('hides a small number, and what it could be computed from, in JSON and CSV alike', async () => {
    await applications(world, world.ana, [
      { appliedOn: '2024-03-05', furthestStage: 'applied', outcome: 'rejected', count: 60 },
      { appliedOn: '2024-03-05', furthestStage: 'interview', outcome: 'withdrawn', count: 4 },
      { appliedOn: '2024-03-05', furthestStage: 'interview', count: 30 },
    ]);
    const query = `${FUNNEL}?from=2024-03-01&to=2024-03-31`;
    const { body } = await world.nia.get(query);
    expect(cell(body, 'standing', 'withdrawn')).toEqual(hidden);
    expect(cell(body, 'standing', 'open')).toEqual(hidden);
    expect(cell(body, 'standing', 'rejected').value).toBe(60);
    expect(body.notes[0]).toContain('1 to 10');
    const csv = await world.nia.get(`${query}&format=csv`);
    const lines = linesOf(csv.text);
    expect(lines).toHaveLength(body.rows.length + 1);
    const inCsv = lines.slice(1).map((line) => (line.match(/\*/g) ?? []).length);
    const inJson = body.rows.map(
      (row: Body) => Object.values(row.cells).filter((shown) => (shown as Body).isSuppressed).length,
    );
    expect(inCsv).toEqual(inJson);
    expect(lines.find((line) => line.includes(',Client stepped back,'))).toMatch(/,Client stepped back,\*,,,/);
    // Neither 4 nor 30 stands in any field of either form.
    expect(lines.join('\n')).not.toMatch(/,(4|30)(,|$)/m);
    expect(JSON.stringify(body.rows)).not.toMatch(/"value":(4|30)\b/);
  });

  it('of a small agency is mostly stars, and says why in its reader’s language', async () => {
    await applications(world, world.ana, [
      { appliedOn: '2023-01-02', furthestStage: 'interview', outcome: 'rejected', count: 3 },
    ]);
    const { body } = await world.nia.get(`${FUNNEL}?from=2023-01-01&to=2023-01-31`, { 'accept-language': 'es' });
    expect(cell(body, 'reached', 'applied')).toEqual(hidden);
    expect(cell(body, 'standing', 'rejected')).toEqual(hidden);
    expect(cell(body, 'reached', 'offer')).toMatchObject({ value: 0, isSuppressed: false });
    expect(JSON.stringify(body.rows)).not.toContain('"value":3');
    expect(body.title).toBe('Embudo de solicitudes');
    expect(body.notes[0]).toContain('Con pocos casos');
  });

  it('does not count what belongs to a deleted client, and counts it again when the client is back', async () => {
    const [clientId] = await applications(world, world.ana, [
      { appliedOn: '2022-05-05', furthestStage: 'applied', count: 25 },
    ]);
    await applications(world, world.ana, [{ appliedOn: '2022-05-05', furthestStage: 'applied', count: 40 }]);
    const all = async (): Promise<number | null> =>
      reached((await world.nia.get(`${FUNNEL}?from=2022-05-01&to=2022-05-31`)).body, 'applied');
    expect(await all()).toBe(65);
    const path = `/v1/clients/${clientId}`;
    expect((await world.sol.delete(path, { 'if-match': '"1.any"' })).status).toBe(204);
    expect(await all()).toBe(40);
    expect((await world.sol.post(`${path}/restoration`)).status).toBe(200);
    expect(await all()).toBe(65);
  });

  it('counts no application that was deleted, and none that was written down twice', async () => {
    const [clientId] = await applications(world, world.ana, [
      { appliedOn: '2022-08-05', furthestStage: 'started', count: 30 },
    ]);
    await applications(world, world.ana, [
      { appliedOn: '2022-08-05', furthestStage: 'applied', outcome: 'duplicate', count: 15 },
    ]);
    const all = async (): Promise<[number | null, number | null]> => {
      const { body } = await world.nia.get(`${FUNNEL}?from=2022-08-01&to=2022-08-31`);
      return [reached(body, 'started'), cell(body, 'standing', 'hired').value];
    };
    expect(await all()).toEqual([30, 30]);
    const { items } = (await world.sol.get(`/v1/applications?clientId=${clientId}&limit=12`)).body;
    for (const { id } of items) await world.sol.delete(`/v1/applications/${id}`, { 'if-match': '*' });
    expect(await all()).toEqual([18, 18]);
  });

  it('counts an import whose stage lags behind its day of applying as applied, and loses none', async () => {
    await applications(world, world.ana, [{ appliedOn: '2021-08-01', furthestStage: 'preparing', count: 15 }]);
    const { body } = await world.nia.get(`${FUNNEL}?from=2021-08-01&to=2021-08-01`);
    expect([reached(body, 'applied'), cell(body, 'standing', 'open').value]).toEqual([15, 15]);
  });
});

describe('debrief turnaround', () => {
  const march = `${TURNAROUND}?from=2026-03-01&to=2026-03-31`;
  beforeAll(async () => {
    await debriefs(world, world.ana, [
      { issuedAt: '2026-03-10T12:00:00Z', status: 'reviewed', count: 60, hoursToSubmit: 1, hoursToReview: 24 },
      { issuedAt: '2026-03-11T12:00:00Z', status: 'submitted', count: 20, hoursToSubmit: 61 },
      { issuedAt: '2026-03-12T12:00:00Z', status: 'issued', count: 12 },
      { issuedAt: '2026-03-12T12:00:00Z', status: 'opened', count: 6 },
      { issuedAt: '2026-03-12T12:00:00Z', status: 'in_progress', count: 7 },
      { issuedAt: '2026-03-12T12:00:00Z', status: 'skipped', count: 14 },
      { issuedAt: '2026-03-13T12:00:00Z', status: 'skipped', count: 40 },
    ]);
    // Withdrawn, by nobody's choice: neither issued nor skipped.
    await world.sql(`update debriefs set skip_reason = case when id::text < 'm' then 'taken_back' else 'call_instead' end
                      where issued_at = '2026-03-13T12:00:00Z'`);
    await debriefs(world, world.ben, [{ issuedAt: '2026-03-12T12:00:00Z', status: 'lapsed', count: 20 }]);
    await debriefs(world, world.cai, [{ issuedAt: '2026-03-12T12:00:00Z', status: 'lapsed', count: 99 }]);
  });

  it('counts what was issued in the period and what became of it; skipping is no failure', async () => {
    const { status, body } = await world.nia.get(march);
    expect(status).toBe(200);
    expect(Report.parse(body)).toEqual(body);
    expect(
      ['issued', 'waiting', 'begun', 'submitted', 'awaitingReview', 'reviewed', 'skipped', 'lapsed'].map((code) =>
        counted(body, code),
      ),
    ).toEqual([139, 12, 13, 80, 20, 60, 14, 20]);
    expect(cell(body, 'shares', 'answeredOfDue', 'share').value).toBe(80);
    expect(cell(body, 'shares', 'reviewedOfSubmitted', 'share').value).toBe(75);
  });

  it('tells median and quartiles of the hours from the "no" to handing in, and on to closing', async () => {
    const { body } = await world.nia.get(march);
    const hours = (code: string): number[] => ['p25', 'median', 'p75'].map((at) => cell(body, 'hours', code, at).value);
    // 1, 2 … 80 hours.
    expect(hours('rejectionToSubmitted')).toEqual([21, 41, 60]);
    expect(hours('submittedToReviewed')).toEqual([24, 24, 24]);
  });

  it('begins and ends its days at midnight of the organization, also when the clocks change', async () => {
    // Los Angeles: 8 March 2020 had 23 hours.
    await debriefs(world, world.ana, [
      { issuedAt: '2020-03-07T23:30:00-08:00', status: 'issued', count: 11 },
      { issuedAt: '2020-03-08T00:30:00-08:00', status: 'issued', count: 13 },
      { issuedAt: '2020-03-08T23:30:00-07:00', status: 'issued', count: 17 },
      { issuedAt: '2020-03-09T00:00:00-07:00', status: 'issued', count: 19 },
    ]);
    const issued = async (from: string, to = from): Promise<number | null> =>
      counted((await world.nia.get(`${TURNAROUND}?from=${from}&to=${to}`)).body, 'issued');
    expect(await issued('2020-03-07')).toBe(11);
    expect(await issued('2020-03-08')).toBe(30);
    expect(await issued('2020-03-09')).toBe(19);
    expect(await issued('2020-03-07', '2020-03-09')).toBe(60);
  });

  it('hides hours of fewer than eleven, and is all zero, not hidden, where nothing was issued', async () => {
    await debriefs(world, world.ana, [
      { issuedAt: '2019-03-10T12:00:00Z', status: 'submitted', count: 10, hoursToSubmit: 5 },
    ]);
    const few = (await world.nia.get(`${TURNAROUND}?from=2019-03-01&to=2019-03-31`)).body;
    expect(cell(few, 'hours', 'rejectionToSubmitted', 'median')).toEqual(hidden);
    expect(cell(few, 'counts', 'issued')).toEqual(hidden);
    expect(cell(few, 'hours', 'submittedToReviewed', 'median')).toEqual({ ...hidden, isSuppressed: false });
    const none = (await world.nia.get(`${TURNAROUND}?from=2018-03-01&to=2018-03-31`)).body;
    expect([counted(none, 'issued'), cell(none, 'counts', 'lapsed').isSuppressed]).toEqual([0, false]);
  });

  it('shows nothing of North in South', async () => {
    expect(counted((await world.sid.get(march)).body, 'issued')).toBe(99);
    expect(counted((await world.sid.get(march)).body, 'skipped')).toBe(0);
  });
});

describe('a report as a file', () => {
  it('is UTF-8 CSV with heads in the caller’s language and a name that says nothing of anybody', async () => {
    const { status, headers, text } = await world.nia.get(`${TURNAROUND}?from=2026-03-01&to=2026-03-31&format=csv`, {
      'accept-language': 'es',
    });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(
      'attachment; filename="debrief-turnaround-2026-03-01-to-2026-03-31-Report.csv"',
    );
    expect(headers.get('cache-control')).toBe('no-store');
    const [head, first] = linesOf(text);
    expect(
      head?.startsWith(
        'Desde,Hasta,Código de la sección,Sección,Código del concepto,Concepto,Listas (cantidad) [count],',
      ),
    ).toBe(true);
    expect(first).toBe('2026-03-01,2026-03-31,counts,Cuántas,issued,Emitidas,139,,,,,');
  });

  it('begins with a byte order mark, ends each line with CRLF and holds no live formula', async () => {
    const response = await world.nia.bytes(`${FUNNEL}?from=2025-06-01&to=2025-06-30&format=csv`);
    expect([...response.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder().decode(response);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const fields = linesOf(text).flatMap((line) => line.split(','));
    expect(fields.filter((field) => /^"?[=+\-@\t]/.test(field))).toEqual([]);
    expect(text).not.toContain('cmd|');
  });
});

describe('the record of reports made', () => {
  it('holds who, which, which days and in which form, and no number', async () => {
    await world.sol.get(`${FUNNEL}?from=2025-06-03&to=2025-06-04&format=csv`);
    expect(await made('2025-06-03', '2025-06-04')).toEqual([
      {
        actor_id: world.sol.id,
        payload: { report: 'pipeline-funnel', from: '2025-06-03', to: '2025-06-04', format: 'csv' },
      },
    ]);
  });

  it('has both of two reports whose days overlap, and each of them warns of the other', async () => {
    const periods = [
      ['2025-06-01', '2025-06-29'],
      ['2025-06-02', '2025-06-30'],
    ] as const;
    for (const [from, to] of periods) {
      const { body } = await world.nia.get(`${FUNNEL}?from=${from}&to=${to}`);
      expect(body.notes.at(-1)).toContain('overlap');
      expect(await made(from, to)).toHaveLength(1);
    }
  });
});

describe('the threshold', () => {
  it('can be raised for an installation', async () => {
    const strict = await createWorld({ suppressionThreshold: 30 });
    await applications(strict, strict.ana, [{ appliedOn: '2025-06-15', furthestStage: 'applied', count: 29 }]);
    const { body } = await strict.nia.get(`${FUNNEL}?from=2025-06-01&to=2025-06-30`);
    expect([body.suppressionThreshold, reached(body, 'applied')]).toEqual([30, null]);
    expect(body.notes[0]).toContain('1 to 29');
    await strict.close();
  });
});
