import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../../src/kernel/errors.js';
import { asAppError, isAwayForNow } from '../../../src/platform/database/database-errors.js';

const coded = (code: string, more = {}): Error => Object.assign(new Error('no detail'), { code, ...more });
const kindOf = (error: Error): string => {
  const told = asAppError(error);
  return told instanceof AppError ? told.kind : 'fault';
};

describe('an error of the database', () => {
  it.each([
    ['the disk is full', '53100'],
    ['memory is short', '53200'],
    ['no connection is left', '53300'],
    ['it is being stopped', '57P01'],
    ['it is starting', '57P03'],
    ['its own disk fails', '58030'],
    ['it only reads, after a failover', '25006'],
    ['it lets nobody in', '28P01'],
    ['it lets nobody in from here', '28000'],
    ['the connection is broken', '08006'],
    ...[
      'ECONNREFUSED',
      'ECONNRESET',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'ETIMEDOUT',
      'EPIPE',
      'ENOTFOUND',
      'EAI_AGAIN',
    ].map((code) => ['the network fails', code] as [string, string]),
  ])('says "try again" when %s (%s)', (_, code) => expect(kindOf(coded(code))).toBe('unavailable'));

  it('says so for what pg says without a code', () => {
    for (const text of [
      'Connection terminated unexpectedly',
      'timeout expired',
      'Client was closed and is not queryable',
    ])
      expect(kindOf(new Error(text))).toBe('unavailable');
  });

  it('stays a fault of ours when it is one', () => {
    for (const code of ['42P01', '22012', '23514', 'XX000']) expect(kindOf(coded(code))).toBe('fault');
  });

  it('keeps a start waiting when it passes by itself, and not when somebody has to mend it', () => {
    const waits = ['ECONNREFUSED', '57P03', '53300', '25006', 'ENOTFOUND'].map((code) => coded(code));
    expect([...waits, coded('ENOENT', { syscall: 'connect' })].map(isAwayForNow)).toEqual(Array(6).fill(true));
    const mended = [coded('28P01'), coded('3D000'), coded('ENOENT', { syscall: 'open' }), new Error('no SSL')];
    expect(mended.map(isAwayForNow)).toEqual(Array(4).fill(false));
  });
});
