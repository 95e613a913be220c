import { Module } from '@nestjs/common';
import { OrganizationsController } from './organizations.controller.js';
import { OrganizationsDoor } from './organizations.door.js';
import { OrganizationsRepository } from './organizations.repository.js';
import { OrganizationsService } from './organizations.service.js';

@Module({
  controllers: [OrganizationsController],
  providers: [OrganizationsDoor, OrganizationsRepository, OrganizationsService],
  exports: [OrganizationsDoor],
})
export class OrganizationsModule {}
