import { describe, expect, it } from '@jest/globals';
import { paragraphsOf } from '../../../src/features/cover-letters/checks/words.rules.js';
import {
  addVersion,
  archive,
  create,
  restore,
  review,
  send,
  submit,
} from '../../../src/features/cover-letters/cover-letters.rules.js';
import {
  type Letter,
  letterMachine,
  nextOf,
  requireEditable,
} from '../../../src/features/cover-letters/letter-state.rules.js';
import { flawsOf } from '../../../src/kernel/state-machine.js';

const ids = { id: 'letter-1', clientId: 'client-1' };
const ana = 'user-ana';
const sol = 'user-sol';
const code = (text: string) => expect.objectContaining({ code: text });
const version = { authorId: ana, body: 'Dear Ms. Lee,\n\nI bake.\n\nThank you' };

type Act = (letter: Letter) => { state: Omit<Letter, 'id' | 'clientId'> };
const play = (...acts: Act[]): Letter =>
  acts.reduce<Letter>((letter, act) => ({ ...ids, ...act(letter).state }), {
    ...ids,
    ...create(ids, 'application-1').state,
  });
const submitted: Act = submit;
const approved: Act = (letter) => review(letter, version, { decision: 'approved', comments: [], reviewerId: sol });
const returned: Act = (letter) =>
  review(letter, version, { decision: 'changes_requested', comments: [{ text: 'Name the shop' }], reviewerId: sol });
const sent: Act = send;

describe('the way of a letter', () => {
  it('is a sound table', () => expect(flawsOf(letterMachine)).toEqual([]));

  it('goes from draft over changes to approved and sent', () => {
    const letter = play(addVersion, submitted, returned, addVersion, submitted, approved, sent);
    expect(letter).toMatchObject({ status: 'sent', latestVersion: 2, sentVersion: 2 });
  });

  it('needs a version before it can be handed in', () => {
    expect(() => play(submitted)).toThrow(code('cover-letter.no-version'));
  });

  it('stays with its author while changes are owed, and cannot be handed in twice', () => {
    expect(play(addVersion, submitted, returned, addVersion).status).toBe('changes_requested');
    expect(() => play(addVersion, submitted, submitted)).toThrow(code('cover-letter.move-not-allowed'));
  });

  it('goes back to draft when its text changes in review or after approval: nobody has read the new one', () => {
    expect(play(addVersion, submitted, addVersion)).toMatchObject({ status: 'draft', latestVersion: 2 });
    expect(play(addVersion, submitted, approved, addVersion)).toMatchObject({ status: 'draft', latestVersion: 2 });
    expect(() => play(addVersion, submitted, approved, addVersion, sent)).toThrow(code('cover-letter.not-approved'));
  });
});

describe('a review', () => {
  const inReview = play(addVersion, submitted);

  it('is never by the author of the version', () => {
    const own = { decision: 'approved', comments: [], reviewerId: ana } as const;
    expect(() => review(inReview, version, own)).toThrow(code('cover-letter.reviewer-is-author'));
  });

  it('that asks for changes says which', () => {
    const silent = { decision: 'changes_requested', reviewerId: sol } as const;
    expect(() => review(inReview, version, { ...silent, comments: [] })).toThrow(code('cover-letter.comment-required'));
    expect(() => review(inReview, version, { ...silent, comments: [{ text: ' ' }] })).toThrow(
      code('cover-letter.comment-required'),
    );
  });

  it('points only at paragraphs that are there', () => {
    const at = (paragraph: number) => () =>
      review(inReview, version, { decision: 'approved', comments: [{ paragraph, text: 'Good' }], reviewerId: sol });
    expect(at(3)).not.toThrow();
    expect(at(4)).toThrow(code('cover-letter.no-such-paragraph'));
    expect(at(0)).toThrow(code('cover-letter.no-such-paragraph'));
  });

  it('is only for a letter that was handed in', () => {
    expect(() => play(addVersion, approved)).toThrow(code('cover-letter.not-in-review'));
    expect(() => play(addVersion, submitted, approved, approved)).toThrow(code('cover-letter.not-in-review'));
  });
});

describe('a sent letter', () => {
  const letter = play(addVersion, submitted, approved, sent);

  it('is frozen: what the employer has in hand does not change', () => {
    for (const act of [addVersion, submitted, approved, sent]) {
      expect(() => act(letter)).toThrow(code('cover-letter.frozen'));
    }
    expect(() => requireEditable(letter)).toThrow(code('cover-letter.frozen'));
  });

  it('needs an application that it went with', () => {
    const ready = play(addVersion, submitted, approved);
    expect(() => send({ ...ready, applicationId: null })).toThrow(code('cover-letter.application-required'));
  });

  it('is not sent before it was approved', () => {
    expect(() => play(addVersion, sent)).toThrow(code('cover-letter.not-approved'));
    expect(() => play(addVersion, submitted, sent)).toThrow(code('cover-letter.not-approved'));
  });

  it('comes back from the archive as sent and still frozen', () => {
    const back = { ...ids, ...restore({ ...ids, ...archive(letter).state }).state };
    expect(back.status).toBe('sent');
    expect(() => addVersion(back)).toThrow(code('cover-letter.frozen'));
  });
});

describe('an archived letter', () => {
  const away = play(addVersion, submitted, approved, archive);

  it('takes no text and no review', () => {
    expect(() => addVersion(away)).toThrow(code('cover-letter.archived'));
    expect(() => approved(away)).toThrow(code('cover-letter.archived'));
    expect(() => archive(away)).toThrow(code('cover-letter.move-not-allowed'));
  });

  it('comes back as a draft that has to be approved again', () => {
    expect(restore(away).state).toMatchObject({ status: 'draft', sentVersion: null });
    expect(() => restore(play(addVersion))).toThrow(code('cover-letter.move-not-allowed'));
  });
});

it('tells others ids, states and numbers, not one word of the review', () => {
  const { event } = review(play(addVersion, submitted), version, {
    decision: 'changes_requested',
    comments: [{ text: 'canary' }],
    reviewerId: sol,
  });
  expect(event).toEqual({
    name: 'cover-letter.reviewed',
    payload: {
      letterId: 'letter-1',
      clientId: 'client-1',
      applicationId: 'application-1',
      status: 'changes_requested',
      version: 1,
      decision: 'changes_requested',
    },
  });
});

it('takes what stands between blank lines as paragraphs, whatever the line ends', () => {
  expect(paragraphsOf('\n\nOne\nstill one\r\n \r\nTwo\n\n\n\n')).toEqual(['One\nstill one', 'Two']);
  expect(paragraphsOf(' \n ')).toEqual([]);
});

describe('what may come next of a letter', () => {
  const at = { latestVersion: 1, sentVersion: null, applicationId: null };

  it('says what each move needs', () => {
    expect(nextOf({ ...at, status: 'in_review' })).toEqual([
      { to: 'changes_requested', needs: ['decision', 'comments'] },
      { to: 'approved', needs: ['decision'] },
      { to: 'draft', needs: ['body'] },
      { to: 'archived', needs: [] },
    ]);
    expect(nextOf({ ...at, status: 'approved' })[0]).toEqual({ to: 'sent', needs: ['applicationId'] });
    expect(nextOf({ ...at, status: 'approved', applicationId: 'a' })[0]).toEqual({ to: 'sent', needs: [] });
  });

  it('brings a letter back from the archive as it was, and hands in no letter without a text', () => {
    expect(nextOf({ ...at, status: 'archived' })).toEqual([{ to: 'draft', needs: [] }]);
    expect(nextOf({ ...at, status: 'archived', sentVersion: 1 })).toEqual([{ to: 'sent', needs: [] }]);
    expect(nextOf({ ...at, latestVersion: 0, status: 'draft' })).toEqual([{ to: 'archived', needs: [] }]);
  });
});
