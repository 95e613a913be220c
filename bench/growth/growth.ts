import { ask, type Contender, startContender } from '../contenders/contender.js';
import { COACH, clientOfCoach, id } from '../data.js';
import type { Figures } from '../figures.js';
import { measurePaper } from '../paper.js';
import type { Place } from '../place.js';
import { answer } from '../recording/record.js';
import type { Trip } from '../recording/wire.js';
import { type Cost, costOf } from './plans.js';
import { fillYears, RARE_EVENT, RARE_STATUS } from './years.js';

interface Question {
  readonly what: string;
  readonly as: 'coach' | 'busy coach' | 'supervisor' | 'admin';
  readonly path: string;
}

const list = (what: string, path: string, as: Question['as'] = 'supervisor'): Question => ({ what, as, path });
/** Every list in the forms it is asked for, of an organization, of a caseload, and of a caseload that is most of one. */
const LISTS: readonly Question[] = [
  list('caseload of a coach', '/v1/clients', 'coach'),
  list('… of a busy one', '/v1/clients', 'busy coach'),
  list('clients of the organization', '/v1/clients'),
  list('… by change', '/v1/clients?sort=-updatedAt'),
  list('… of one coach', `/v1/clients?coachId=${COACH}`),
  list('applications of a caseload', '/v1/applications', 'coach'),
  list('… of a busy one', '/v1/applications', 'busy coach'),
  list('… by change', '/v1/applications?sort=-updatedAt', 'coach'),
  list('… open, at one stage', '/v1/applications?open=true&stage=offer', 'coach'),
  list('applications of the organization', '/v1/applications'),
  list('… by change', '/v1/applications?sort=-updatedAt'),
  list('… open', '/v1/applications?open=true'),
  list('… withdrawn', '/v1/applications?outcome=withdrawn'),
  list('… at one stage', '/v1/applications?stage=offer'),
  list('… of one coach', `/v1/applications?coachId=${COACH}`),
  list('… at one employer', `/v1/applications?employerId=${id(4, 1007)}`),
  list('… of one client', `/v1/applications?clientId=${clientOfCoach(3)}`, 'coach'),
  list('debriefs of a caseload', '/v1/debriefs', 'coach'),
  list('… of a busy one', '/v1/debriefs', 'busy coach'),
  list('… by a rare status', `/v1/debriefs?status=${RARE_STATUS}`, 'coach'),
  list('debriefs of the organization', '/v1/debriefs'),
  list('… by a rare status', `/v1/debriefs?status=${RARE_STATUS}`),
  list('follow-ups of a caseload', '/v1/follow-ups', 'coach'),
  list('… of a busy one', '/v1/follow-ups', 'busy coach'),
  list('… open', '/v1/follow-ups?open=true', 'coach'),
  list('follow-ups of the organization', '/v1/follow-ups'),
  list('cover letters of a caseload', '/v1/cover-letters', 'coach'),
  list('… of a busy one', '/v1/cover-letters', 'busy coach'),
  list('… by status', '/v1/cover-letters?status=in_review', 'coach'),
  list('cover letters of the organization', '/v1/cover-letters'),
  list('employers', '/v1/employers'),
  list('audit', '/v1/audit-events', 'admin'),
  list('audit of one client', `/v1/audit-events?clientId=${clientOfCoach(3)}`, 'admin'),
  list('audit of one person', `/v1/audit-events?actorId=${COACH}`, 'admin'),
  list('audit by a rare name', `/v1/audit-events?name=${RARE_EVENT}`, 'admin'),
  list('audit by an absent name', '/v1/audit-events?name=barrier.deleted', 'admin'),
];
const FUNNEL = 'funnel of a year';
const SEARCH = 'search by name';
const OTHERS: readonly Question[] = [
  list(SEARCH, '/v1/clients?search=client%200000'),
  list('clients with total', '/v1/clients?total=true'),
  list('applications with total', '/v1/applications?total=true'),
  list(FUNNEL, '/v1/reports/pipeline-funnel?from=2026-01-01&to=2026-11-01'),
  list('turnaround of a year', '/v1/reports/debrief-turnaround?from=2026-01-01&to=2026-11-01'),
];
const PAGES = 200;

/** The table of one size after the other: pages that PostgreSQL looks at for the first page and for a deep one. */
export async function growth(
  place: Place,
  sizes: readonly number[],
  figures: Figures,
  tell: (line: string) => void,
): Promise<string> {
  const costs = new Map<string, string[]>();
  const note = (what: string, cell: string): void => {
    costs.set(what, [...(costs.get(what) ?? []), cell]);
    tell(`${what}: ${cell}`);
  };
  let above = '';
  let funnelBefore: number | undefined;
  for (const clients of sizes) {
    const database = `growth_${clients}`;
    tell(`growth: ${clients} clients, ${clients * 10} applications are made`);
    const admin = await place.make(database);
    await fillYears(admin, clients);
    const watched = await startContender('onward', 'onward.ts', { admin, isWatched: true });
    try {
      for (const question of LISTS) {
        const { first, deep, depth } = await pagesOf(watched, question);
        const [cost, far] = [
          await costOf(admin, first, 'the same role'),
          deep && (await costOf(admin, deep, 'the same role')),
        ];
        // A page that looks at less than this is not deep, whatever its first one did.
        const ratio = far && Math.max(far.buffers, 100) / Math.max(cost.buffers, 100);
        if (!question.what.startsWith('…')) above = question.what;
        const what = question.what === above ? above : `${above} ${question.what}`;
        note(what, text(cost) + (far && ratio ? `; page ${depth}: ${text(far)}, × ${ratio.toFixed(2)}` : ''));
        if (ratio) figures.peak('deep page to first', ratio);
      }
      // Before the reports: what is counted is folded by a job.
      for (const [job, trips] of Object.entries(await ask<Record<string, Trip[]>>(watched, 'timed jobs')))
        note(`timed job ${job}`, text(await costOf(admin, trips, 'the same role')));
      for (const question of OTHERS) {
        const trips = await tripsOf(watched, question, question.path);
        const cost = await costOf(admin, trips, 'the same role');
        note(question.what, text(cost));
        if (question.what === SEARCH) {
          const open = await costOf(admin, trips, 'nobody');
          figures.numbers.set('search under row security', cost.ms / open.ms);
        }
        if (question.what === FUNNEL) {
          figures.numbers.set('funnel', cost.ms);
          if (funnelBefore !== undefined) figures.numbers.set('funnel to the size before', cost.ms / funnelBefore);
          funnelBefore = cost.ms;
        }
      }
      if (clients === sizes[0]) await measurePaper(watched, figures);
    } finally {
      watched.child.kill('SIGKILL');
    }
    await place.drop(database);
  }
  const titles = sizes.map((size) => `${size} clients, ${size * 10} applications`);
  const rows = [
    ['buffers, ms', ...titles],
    ['---', ...sizes.map(() => '---')],
  ];
  return [...rows, ...[...costs].map(([what, cells]) => [what, ...cells])]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

const text = ({ buffers, ms }: Cost): string => `${buffers}, ${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)}`;

async function tripsOf(watched: Contender, { as }: Question, path: string): Promise<Trip[]> {
  await ask(watched, 'what was before');
  await answer(watched, { kind: 'growth', method: 'GET', path, as, inputs: {} });
  return ask<Trip[]>(watched, 'trips');
}

/** What the first page asked, and the last one there is, or the two hundredth. */
async function pagesOf(
  watched: Contender,
  question: Question,
): Promise<{ first: Trip[]; deep: Trip[] | null; depth: number }> {
  const base = `${question.path}${question.path.includes('?') ? '&' : '?'}limit=100`;
  const first = await tripsOf(watched, question, base);
  let [path, depth] = [base, 1];
  while (depth < PAGES) {
    const page = await answer(watched, { kind: 'growth', method: 'GET', path, as: question.as, inputs: {} });
    const { nextCursor } = (await page.json()) as { nextCursor: string | null };
    if (!nextCursor) break;
    path = `${base}&cursor=${encodeURIComponent(nextCursor)}`;
    depth += 1;
  }
  return { first, deep: depth > 1 ? await tripsOf(watched, question, path) : null, depth };
}
