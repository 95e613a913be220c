import { type ClassedCodes, classed } from '../../kernel/tiers.js';
import { writers } from './checklist/answer-rows.rules.js';
import { itemCodes, sections } from './checklist/catalogue.rules.js';
import { optionSets } from './checklist/fields.rules.js';
import { debriefStatuses, skipReasons, variants, withdrawals } from './debriefs.rules.js';

/**
 * The codes of this room, with their classes. What was asked is ordinary; what was answered is the client's. No item may
 * follow from a restricted fact: that somebody was asked would tell it.
 */
export const debriefCodes: Readonly<Record<string, ClassedCodes>> = {
  'checklist item': classed('T0', itemCodes),
  'checklist section': classed('T0', sections),
  'checklist variant': classed('T0', variants),
  'debrief status': classed('T0', debriefStatuses),
  'debrief writer': classed('T0', writers),
  'why a debrief is set aside': classed('T0', [...skipReasons, ...withdrawals]),
  ...Object.fromEntries(
    Object.entries(optionSets).map(([name, options]) => [`checklist option: ${name}`, classed('T1', options)]),
  ),
};
