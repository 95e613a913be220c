/**
 * Words that may mean a person is in danger, in the languages of the checklists. A hit makes one thing happen: the coach
 * is asked to call today. Which words it was is told to nobody and kept nowhere. It misses much and now and then rings
 * for nothing; a call too many does no harm. The support line stands on the page for everybody, whatever they write.
 */
const signs: readonly RegExp[] = [
  /\b(kill|hurt|harm|cut)(ing)? (myself|my self)\b/,
  /\bsuicid/,
  /\bend (my (own )?life|it all)\b/,
  /\btak(e|ing) my (own )?life\b/,
  /\b(want|wanna|wish)( to)? (die|be dead|i was dead|i were dead)\b/,
  /\b(do not|dont|don t) (want|wanna) (to )?(live|be here|be alive|wake up)\b/,
  /\bbetter off (dead|without me)\b/,
  /\bno reason to live\b/,
  /\b(matarme|suicid\w*|quitarme la vida|acabar con mi vida|hacerme dano|lastimarme|cortarme las venas)\b/,
  /\b(me quiero|quiero|quisiera) (morir|morirme|matar|no despertar)\b/,
  /\b(ya )?no quiero (vivir|seguir vivo|seguir viva|despertar)\b/,
  /\bmejor (muerto|muerta|sin mi)\b/,
  /\bno vale la pena vivir\b/,
];

/** Lower case, without accents and punctuation, so that spelling does not decide. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** True when one of the texts holds such words. */
export const soundsLikeDanger = (texts: readonly string[]): boolean =>
  texts.some((text) => {
    const words = plain(text);
    return signs.some((sign) => sign.test(words));
  });
