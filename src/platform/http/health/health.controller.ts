import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AppError } from '../../../kernel/errors.js';
import { DeliveryDesk } from '../../ledger/delivery-desk.js';
import { Public, Returns } from '../routes.js';
import { Readiness } from './readiness.js';

const status = z.literal('ok').meta({ description: 'Always `ok`: what is not well has another status.' });
const Healthy = z.object({ status }).meta({ id: 'Healthy' });
const count = z.int().min(0);

const WorkView = z
  .object({
    pending: count.meta({ description: 'Deliveries that wait: mails, checklists, tasks.' }),
    parked: count.meta({ description: 'Deliveries that were given up and wait for a person.' }),
    oldestSeconds: count.meta({ description: 'How long the one that is most overdue has been due.' }),
  })
  .meta({ id: 'WorkView' });

@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly desk: DeliveryDesk,
  ) {}

  @Get('live')
  @Public('the process supervisor asks', 'Is the process alive', { isUnlimited: true })
  @Returns(200, Healthy, 'The event loop turns.')
  live(): z.infer<typeof Healthy> {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public('the load balancer asks', 'Can it serve', { isUnlimited: true })
  @Returns(200, Healthy, 'All has started, nothing is stopping, and the database takes changes.')
  async ready(): Promise<z.infer<typeof Healthy>> {
    if (!(await this.readiness.isReady())) throw new AppError('unavailable', 'http.unavailable');
    return { status: 'ok' };
  }

  @Get('work')
  @Public('monitoring asks, and numbers tell nothing about anybody', 'What waits to be delivered')
  @Returns(200, WorkView, 'Over all organizations.')
  work(): Promise<z.infer<typeof WorkView>> {
    return this.desk.count();
  }
}
