import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const project = resolve('.');

/** The settings of a careful stranger: no `any` slips in, and optional is not the same as undefined. */
const settings = {
  compilerOptions: {
    target: 'ES2023',
    module: 'NodeNext',
    strict: true,
    noImplicitAny: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    types: ['node'],
    outDir: 'out',
    rootDir: '.',
  },
  include: ['*.ts', 'sdk'],
};

/** A folder of its own outside of the project, with our packages at hand. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'onward-client-'));

  constructor(document: object) {
    symlinkSync(join(project, 'node_modules'), join(this.folder, 'node_modules'));
    mkdirSync(join(this.folder, 'sdk'));
    this.write('openapi.json', JSON.stringify(document));
    this.write('package.json', JSON.stringify({ type: 'module' }));
    this.write('tsconfig.json', JSON.stringify(settings));
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** A program of a package, as a stranger calls it. Answers what it prints; throws it when it fails. */
  async call(program: string, ...args: string[]): Promise<string> {
    try {
      const path = join(project, 'node_modules', program);
      return (await run(process.execPath, [path, ...args], { cwd: this.folder, maxBuffer: 1e8 })).stdout;
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`${program} failed:\n${stdout}\n${stderr}`);
    }
  }

  /** Checks the types of everything here, and runs one file with these words. */
  async checkAndRun(file: string, ...words: string[]): Promise<string> {
    await this.call('typescript/bin/tsc', '-p', '.');
    const out = join(this.folder, 'out', file.replace(/\.ts$/, '.js'));
    const { stdout } = await run(process.execPath, [out, ...words], { cwd: this.folder });
    return stdout;
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** The main story for a client by `openapi-typescript` and `openapi-fetch`. */
export const PATHS_PROGRAM = `
import createClient from 'openapi-fetch';
import type { paths } from './sdk/schema.js';

const [baseUrl = '', email = '', password = ''] = process.argv.slice(2);
const api = createClient<paths>({ baseUrl });
function ok<T>({ data, error }: { data?: T; error?: { code: string; detail: string } }): T {
  if (data === undefined) throw new Error(\`\${error?.code}: \${error?.detail}\`);
  return data;
}

const { accessToken, me } = ok(await api.POST('/v1/auth/sign-in', { body: { email, password } }));
api.use({ onRequest: ({ request }) => request.headers.set('Authorization', \`Bearer \${accessToken}\`) });
const client = ok(await api.POST('/v1/clients', { body: { legalName: 'Lucía Romero', email: 'lucia@client.example' } }));
const ofClient = { params: { path: { id: client.id } } };
const barrier = ok(await api.POST('/v1/clients/{id}/barriers', { ...ofClient, body: { kind: 'transport', severity: 2 } }));
const application = ok(
  await api.POST('/v1/applications', {
    body: { clientId: client.id, employerName: 'Harbor Café', jobTitle: 'Line cook' },
  }),
);
const ofApplication = { params: { path: { id: application.id } } };
for (const to of ['applied', 'interview'] as const)
  ok(await api.POST('/v1/applications/{id}/stage-moves', { ...ofApplication, body: { to } }));
ok(
  await api.POST('/v1/applications/{id}/stage-moves', {
    ...ofApplication,
    body: { to: 'rejected', reasons: [{ code: 'unknown', source: 'coach_guess' }] },
  }),
);
let debriefs = ok(await api.GET('/v1/debriefs', { params: { query: { clientId: client.id } } })).items;
for (let tries = 0; debriefs.length === 0 && tries < 100; tries += 1) {
  await new Promise((done) => setTimeout(done, 100));
  debriefs = ok(await api.GET('/v1/debriefs', { params: { query: { clientId: client.id } } })).items;
}
const lessons = ok(await api.GET('/v1/clients/{id}/lessons', ofClient));
const { response, error } = await api.GET('/v1/reports/{name}', { params: { path: { name: 'pipeline-funnel' } } });
const statuses: string[] = debriefs.map(({ status }) => status);
console.log(JSON.stringify([me.role, barrier.kind, statuses, lessons.items.length, response.status, error?.code]));
`;

/** The same for a client by `@hey-api/openapi-ts`, with a function for each operation. */
export const FUNCTIONS_PROGRAM = `
import { client as http } from './sdk/client.gen.js';
import {
  createApplication, createClient, createClientBarrier, getReport, listClientLessons, listDebriefs, moveApplication, signIn,
} from './sdk/sdk.gen.js';

const [baseUrl = '', email = '', password = ''] = process.argv.slice(2);
http.setConfig({ baseUrl, throwOnError: true });
const throwOnError = true;
const { accessToken, me } = (await signIn({ throwOnError, body: { email, password } })).data;
http.setConfig({ auth: accessToken });
const client = (await createClient({ throwOnError, body: { legalName: 'José Álvarez', email: 'jose@client.example' } })).data;
const path = { id: client.id };
const barrier = (await createClientBarrier({ throwOnError, path, body: { kind: 'transport', severity: 2 } })).data;
const application = (
  await createApplication({
    throwOnError,
    body: { clientId: client.id, employerName: 'Harbor Café', jobTitle: 'Line cook' },
  })
).data;
const move = { throwOnError: true as const, path: { id: application.id } };
for (const to of ['applied', 'interview'] as const) await moveApplication({ ...move, body: { to } });
await moveApplication({ ...move, body: { to: 'rejected', reasons: [{ code: 'unknown', source: 'coach_guess' }] } });
const query = { clientId: client.id };
let debriefs = (await listDebriefs({ throwOnError, query })).data.items;
for (let tries = 0; debriefs.length === 0 && tries < 100; tries += 1) {
  await new Promise((done) => setTimeout(done, 100));
  debriefs = (await listDebriefs({ throwOnError, query })).data.items;
}
const lessons = (await listClientLessons({ throwOnError, path })).data;
const report = await getReport({ throwOnError: false, path: { name: 'pipeline-funnel' } });
const statuses: string[] = debriefs.map(({ status }) => status);
const code = report.error?.code;
console.log(JSON.stringify([me.role, barrier.kind, statuses, lessons.items.length, report.response?.status, code]));
`;
