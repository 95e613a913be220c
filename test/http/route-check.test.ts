import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { z } from 'zod';
import { Page, PageForm } from '../../src/platform/http/page-routes.js';
import { SHOWN_ONCE } from '../../src/platform/http/repeats/effects.js';
import { RouteCheck } from '../../src/platform/http/route-check.js';
import { Can, Creates, Public, Returns } from '../../src/platform/http/routes.js';

const Thing = z.object({ id: z.string() });
const nothing = (): void => {};

/** Starts an app that has this controller and the check. Answers what it says when it refuses. */
async function refusal(controller: Type): Promise<string | null> {
  class Small {}
  Module({ imports: [DiscoveryModule], controllers: [controller], providers: [RouteCheck] })(Small);
  try {
    const app = await NestFactory.createApplicationContext(Small, { logger: false, abortOnError: false });
    await app.close();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('the start', () => {
  it('refuses a route that names no action', async () => {
    @Controller('x')
    class Bare {
      @Get()
      get(): void {}
    }
    expect(await refusal(Bare)).toMatch('Bare.get names no action');
  });

  it('refuses a page that takes a post and does not say so', async () => {
    @Controller('x')
    class Silent {
      @Post()
      @Page(nothing)
      @Public('planted')
      take(@Body() _form: unknown): void {}
    }
    @Controller('x')
    class Said {
      @Post()
      @PageForm(nothing)
      @Public('planted')
      take(@Body() _form: unknown): void {}
    }
    expect(await refusal(Silent)).toMatch('add @PageForm');
    expect(await refusal(Said)).toBeNull();
  });

  it('refuses a POST whose effect a repeat could not read', async () => {
    @Controller('v1/things')
    class Placeless {
      @Post()
      @Can('client.create', 'planted')
      @Returns(201, Thing, 'planted')
      make(): void {}
    }
    @Controller('v1/things')
    class Unread {
      @Post()
      @Can('client.create', 'planted')
      @Creates(Thing, 'planted', '/v1/things/{id}')
      make(): void {}
    }
    @Controller('v1/things')
    class Readable extends Unread {
      @Post('once')
      @Can('client.create', 'planted')
      @Creates(Thing, 'planted', SHOWN_ONCE)
      once(): void {}

      @Get(':id')
      @Can('client.read', 'planted')
      @Returns(200, Thing, 'planted')
      get(): void {}
    }
    expect(await refusal(Placeless)).toMatch('does not say where its effect can be read');
    expect(await refusal(Unread)).toMatch('no GET route answers the same schema');
    expect(await refusal(Readable)).toBeNull();
  });
});
