import { COACH, ORGANIZATION } from '../data.js';
import type { Place } from '../place.js';
import type { Recording } from '../recording/record.js';
import { isSessionCheck, isTenantSetting, without } from '../recording/template.js';
import { type BareSettings, type Contender, type NestSettings, startContender } from './contender.js';

/** As the app role's connections are set, and the tenant on the connection where no wall puts it there. */
const SETTINGS = '-c TimeZone=UTC -c DateStyle=ISO -c random_page_cost=1.1';
const TENANT = `-c app.organization_id=${ORGANIZATION} -c app.user_id=${COACH}`;

/** Starts everybody who takes part, Onward first. */
export async function startAll(place: Place, database: string, recording: Recording): Promise<Contender[]> {
  const admin = place.admin(database);
  const templates = (isWall: (text: string) => boolean): BareSettings['cases'] =>
    Object.fromEntries(Object.entries(recording.templates).map(([kind, of]) => [kind, without(of, isWall)]));
  const bare: BareSettings = {
    connection: admin,
    options: `${SETTINGS} ${TENANT}`,
    cases: templates((text) => isTenantSetting(text) || isSessionCheck(text)),
  };
  const walled: BareSettings = { connection: place.app(database), options: SETTINGS, cases: templates(isSessionCheck) };
  const looks = Object.entries(recording.lines).flatMap(([kind, lines]) => (lines > 0 ? [kind] : []));
  const nest: NestSettings = { connection: admin, consumers: recording.consumers, looks };
  const onward = await startContender('onward', 'onward.ts', { admin, isWatched: false });
  const plain = await startContender('nest', 'nest-typeorm.ts', nest);
  return [
    onward,
    await startContender('bare', 'bare.ts', bare),
    await startContender('walled', 'bare.ts', walled),
    plain,
    { ...plain, name: 'nest-plain', prefix: '/plain' },
  ];
}
