import { Controller, Get, Injectable } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AppError } from '../../kernel/errors.js';
import { Database } from '../database/database.js';
import { Public, Returns } from './routes.js';

const Healthy = z
  .object({ status: z.literal('ok').meta({ description: 'Always `ok`: what is not well has another status.' }) })
  .meta({ id: 'Healthy' });

/** Becomes true when the process is about to stop: new requests should go elsewhere. */
@Injectable()
export class Draining {
  isDraining = false;
}

@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly draining: Draining,
  ) {}

  @Get('live')
  @Public('the process supervisor asks', 'Is the process alive', { isUnlimited: true })
  @Returns(200, Healthy, 'The event loop turns.')
  live(): z.infer<typeof Healthy> {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public('the load balancer asks', 'Can it serve', { isUnlimited: true })
  @Returns(200, Healthy, 'The database answers and nothing is stopping.')
  async ready(): Promise<z.infer<typeof Healthy>> {
    if (this.draining.isDraining || !(await this.database.isReachable()))
      throw new AppError('unavailable', 'http.unavailable');
    return { status: 'ok' };
  }
}
