/** What the people of the story write. All of it is invented; addresses belong to nobody (RFC 2606). */

export const posting = `Line cook, evening shift. You prepare orders at the grill and keep your station clean.
We ask for one year in a kitchen and a food handler card. Food safety comes first with us. Food safety training is paid.`;

/** Names another employer, leaves a blank, and says nothing of what the posting says twice. */
export const firstLetter = `Dear [Name],

I want to be a line cook at Bright Bakery. For three years I cooked at the grill of a busy lunch place, and I kept my station clean.

I have a food handler card, and I can start in the evening at any time.

Thank you for reading this.

Lucía Romero`;

export const comment = {
  paragraph: 2,
  text: 'This goes to Harbor Café. Say what you did for food safety: they write it twice.',
};

export const secondLetter = `Dear Ms. Reyes,

I want to be a line cook at Harbor Café. For three years I cooked at the grill of a busy lunch place. I checked the cold room each morning and trained two people in food safety.

I have a food handler card, and I can start in the evening at any time.

Thank you for reading this.

Lucía Romero`;

export const interviewer = { name: 'Dana Reyes', role: 'Kitchen manager', email: 'dana.reyes@harbor-cafe.example' };

export const reason = {
  code: 'other_candidate_stronger',
  source: 'employer_stated',
  quote: 'We chose somebody with more years at the grill.',
} as const;

/** What the client types first, as the fields of the page. */
export const draft = {
  'item.pos_reached.isTrue': 'yes',
  'item.q_hard.question': '¿Qué hace cuando llegan diez pedidos a la vez?',
} as const;

/** What she adds after a pause. */
export const rest = {
  'item.learned.text': 'Puedo contar mejor lo que ya sé hacer.',
  'item.learned.theme': 'examples',
  'item.q_hard.newAnswer': 'Primero respiro y leo todos los pedidos.',
  'item.people.known.0.met': 'yes',
  'item.people.known.0.keepInTouch': 'yes',
  'item.thanks.plan': 'will_do',
  'item.next_one.job': 'Cocinera en la escuela Roosevelt',
} as const;

export const reply = {
  reply: 'Gracias, Lucía. El martes practicamos juntas esa pregunta.',
  strengthNoted: 'Mantienes la calma cuando hay mucho trabajo.',
};
