import { DebriefsService } from '../features/debriefs/debriefs.service.js';
import { clientOf, type DemoStep } from './demo-place.js';

const CLIENT = 'Marcus Hill';

/** The debriefs that the "no"s above open, and the way into one of them for the person who tries it. */
export const debriefs: DemoStep = async (place) => {
  await place.settle();
  const { id: clientId, by } = clientOf(place, CLIENT);
  const service = place.app.get(DebriefsService);
  const { items } = await service.list(by, { clientId: [clientId], limit: 1 });
  const [debrief] = items;
  if (!debrief) throw new Error(`The demo has no debrief of ${CLIENT}`);
  const { url, code } = await service.makeLink(by, debrief.id, 'screen');
  if (url === null || code === null) throw new Error('A link for the screen is shown');
  place.link = { client: CLIENT, url, code };
};
