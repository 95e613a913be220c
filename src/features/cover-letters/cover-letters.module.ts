import { Module } from '@nestjs/common';
import { SealingModule } from '../../platform/sealing/sealing.module.js';
import { ApplicationsModule } from '../applications/applications.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { FollowUpsModule } from '../follow-ups/follow-ups.module.js';
import { LetterChecker } from './checks/letter-checker.js';
import { LetterChecksService } from './checks/letter-checks.service.js';
import { LetterMaterialsRepository } from './checks/letter-materials.repository.js';
import { CoverLettersController } from './cover-letters.controller.js';
import { CoverLettersRepository } from './cover-letters.repository.js';
import { CoverLettersService } from './cover-letters.service.js';
import { LetterDesk } from './letter-desk.service.js';
import { LetterReviewsService } from './letter-reviews.service.js';
import { LetterDocumentsService } from './papers/letter-papers.service.js';
import { LetterVersionsController } from './versions/letter-versions.controller.js';
import { LetterVersionsRepository } from './versions/letter-versions.repository.js';
import { LetterVersionsService } from './versions/letter-versions.service.js';

@Module({
  imports: [ApplicationsModule, ClientsModule, FollowUpsModule, SealingModule],
  controllers: [CoverLettersController, LetterVersionsController],
  providers: [
    CoverLettersService,
    LetterVersionsService,
    LetterReviewsService,
    LetterChecker,
    LetterChecksService,
    LetterDocumentsService,
    LetterDesk,
    CoverLettersRepository,
    LetterVersionsRepository,
    LetterMaterialsRepository,
  ],
})
export class CoverLettersModule {}
