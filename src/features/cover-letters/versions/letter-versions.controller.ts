import { Body, Controller, Get, Param, type PipeTransform, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { StaffActor } from '../../../access/actor.js';
import { notFound } from '../../../kernel/errors.js';
import type { Slice } from '../../../kernel/slices.js';
import { tellNotShown } from '../../../platform/documents/not-shown.js';
import { costs } from '../../../platform/http/limits.js';
import { AsFile, By, Can, Costs, Creates, IdParam, Leave, Returns } from '../../../platform/http/routes.js';
import { LetterDocumentQuery, type LetterDocumentQueryParams } from '../checks/letter-checks.schemas.js';
import {
  LetterVersion,
  LetterVersionQuery,
  type LetterVersionQueryParams,
  LetterVersionSlice,
  type LetterVersionView,
  NewLetterVersion,
  type NewLetterVersionBody,
} from '../cover-letters.schemas.js';
import { fileTypes, LetterDocumentsService } from '../papers/letter-papers.service.js';
import { LetterVersionsService } from './letter-versions.service.js';

/** A version in the path. What is no number names nothing: 404. */
const versionPipe: PipeTransform<unknown, number> = {
  transform(value) {
    if (typeof value !== 'string' || !/^[1-9]\d{0,6}$/.test(value)) throw notFound();
    return Number(value);
  },
};

@ApiTags('Cover letters')
@Controller('v1/cover-letters/:id/versions')
export class LetterVersionsController {
  constructor(
    private readonly versions: LetterVersionsService,
    private readonly documents: LetterDocumentsService,
  ) {}

  @Get()
  @Can('cover-letter.read', 'The texts of a letter, newest first')
  @Returns(200, LetterVersionSlice, 'A slice of versions with who wrote them. The look is recorded.')
  list(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Query({ schema: LetterVersionQuery }) query: LetterVersionQueryParams,
  ): Promise<Slice<LetterVersionView>> {
    return this.versions.list(actor, id, query);
  }

  @Post()
  @Can('cover-letter.write', 'Write the next version; ends a review or an approval of the one before')
  @Creates(LetterVersion, 'The version with its number.', '/v1/cover-letters/:id/versions/{number}')
  write(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Body({ schema: NewLetterVersion }) { body }: NewLetterVersionBody,
  ): Promise<LetterVersionView> {
    return this.versions.write(actor, id, body);
  }

  @Get(':number')
  @Can('cover-letter.read', 'One text of a letter')
  @Returns(200, LetterVersion, 'The version. The look is recorded.')
  get(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Param('number', versionPipe) number: number,
  ): Promise<LetterVersionView> {
    return this.versions.get(actor, id, number);
  }

  @Get(':number/document')
  @Costs(costs.document)
  @Can('cover-letter.read', 'A version as a file to send: PDF, DOCX or text')
  @AsFile(...Object.values(fileTypes))
  @Returns(200, null, 'The file. That it was made is recorded.')
  async document(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Param('number', versionPipe) number: number,
    @Query({ schema: LetterDocumentQuery }) query: LetterDocumentQueryParams,
    @Leave() leave: () => void,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { bytes, notShown, type, disposition } = await this.documents.make(actor, id, number, query, leave);
    tellNotShown(reply, notShown);
    return new StreamableFile(bytes, { type, disposition, length: bytes.length });
  }
}
