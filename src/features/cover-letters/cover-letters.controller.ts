import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../access/actor.js';
import type { Slice } from '../../kernel/slices.js';
import { localeFromHeader } from '../../platform/content/locales.js';
import { costs } from '../../platform/http/limits.js';
import {
  By,
  Can,
  Changes,
  Costs,
  Creates,
  IdParam,
  IfMatch,
  Language,
  Leave,
  Returns,
} from '../../platform/http/routes.js';
import {
  LetterChecks,
  LetterChecksQuery,
  type LetterChecksQueryParams,
  type LetterChecksView,
} from './checks/letter-checks.schemas.js';
import { LetterChecksService } from './checks/letter-checks.service.js';
import {
  CoverLetter, type CoverLetterListedView, CoverLetterPatch, type CoverLetterPatchBody, CoverLetterQuery,
  type CoverLetterQueryParams, CoverLetterSlice, type CoverLetterView, NewCoverLetter, type NewCoverLetterBody,
  NewReview, type NewReviewBody, NoDetails, Sending, type SendingBody,
} from './cover-letters.schemas.js'; // biome-ignore format: one list
import { CoverLettersService } from './cover-letters.service.js';
import { LetterReviewsService } from './letter-reviews.service.js';

@ApiTags('Cover letters')
@Controller('v1/cover-letters')
export class CoverLettersController {
  constructor(
    private readonly letters: CoverLettersService,
    private readonly reviews: LetterReviewsService,
    private readonly checks: LetterChecksService,
  ) {}

  @Get()
  @Can('cover-letter.read', 'The letters in my sight, newest first')
  @Returns(200, CoverLetterSlice, 'A slice of letters, without their texts.')
  list(
    @By() actor: StaffActor,
    @Query({ schema: CoverLetterQuery }) query: CoverLetterQueryParams,
  ): Promise<Slice<CoverLetterListedView>> {
    return this.letters.list(actor, query);
  }

  @Post()
  @Can('cover-letter.write', 'Begin a letter for a client')
  @Creates(CoverLetter, 'The letter, as a draft.', '/v1/cover-letters/{id}')
  create(
    @By() actor: StaffActor,
    @Body({ schema: NewCoverLetter }) body: NewCoverLetterBody,
  ): Promise<CoverLetterView> {
    return this.letters.create(actor, body);
  }

  @Get(':id')
  @Can('cover-letter.read', 'One letter with its newest text and its reviews')
  @Returns(200, CoverLetter, 'The letter. The look is recorded.')
  get(@By() actor: StaffActor, @IdParam() id: string): Promise<CoverLetterView> {
    return this.letters.get(actor, id);
  }

  @Patch(':id')
  @Can('cover-letter.write', 'Change title or application, until the letter is sent')
  @Changes(CoverLetter, 'The letter, as changed.')
  change(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body({ schema: CoverLetterPatch }) patch: CoverLetterPatchBody,
  ): Promise<CoverLetterView> {
    return this.letters.change(actor, id, version, patch);
  }

  @Get(':id/checks')
  @Costs(costs.check)
  @Can('cover-letter.read', 'What a second pair of eyes would see in the text')
  @Returns(200, LetterChecks, 'Findings, problems first. The look is recorded.')
  check(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Query({ schema: LetterChecksQuery }) query: LetterChecksQueryParams,
    @Language() language: string | undefined,
    @Leave() leave: () => void,
  ): Promise<LetterChecksView> {
    return this.checks.check(actor, id, query, localeFromHeader(language), leave);
  }

  @Post(':id/submission')
  @Can('cover-letter.write', 'Hand the newest text to a reviewer')
  @Creates(CoverLetter, 'The letter, in review.', '/v1/cover-letters/:id', 200)
  submit(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Body({ schema: NoDetails }) _body: unknown,
  ): Promise<CoverLetterView> {
    return this.reviews.submit(actor, id);
  }

  @Post(':id/reviews')
  @Can('cover-letter.review', 'Say as a second person whether the text may go out')
  @Creates(CoverLetter, 'The letter with the review. Of two reviews at once one counts.', '/v1/cover-letters/:id')
  review(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Body({ schema: NewReview }) body: NewReviewBody,
  ): Promise<CoverLetterView> {
    return this.reviews.review(actor, id, body);
  }

  @Post(':id/sending')
  @Can('cover-letter.send', 'Record that the approved text went out with an application')
  @Creates(CoverLetter, 'The letter, frozen.', '/v1/cover-letters/:id', 200)
  send(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Body({ schema: Sending }) body: SendingBody,
  ): Promise<CoverLetterView> {
    return this.reviews.send(actor, id, body?.applicationId);
  }

  @Post(':id/archival')
  @Can('cover-letter.write', 'Put a letter away')
  @Creates(CoverLetter, 'The letter, put away.', '/v1/cover-letters/:id', 200)
  archive(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Body({ schema: NoDetails }) _body: unknown,
  ): Promise<CoverLetterView> {
    return this.letters.archive(actor, id);
  }

  @Post(':id/restoration')
  @Can('cover-letter.write', 'Bring a letter back: a sent one as sent, any other as a draft')
  @Creates(CoverLetter, 'The letter is back.', '/v1/cover-letters/:id', 200)
  restore(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Body({ schema: NoDetails }) _body: unknown,
  ): Promise<CoverLetterView> {
    return this.letters.restore(actor, id);
  }
}
