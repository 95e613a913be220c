import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Body } from '../support/caller.js';
import { newApplication, newClient, newEmployer, newLetter } from '../support/cover-letters.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const at = (letter: Body, rest: string): string => `/v1/cover-letters/${letter.id}${rest}`;
const filler = 'I kept the floor clean and helped my team each day. '.repeat(32);
const greeting = 'Dear Ms. Lee,\n\nI want to be a baker at Bright Bakery.';

describe('the checks of a letter', () => {
  let clientId: string;
  let applicationId: string;
  beforeAll(async () => {
    clientId = (await newClient(world.ana, { legalName: 'Maria Ford' })).id;
    const employerId = await newEmployer(world, world.ana, 'Bright Bakery LLC');
    const postingText = 'A baker at Bright Bakery: sourdough, sourdough, sourdough.';
    applicationId = await newApplication(world, world.ana, clientId, { employerId, postingText });
    const mill = await newEmployer(world, world.ana, 'Old Mill');
    await newApplication(world, world.ana, clientId, { employerId: mill });
    await newEmployer(world, world.ana, 'The McAllister’s Foods Company, Inc.');
    await newEmployer(world, world.ana, 'Ford');
    await newEmployer(world, world.cai, 'Southern Steel');
  });
  const check = async (
    body: string | undefined,
    query = '',
    headers = {},
    application: string | null = applicationId,
  ) => {
    const letter = await newLetter(world.ana, { clientId, applicationId: application, body });
    const answer = await world.ana.get(at(letter, `/checks${query}`), headers);
    await world.sql('delete from letter_versions where cover_letter_id = $1', [letter.id]);
    return answer.body;
  };
  const codes = ({ items }: Body): string[] => items.map(({ code }: Body) => code.replace('letter-check.', ''));

  it('have nothing to say about a good letter', async () => {
    const body = `${greeting} I love sourdough.\n\n${filler}\n\nThank you,\nMaria Ford`;
    expect(await check(body)).toEqual({
      versionNumber: 1,
      applicationId,
      wordCount: 371,
      items: [],
      nextCursor: null,
    });
  });

  it('name a wrong employer, a blank and a missing posting word, problems first, in the reader’s language', async () => {
    const body = `Dear Ms. Lee,\n\nI want to be a baker at Old Mill. [Why me?]\n\n${filler}`;
    const found = await check(body);
    expect(codes(found)).toEqual(['wrong-employer', 'placeholder', 'posting-word-missing']);
    expect(found.items[0]).toEqual({
      code: 'letter-check.wrong-employer',
      level: 'problem',
      detail: 'The letter names Old Mill, but it goes to Bright Bakery LLC. Was it written for another job?',
      parameters: { name: 'Old Mill', employer: 'Bright Bakery LLC' },
      offset: body.indexOf('Old Mill'),
    });
    expect(found.items[1]).toMatchObject({ level: 'problem', excerpt: '[Why me?]', offset: body.indexOf('[') });
    expect(found.items[2]).toMatchObject({ level: 'hint', parameters: { term: 'sourdough', count: 3 } });
    const spanish = await check(body, '', { 'accept-language': 'es-MX' });
    expect(spanish.items[0].detail).toBe(
      'La carta nombra a Old Mill, pero va a Bright Bakery LLC. ¿Se escribió para otro trabajo?',
    );
  });

  it('know the employers of the whole organization, not those of another, and not the client’s own name', async () => {
    const named = async (name: string) =>
      codes(await check(`Dear Ms. Lee,\n\nHire me as a baker, ${name}.\n\n${filler}`));
    expect(await named('McAllister’s Foods')).toContain('wrong-employer');
    expect(await named('McAllisters Foods')).toContain('wrong-employer');
    expect(await named('Southern Steel')).toContain('employer-missing');
    expect(await named('Maria Ford')).toContain('employer-missing');
  });

  it('say nothing about employer and job before there is an application', async () => {
    const found = await check(`Dear Ms. Lee,\n\n${filler}`, '', {}, null);
    expect([found.applicationId, codes(found)]).toEqual([null, []]);
  });

  it('tell of a letter that was used before', async () => {
    const text = `${greeting} I love sourdough.\n\n${filler}`;
    const first = await newLetter(world.ana, { clientId, body: text });
    expect((await check(text)).items).toMatchObject([{ code: 'letter-check.reused', parameters: { percent: 100 } }]);
    await world.sql('delete from letter_versions where cover_letter_id = $1', [first.id]);
    const stranger = await newLetter(world.ana, { body: text });
    expect(stranger.latestNumber).toBe(1);
    expect((await check(text)).items).toEqual([]);
  });

  it('have a sentence for each disclosure, and repeat no security number', async () => {
    const found = await check(
      `${greeting} I was in prison, I have diabetes and a disability, I am a refugee, my kids are small, I am 40 years old. 123-45-6789`,
    );
    const disclosures = found.items.filter(({ code }: Body) => code.includes('disclosure'));
    expect(disclosures).toHaveLength(7);
    expect(disclosures.every(({ detail, level }: Body) => detail.endsWith('You decide.') && level === 'hint')).toBe(
      true,
    );
    expect(JSON.stringify(found)).not.toContain('6789');
  });

  it('read the version that is asked for, and an empty letter as empty', async () => {
    const letter = await newLetter(world.ana, { clientId, body: 'Hello' });
    await world.ana.post(at(letter, '/versions'), { body: '[Name]' });
    const countOf = async (query: string) => (await world.ana.get(at(letter, `/checks${query}`))).body;
    expect(await countOf('')).toMatchObject({ versionNumber: 2 });
    expect(codes(await countOf('?version=1'))).not.toContain('placeholder');
    expect((await world.ana.get(at(letter, '/checks?version=3'))).status).toBe(404);
    for (const query of ['?version=0', '?version=x', '?locale=xx', '?lang=en', '?version=99999999999']) {
      expect((await world.ana.get(at(letter, `/checks${query}`))).status).toBe(400);
    }
    const empty = await check(undefined);
    expect([empty.versionNumber, empty.wordCount, codes(empty)]).toEqual([null, 0, ['empty']]);
  });
});

describe('the files of a letter', () => {
  const body = `Dear Ms. Lee,\n\nI want to be a baker at Bright Bakery.\n\n${filler}\n\nThank you,\nJosé`;
  const bytesOf = async (path: string, by = world.ana): Promise<{ response: Response; bytes: Buffer }> => {
    const response = await fetch(world.url + path, { headers: headersOf(by) });
    return { response, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  const headersOf = (by: object): Record<string, string> => (by as { headers: Record<string, string> }).headers;

  async function sentLetter(): Promise<Body> {
    const person = { legalName: 'Jose Maria Álvarez', preferredName: 'José Álvarez', phone: '+1 206 555 0100' };
    const client = await newClient(world.ana, { ...person, email: 'jose@example.org' });
    const employerId = await newEmployer(world, world.ana, `Bright Bakery of ${client.id}`);
    const applicationId = await newApplication(world, world.ana, client.id, { employerId });
    const letter = await newLetter(world.ana, { clientId: client.id, applicationId, body, title: 'canary' });
    await world.ana.post(at(letter, '/submission'));
    await world.sol.post(at(letter, '/reviews'), { decision: 'approved' });
    // Evening of the third in Los Angeles, morning of the fourth in UTC.
    world.travelTo('2026-07-04T05:00:00Z');
    const sent = (await world.ana.post(at(letter, '/sending'))).body;
    world.travelTo(null);
    return { ...sent, employer: `Bright Bakery of ${client.id}` };
  }

  it('say as text who writes, when it was sent, to whom, and what', async () => {
    const letter = await sentLetter();
    const { response, bytes } = await bytesOf(at(letter, '/versions/1/document?format=txt'));
    expect(bytes.toString('utf8').split('\r\n').slice(0, 9)).toEqual([
      'José Álvarez',
      '+1 206 555 0100',
      'jose@example.org',
      '',
      'July 3, 2026',
      '',
      letter.employer,
      '',
      'Dear Ms. Lee,',
    ]);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="Jose-Alvarez-Letter.txt"; filename*=UTF-8''Jos%C3%A9%20%C3%81lvarez%20Letter.txt`,
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const spanish = await bytesOf(at(letter, '/versions/1/document?format=txt&locale=es'));
    expect(spanish.bytes.toString('utf8')).toContain('3 de julio de 2026');
  });

  it('bear today’s date in the organization’s zone while the version is not sent', async () => {
    const letter = await newLetter(world.ana);
    world.travelTo('2026-07-10T05:00:00Z');
    const { bytes } = await bytesOf(at(letter, '/versions/1/document?format=txt'));
    world.travelTo(null);
    expect(bytes.toString('utf8')).toContain('July 9, 2026');
  });

  it('come as PDF and DOCX with the type that they are', async () => {
    const letter = await sentLetter();
    const pdf = await bytesOf(at(letter, '/versions/1/document?format=pdf'));
    expect(pdf.response.headers.get('content-type')).toBe('application/pdf');
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.bytes.toString('latin1')).toContain('pdfuaid:part');
    const docx = await bytesOf(at(letter, '/versions/1/document?format=docx'));
    expect(docx.response.headers.get('content-type')).toContain('wordprocessingml.document');
    expect(docx.bytes.subarray(0, 2).toString()).toBe('PK');
    for (const { response, bytes } of [pdf, docx]) {
      expect(response.headers.get('content-length')).toBe(String(bytes.length));
      expect(response.headers.get('content-disposition')).not.toMatch(/canary|Bakery/);
    }
  });

  it('are made of any text that a version may hold', async () => {
    const texts = [
      'x'.repeat(50_000),
      'a\n\n'.repeat(500),
      '#panic("x") *b* $x$ @ref \\ <a> &amp; 👩‍🍳 أنا خباز 面包师',
      '.',
    ];
    for (const text of texts) {
      const letter = await newLetter(world.ana, { body: text });
      for (const format of ['pdf', 'docx', 'txt']) {
        const { response, bytes } = await bytesOf(at(letter, `/versions/1/document?format=${format}`));
        expect([format, response.status]).toEqual([format, 200]);
        expect(bytes.length).toBeGreaterThan(30);
      }
    }
  });

  it('are not there for a version that is not, nor in a format that is none', async () => {
    const letter = await newLetter(world.ana);
    const statusOf = async (rest: string) => (await world.ana.get(at(letter, `/versions/${rest}`))).status;
    for (const number of ['2', '0', '-1', 'x', '01', '99999999999']) {
      expect(await statusOf(`${number}/document?format=txt`)).toBe(404);
    }
    for (const query of ['format=exe', 'format=txt&locale=xx', 'format=txt&name=x']) {
      expect(await statusOf(`1/document?${query}`)).toBe(400);
    }
    const lines = await world.sql(
      `select 1 from ledger_lines where subject_id = $1 and name = 'cover-letter.document-made'`,
      [letter.id],
    );
    expect(lines).toEqual([]);
  });
});
