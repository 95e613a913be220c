import { formFieldsOf } from '../rules/debriefs/html.js';
import { moveTo, newApplication, newInterview } from './applications.js';
import type { Answer, Body } from './caller.js';
import type { Person, World } from './world.js';

/** A client of this person, in Spanish unless said otherwise. */
export async function newClientOf(by: Person, overrides: object = {}): Promise<Body> {
  const given = { legalName: 'José Álvarez', email: `jose.${Math.random()}@example.org`, writtenLanguage: 'es-MX' };
  const { status, body } = await by.post('/v1/clients', { ...given, ...overrides });
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

export interface Course {
  /** Stages on the way, before the end. */
  stages?: readonly string[];
  /** An interview that took place, for each. */
  interviews?: readonly object[];
  outcome?: string;
  client?: object;
  /** What else is said of the end. */
  end?: object;
  application?: object;
}

/** An application that ended, for a new client unless one is given. The worker has not looked at it yet. */
export async function ended(by: Person, course: Course = {}): Promise<{ client: Body; application: Body }> {
  const { client: given = {}, stages = [], interviews = [], outcome = 'rejected' } = course;
  const client = 'id' in given ? given : await newClientOf(by, given);
  const application = await newApplication(by, { clientId: client.id, ...course.application });
  for (const stage of stages) await moveTo(by, application.id, stage);
  for (const interview of interviews) await newInterview(by, application.id, interview);
  await moveTo(by, application.id, outcome, course.end);
  return { client, application };
}

/** The same, and its debrief after the worker came by. */
export async function debriefAfter(
  world: World,
  by: Person,
  course: Course = {},
): Promise<{ client: Body; application: Body; debrief: Body }> {
  const { client, application } = await ended(by, course);
  await world.settle();
  const { items } = (await by.get(`/v1/debriefs?clientId=${client.id}`)).body;
  return { client, application, debrief: items.find((item: Body) => item.application.id === application.id) };
}

/** A link for this debrief, made by its coach for the screen: what it opens is an assisted visit. */
export const linkOf = async (by: Person, id: string): Promise<Body> =>
  (await by.post(`/v1/debriefs/${id}/links`, { way: 'screen' })).body;

/** The link and the code in the newest mail to this client: what they open is the client's own visit. */
export function mailedLink(world: World, { email }: Body): { url: string; code: string } {
  const text = world.mails().find(({ to }) => to === email)?.text ?? '';
  const [url = ''] = /http\S+#\S+/.exec(text) ?? [];
  const [code = ''] = /\b[2-9A-HJ-NP-TV-Z]{4}-[2-9A-HJ-NP-TV-Z]{4}\b/.exec(text) ?? [];
  if (url === '' || code === '') throw new Error(`no link was mailed to ${email}`);
  return { url, code };
}

/** Where an answer leads, without the visit that its address names. */
export const placeOf = ({ headers }: Pick<Answer, 'headers'>): string | null =>
  headers
    .get('location')
    ?.replace(/[?&]visit=[\w-]+/, '')
    .replace(/#.*/, '') ?? null;

const OF_VISITS = ['/d/checklist', '/d/done', '/d/slip', '/d/leave'];

/** A tab of a browser: follows links and posts forms. The cookies are the browser's, and other tabs have them too. */
export class Visitor {
  /** The visit that this tab's address names. */
  visit = '';

  constructor(
    private readonly world: Pick<World, 'nobody'>,
    private readonly language = 'en',
    readonly cookies = new Map<string, string>(),
  ) {}

  /** Another tab of the same browser. */
  tab(): Visitor {
    return new Visitor(this.world, this.language, this.cookies);
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  post(path: string, fields: Record<string, string | string[]>, headers: Record<string, string> = {}): Promise<Answer> {
    const form = new URLSearchParams();
    for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) form.append(name, value);
    return this.send('POST', path, form.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      ...headers,
    });
  }

  openByUrl(url: string, fields: Record<string, string> = {}): Promise<Answer> {
    return this.post('/d/start', { token: url.split('#')[1] ?? '', code: '', locale: 'en', ...fields });
  }

  openByCode(code: string, fields: Record<string, string> = {}): Promise<Answer> {
    return this.post('/d/start', { token: '', code, locale: 'en', ...fields });
  }

  /** Fills in the checklist as it is on the page now, over what stands there, and presses a button. */
  async fill(
    fields: Record<string, string | string[]>,
    button: Record<string, string> = { action: 'save' },
  ): Promise<Answer> {
    const page = await this.get('/d/checklist');
    return this.post('/d/checklist', { ...formFieldsOf(page.text), ...fields, ...button });
  }

  /** The page that a sent form leads to, as a browser fetches it; the answer itself where it leads nowhere. */
  async follow(answer: Answer): Promise<Answer> {
    const to = answer.headers.get('location')?.replace(/#.*/, '');
    return to ? this.get(to) : answer;
  }

  private async send(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const isOfVisit = OF_VISITS.includes(path.split('?')[0] ?? '') && !path.includes('visit=') && this.visit !== '';
    const address = isOfVisit ? `${path}${path.includes('?') ? '&' : '?'}visit=${this.visit}` : path;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.world.nobody.raw(method, address, body, {
      'accept-language': this.language,
      ...(cookie === '' ? {} : { cookie }),
      ...headers,
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const leadsTo = /[?&]visit=([\w-]+)/.exec(answer.headers.get('location') ?? '')?.[1];
    if (leadsTo !== undefined) this.visit = leadsTo;
    return answer;
  }
}

/**
 * A debrief after an interview, in English unless said otherwise; the link in its mail, what its coach sees, and a client
 * who just opened it: alone, or with a link that the coach made for the screen.
 */
export async function openedDebrief(
  world: World,
  course: object = { stages: ['phone_screen', 'interview'], interviews: [{}] },
  client: object = { writtenLanguage: 'en' },
  visit: 'own' | 'assisted' = 'own',
) {
  const made = await debriefAfter(world, world.ana, { client, ...course });
  const link = visit === 'own' ? mailedLink(world, made.client) : await linkOf(world.ana, made.debrief.id);
  const visitor = new Visitor(world);
  const { status } = await visitor.openByUrl(link.url);
  if (status !== 303) throw new Error(`the link was answered with ${status}`);
  const seen = async (): Promise<Body> => (await world.ana.get(`/v1/debriefs/${made.debrief.id}`)).body;
  return { ...made, link, visitor, seen };
}
