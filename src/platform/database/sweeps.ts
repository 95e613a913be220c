import { type Statement, statement } from './statement.js';

/** So many rows at a time: a sweep that takes longer than a statement may would be undone each hour, and never end. */
export const sweptAtOnce = 5000;

/** The sweep of a table whose rows nothing else points at: those for which this holds, some at a time. */
export const sweepOf = (name: string, table: string, where: string): Statement =>
  statement(
    name,
    `delete from ${table} where ctid = any(array(select ctid from ${table} where ${where} limit ${sweptAtOnce}))`,
  );
