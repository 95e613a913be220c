import { Module } from '@nestjs/common';
import { EmployersController } from './employers.controller.js';
import { EmployersDoor } from './employers.door.js';
import { EmployersRepository } from './employers.repository.js';
import { EmployersService } from './employers.service.js';

@Module({
  controllers: [EmployersController],
  providers: [EmployersService, EmployersRepository, EmployersDoor],
  exports: [EmployersDoor],
})
export class EmployersModule {}
