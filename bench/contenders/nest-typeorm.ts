import 'reflect-metadata';
import { Body, Controller, Get, HttpException, Inject, Module, Param, Post, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { COACH, ORGANIZATION, SUPERVISOR } from '../data.js';
import type { NestSettings } from './contender.js';
import { type Row, Tables, tableOptions } from './nest-tables.js';

/**
 * The same work as most would write it: Nest on Fastify, TypeORM's repositories, `find` and `save`, one transaction for
 * what belongs together. No sign-in, no row security, no validation. What Onward writes down, it writes down too.
 */
const settings = JSON.parse(process.argv[2] ?? '{}') as NestSettings;
const organizationId = ORGANIZATION;

@Controller()
class Pages {
  private readonly tables: Tables;

  constructor(@Inject(DataSource) source: DataSource) {
    this.tables = new Tables(source, settings);
  }

  @Get('health/live')
  live(): object {
    return { status: 'ok' };
  }

  @Get('v1/clients')
  async list(@Query('limit') limit: string): Promise<object> {
    const items = await this.tables.caseload(COACH, Number(limit));
    await this.tables.look('caseload', ORGANIZATION, null);
    return { items };
  }

  @Get('v1/clients/:id')
  async client(@Param('id') id: string): Promise<Row> {
    const client = await this.plainClient(id);
    await this.tables.look('client', id, id);
    return client;
  }

  @Get('plain/v1/clients/:id')
  async plainClient(@Param('id') id: string): Promise<Row> {
    const client = await this.tables.of('clients').findOneBy({ organizationId, id, coachId: COACH });
    if (!client) throw new HttpException('not found', 404);
    return client;
  }

  @Get('v1/applications')
  async applications(@Query('clientId') clientId: string): Promise<object> {
    const slice = await this.plainApplications(clientId);
    await this.tables.look('applications', clientId, clientId);
    return slice;
  }

  @Get('plain/v1/applications')
  async plainApplications(@Query('clientId') clientId: string): Promise<object> {
    return { items: await this.tables.applicationsOf(clientId) };
  }

  @Post('v1/applications')
  create(@Body() body: Row): Promise<Row> {
    return this.tables.transaction(async (tables) => {
      const { clientId, employerId } = body as Record<string, string>;
      const client = await tables.of('clients').findOneBy({ organizationId, id: clientId, coachId: COACH });
      const employer = await tables.of('employers').findOneBy({ organizationId, id: employerId });
      if (!client || !employer) throw new HttpException('unknown', 422);
      const application = await tables.of('applications').save(beginning(body));
      const move = {
        organizationId,
        applicationId: application.id,
        kind: 'advance',
        toPosition: 'applied',
        occurredOn: body.appliedOn,
        movedBy: COACH,
      };
      await tables.of('stage_moves').save(move);
      await tables.line('application.created', String(application.id), clientId ?? null, [], { to: 'applied' });
      return application;
    });
  }

  @Post('plain/v1/applications')
  plainCreate(@Body() body: Row): Promise<Row> {
    return this.tables.of('applications').save(beginning(body));
  }

  @Post('v1/applications/:id/stage-moves')
  move(@Param('id') id: string, @Body() body: Row): Promise<Row> {
    return this.tables.transaction(async (tables) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const application = await tables.of('applications').findOne({ where: { organizationId, id }, lock });
      if (!application || application.outcome) throw new HttpException('already ended', 422);
      const occurredOn = new Date().toISOString().slice(0, 10);
      Object.assign(application, {
        outcome: body.to,
        endingStage: application.stage,
        endedOn: occurredOn,
        lastMovedOn: occurredOn,
      });
      application.version = Number(application.version) + 1;
      await tables.of('applications').save(application);
      const move = await tables.of('stage_moves').save({
        organizationId, applicationId: id, kind: 'ending', fromPosition: application.stage, toPosition: body.to,
        occurredOn, learnedBy: body.learnedBy, movedBy: COACH,
      }); // biome-ignore format: one row
      const reasons = (body.reasons as Row[]).map((reason, at) => ({
        organizationId, stageMoveId: move.id, position: at + 1, ...reason,
      })); // biome-ignore format: one row
      await tables.of('stage_move_reasons').save(reasons);
      await tables.line('application.rejected', id, String(application.clientId), settings.consumers, { to: body.to });
      await tables.key(`/v1/applications/${application.id}`);
      return { move, application };
    });
  }

  @Get('v1/reports/pipeline-funnel')
  async funnel(@Query('from') from: string, @Query('to') to: string): Promise<object> {
    const rows = await this.tables.funnel(from, to);
    await this.tables.line('report.made', ORGANIZATION, null, [], { report: 'pipeline-funnel' }, SUPERVISOR);
    return { rows };
  }
}

const beginning = ({ clientId, employerId, jobTitle, appliedOn }: Row): Row => ({
  organizationId, clientId, employerId, jobTitle, appliedOn, stage: 'applied', furthestStage: 'applied', lastMovedOn: appliedOn,
}); // biome-ignore format: one row

@Module({ imports: [TypeOrmModule.forRoot(tableOptions(settings.connection))], controllers: [Pages] })
class PlainModule {}

const app = await NestFactory.create<NestFastifyApplication>(PlainModule, new FastifyAdapter(), { logger: ['error'] });
await app.listen(0, '127.0.0.1');
process.send?.({ port: (app.getHttpServer().address() as { port: number }).port });
process.once('disconnect', () => process.exit());
