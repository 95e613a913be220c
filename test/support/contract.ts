import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {
  inside,
  operationsOf,
  type Placed,
  type Response,
  type Schema,
  schemasOf,
} from '../../src/app/openapi/model.js';
import { openApi } from '../../src/app/openapi.js';
import type { Answer } from './caller.js';
import type { World } from './world.js';

/** Nothing may leave that is not listed: what the document leaves open for later is closed for the tests. */
function close(schema: Schema): void {
  if (schema.properties) schema.additionalProperties ??= false;
  for (const one of inside(schema)) close(one);
}

const pointer = (...parts: string[]): string =>
  parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');

/** Headers that stand in the document and not on every answer. */
const isSometimes = (name: string, type: string): boolean =>
  ['Idempotency-Replayed', 'Not-Shown'].includes(name) ||
  (name === 'Content-Disposition' && type === 'application/json');

/** The OpenAPI document as a judge of answers. */
export class Contract {
  readonly document: ReturnType<typeof openApi>;
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  private readonly paths: readonly (Placed & { pattern: RegExp })[];

  constructor(app: World['app']) {
    this.document = openApi(app);
    const closed = structuredClone(this.document);
    for (const schema of Object.values(schemasOf(closed))) close(schema);
    addFormats.default(this.ajv);
    this.ajv.addSchema(closed, 'document');
    this.paths = operationsOf(this.document)
      .map((placed) => ({ ...placed, pattern: new RegExp(`^${placed.path.replace(/\{\w+\}/g, '[^/]+')}$`) }))
      // A path without parameters goes before one that also fits with them.
      .sort((one, other) => Number(one.path.includes('{')) - Number(other.path.includes('{')));
  }

  /** The operation that a request means; undefined for a page or what is not there. */
  operationOf(method: string, path: string): Placed | undefined {
    const [plain = ''] = path.split('?');
    return this.paths.find((one) => one.method === method.toLowerCase() && one.pattern.test(plain));
  }

  /** What the document says of an answer of this operation with this status, and where. */
  response({ method, path, operation }: Placed, status: number): { at: string; response: Response } | null {
    const response = operation.responses[status];
    if (!response) return null;
    const name = response.$ref?.split('/').at(-1);
    if (name === undefined) return { at: pointer('paths', path, method, 'responses', String(status)), response };
    const shared = (this.document.components?.responses ?? {}) as Record<string, Response>;
    return { at: pointer('components', 'responses', name), response: shared[name] ?? {} };
  }

  /** Everything in an answer that is not as the document says. */
  flawsOf(placed: Placed, { status, headers, body, text }: Answer): string[] {
    const found = this.response(placed, status);
    if (!found) return [`the document does not list ${status}`];
    const { at, response } = found;
    const type = headers.get('content-type')?.split(';')[0] ?? '';
    const listed = Object.keys(response.content ?? {}).find((one) => one.split(';')[0] === type);
    if (listed === undefined) {
      return text === '' && !response.content ? [] : [`the document does not list ${type || 'an empty answer'}`];
    }
    const missing = Object.keys(response.headers ?? {}).filter(
      (name) => !headers.has(name) && !isSometimes(name, type),
    );
    const flaws = status < 300 ? missing.map((name) => `no ${name}`) : [];
    const codes = response['x-codes'];
    if (status >= 400 && codes && !codes.includes(body.code)) flaws.push(`the document does not list ${body.code}`);
    return type.endsWith('json') ? [...flaws, ...this.misfits(at, listed, body)] : flaws;
  }

  /** Every example of an answer that is missing or does not fit its own schema. */
  exampleFlaws(placed: Placed): string[] {
    return Object.keys(placed.operation.responses).flatMap((status) => {
      const { at = '', response = {} } = this.response(placed, Number(status)) ?? {};
      return Object.entries(response.content ?? {})
        .filter(([type]) => type.endsWith('json'))
        .flatMap(([type, { example }]) => (example === undefined ? ['none'] : this.misfits(at, type, example)))
        .map((flaw) => `${status}: ${flaw}`);
    });
  }

  private misfits(at: string, type: string, body: unknown): string[] {
    const fits = this.ajv.getSchema(`document#/${at}/content/${pointer(type)}/schema`);
    if (!fits) return [`no schema at ${at}`];
    return fits(body) ? [] : (fits.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  }
}
