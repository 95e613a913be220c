import { SetMetadata } from '@nestjs/common';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyContextConfig, FastifyReply, FastifyRequest } from 'fastify';
import { MOST_BYTES } from './bodies/parsers.js';

/** Why a page cannot be shown, for the page that says so. */
export interface PageProblem {
  readonly code: string;
  readonly status: number;
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** Writes the error as a page, also for a body that cannot be parsed. */
export type ErrorPage = (problem: PageProblem, request: FastifyRequest, reply: FastifyReply) => void;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set on routes that are pages for people. */
    errorPage?: ErrorPage;
  }
}

/** Adds to Fastify's settings of a route; decorators add up. */
const setting =
  (settings: Partial<FastifyContextConfig>): MethodDecorator =>
  (target, name, descriptor) => {
    const there = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, descriptor.value as object) ?? {};
    SetMetadata(FASTIFY_ROUTE_CONFIG_METADATA, { ...there, ...settings })(target, name, descriptor);
  };

/** A page for people: its errors are pages too. */
export const Page = (errorPage: ErrorPage): MethodDecorator => setting({ errorPage });

/** A page that takes a form post. Only such routes do; a POST that is neither this nor answers JSON stops the start. */
export const PageForm = (errorPage: ErrorPage): MethodDecorator => setting({ errorPage, takesForm: true });

/** Before anybody is known: a body of 4 KiB is enough for an address, a password and a token. */
export const SmallBody = (): MethodDecorator => setting({ mostBytes: MOST_BYTES.signIn });
