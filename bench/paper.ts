import { sent } from './cases.js';
import type { Contender } from './contenders/contender.js';
import { type Figures, median } from './figures.js';

/** Milliseconds for one page of PDF, warm, one after another: the checklist of a debrief that is open. */
export async function measurePaper(onward: Contender, figures: Figures): Promise<void> {
  const get = (path: string): Promise<Response> => {
    const { headers } = sent({ kind: 'paper', method: 'GET', path, as: 'coach', inputs: {} }, onward);
    return fetch(`http://127.0.0.1:${onward.port}${path}`, { headers: { ...headers } });
  };
  const { items } = (await (await get('/v1/debriefs?status=issued&limit=1')).json()) as { items: { id: string }[] };
  const times: number[] = [];
  for (let time = 0; items[0] && time < 60; time += 1) {
    const begun = performance.now();
    const response = await get(`/v1/debriefs/${items[0].id}/document`);
    if (!response.ok) throw new Error(`A document is answered with ${response.status}`);
    await response.arrayBuffer();
    if (time >= 10) times.push(performance.now() - begun);
  }
  if (times.length > 0) figures.numbers.set('PDF of one page', median(times));
}
