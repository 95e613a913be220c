import { Injectable } from '@nestjs/common';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { EmployersRepository } from './employers.repository.js';
import { EmployersService } from './employers.service.js';

/** What an employer is to other rooms. */
export interface EmployerRef {
  id: string;
  name: string;
}

/** What other rooms may ask about employers. */
@Injectable()
export class EmployersDoor {
  constructor(
    private readonly repository: EmployersRepository,
    private readonly service: EmployersService,
  ) {}

  /** Null for an id that is not of this organization. */
  async find(tx: Tx, id: string): Promise<EmployerRef | null> {
    const employer = await this.repository.find(tx, id);
    return employer && { id: employer.id, name: employer.name };
  }

  /**
   * The employer of this name, without case and accents; made when it is not there, so the actor needs
   * `employer.create`. Throws 422 `employer.name-has-no-letters`.
   */
  async findOrCreate(tx: WriteTx, name: string): Promise<EmployerRef> {
    const { employer } = await this.service.findOrCreate(tx, { name });
    return { id: employer.id, name: employer.name };
  }
}
