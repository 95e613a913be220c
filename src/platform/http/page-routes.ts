import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '../../kernel/errors.js';
import { OnRoute } from './answers.js';
import { MOST_BYTES } from './bodies/parsers.js';

/** Why a page cannot be shown, for the page that says so. */
export interface PageProblem {
  readonly code: string;
  readonly status: number;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** What is wrong with which field, where that is known. */
  readonly fields: AppError['fields'];
  /** Which limit was reached, when one was. */
  readonly limit: string | null;
}

/** Writes the error as a page, also for a body that cannot be parsed. */
export type ErrorPage = (problem: PageProblem, request: FastifyRequest, reply: FastifyReply) => void;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set on routes that are pages for people. */
    errorPage?: ErrorPage;
  }
}

/** A page for people: its errors are pages too. */
export const Page = (errorPage: ErrorPage): MethodDecorator => OnRoute({ errorPage });

/** A page that takes a form post. Only such routes do; a POST that is neither this nor answers JSON stops the start. */
export const PageForm = (errorPage: ErrorPage): MethodDecorator => OnRoute({ errorPage, takesForm: true });

/** What was typed on another page comes along, sealed: a form and a third, so room for two. */
export const CarriedBody = (): MethodDecorator => OnRoute({ mostBytes: 2 * MOST_BYTES.form });

/**
 * Before anybody is known: 4 KiB are enough for an address, a password and a token; 16 KiB for a form with a new password
 * twice, in any script.
 */
export const SmallBody = (of: 'signIn' | 'joining' = 'signIn'): MethodDecorator =>
  OnRoute({ mostBytes: MOST_BYTES[of] });
