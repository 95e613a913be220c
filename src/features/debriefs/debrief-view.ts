import { words } from '../../platform/content/content.js';
import type { Locale } from '../../platform/content/locales.js';
import { answersOf } from './checklist/answer-rows.rules.js';
import type { DatedAnswerRow } from './checklist/answers.repository.js';
import { askedFields } from './checklist/asked-fields.js';
import { shownItems, titleOf } from './checklist/items.rules.js';
import { outcomesOf } from './checklist/outcomes.rules.js';
import type { DebriefRow } from './debriefs.repository.js';
import { isWithdrawn, nextOf } from './debriefs.rules.js';
import type { DebriefView } from './debriefs.schemas.js';

/** A debrief as staff see it: the checklist in their language, with the answers that the client shares. */
export function debriefForStaff(debrief: DebriefRow, shared: readonly DatedAnswerRow[], locale: Locale): DebriefView {
  const spoken = words(locale);
  const answers = answersOf(shared);
  const { decidedOn, submittedBy, ...rest } = debrief;
  return {
    ...rest,
    decidedOn,
    moves: isWithdrawn(debrief) ? [] : nextOf(debrief.status),
    submittedBy: submittedBy as DebriefView['submittedBy'],
    answers: answers as DebriefView['answers'],
    barrierSignals: outcomesOf(answers, { today: decidedOn, decidedOn, peopleMet: [] }).barrierSignals,
    items: shownItems(debrief.variant, debrief.facts, (code) => answers[code] !== undefined).map((item) => {
      const { code, section, fields, isMain, isRequired } = item;
      const title = spoken.text(titleOf(item));
      const row = shared.find(({ itemCode }) => itemCode === code);
      return {
        code,
        section,
        title,
        fields: askedFields(spoken, code, title, fields),
        isMain,
        isRequired,
        answer: row?.value ?? null,
        enteredBy: row?.enteredBy ?? null,
        answeredAt: row?.updatedAt ?? null,
      };
    }),
  };
}
