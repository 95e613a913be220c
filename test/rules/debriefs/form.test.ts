import { describe, expect, it } from '@jest/globals';
import { checkAnswers } from '../../../src/features/debriefs/checklist/answers.rules.js';
import { answersFromForm, fieldName, fieldNameOf } from '../../../src/features/debriefs/checklist/form.rules.js';
import { factsOf } from '../../../src/features/debriefs/issuing/facts.rules.js';
import { interview, record } from './records.js';

describe('a posted form', () => {
  it('becomes the same answers as JSON', () => {
    const answers = answersFromForm({
      version: '3',
      action: 'save',
      'item.feel.score': '0',
      'item.feel.wantsCall': 'yes',
      'item.pos_reached.isTrue': 'yes',
      'item.pos_reached.ownWords': '',
      'item.logistics.what': ['ride', 'time'],
      'item.people.0.name': 'Sam Lee',
      'item.people.0.contact': 'sam@bakery.example',
      'item.people.3.name': 'Ana',
      'item.learned.text': 'Line one\r\nline two',
      'item.learned.isPrivate': 'yes',
      'item.liked.text': '',
      'item.worry.declined': 'yes',
    });
    expect(answers).toEqual({
      feel: { score: 0, wantsCall: true, isPrivate: false },
      pos_reached: { isTrue: true },
      logistics: { what: ['ride', 'time'], isPrivate: false },
      people: { rows: [{ name: 'Sam Lee', contact: 'sam@bakery.example' }, { name: 'Ana' }], isPrivate: false },
      learned: { text: 'Line one\nline two', isPrivate: true },
      worry: { declined: true, isPrivate: false },
    });
    const facts = factsOf(
      record({ stagesReached: ['applied', 'phone_screen', 'interview'], interviews: [interview()] }),
    );
    expect(checkAnswers('R2', facts, answers, 'submission').errors).toEqual([]);
  });

  it('loses nothing that was typed wrong', () => {
    expect(
      answersFromForm({
        'item.one_change.on': ' 12 de mayo ',
        'item.feel.score': 'fine',
        'item.learned.text': 'x'.repeat(2000),
        'item.learned.theme': 'no such',
      }),
    ).toEqual({
      one_change: { on: '12 de mayo' },
      feel: { score: 'fine', isPrivate: false },
      learned: { text: 'x'.repeat(2000), theme: 'no such', isPrivate: false },
    });
  });

  it('ignores what is no field of ours', () => {
    const form = JSON.parse(
      '{"__proto__": "x", "item.__proto__.x": "1", "item.nothing.text": "a", "item.learned.other": "b", "item.people.99.name": "c", "item.people.x.name": "d", "item.liked.text": {"a": 1}, "item.forgot.text": 7}',
    );
    expect(answersFromForm(form)).toEqual({});
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('leaves the text as typed, for the one rule to make plain or to refuse', () => {
    expect(answersFromForm({ 'item.liked.text': 'a\u0000b\u0008\ud800c' })).toEqual({
      liked: { text: 'a\u0000b\u0008\ud800c', isPrivate: false },
    });
  });

  it('takes the last of a field that came twice, as a browser’s reload sends it', () => {
    expect(answersFromForm({ 'item.liked.text': ['old', 'new'] })).toMatchObject({ liked: { text: 'new' } });
  });
});

describe('the field of an error', () => {
  it('is found by its pointer', () => {
    expect(fieldNameOf('/learned/text')).toBe(fieldName('learned', 'text'));
    expect(fieldNameOf('/people/rows/2/name')).toBe('item.people.2.name');
    expect(fieldNameOf('/people/rows')).toBe('item.people');
  });
});
