import { type DebriefStatus, type IssuedVariant } from '../debriefs.rules.js';
import { type DebriefFacts } from '../issuing/facts.rules.js';
import { itemsFor, peopleAsked } from './items.rules.js';

interface Asked {
  variant: IssuedVariant;
  facts: DebriefFacts;
}

/**
 * The facts of a debrief as the record has them now. Nothing is praised that the record does not prove, whoever has seen
 * the page; nobody's words are lost: what the page asked until now can still be answered, and what was answered is kept.
 * Of what somebody has seen, only what took place changes, not what was asked about barriers or papers.
 */
export function putRight(before: Asked & { status: DebriefStatus }, now: Asked): DebriefFacts {
  const { barriers, needsInterpreter, hasLetter, keepsSearchLog } = before.facts;
  const seen = before.status === 'issued' ? {} : { barriers, needsInterpreter, hasLetter, keepsSearchLog };
  const facts = { ...now.facts, ...seen };
  const still = itemsFor(now.variant, facts).map(({ code }) => code);
  const items = itemsFor(before.variant, before.facts).flatMap(({ code }) => (still.includes(code) ? [] : [code]));
  const named = peopleAsked(facts);
  const people = peopleAsked(before.facts).filter((name) => !named.includes(name));
  return items.length + people.length === 0 ? facts : { ...facts, askedBefore: { items, people } };
}
