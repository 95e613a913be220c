import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { render } from 'preact-render-to-string';
import { notFound } from '../../kernel/errors.js';
import { isLoopback } from '../config/production.js';
import { Public } from '../http/routes.js';
import { DevelopmentMailbox, type ReceivedMail } from './development-mailbox.js';

const page = (mails: readonly ReceivedMail[]): string =>
  `<!doctype html>${render(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Development mailbox</title>
      </head>
      <body>
        <h1>Development mailbox</h1>
        <p>Mail that this Onward sent, newest first. Nothing here left the machine.</p>
        {mails.length === 0 ? <p>No mail yet.</p> : null}
        {mails.map((mail) => (
          <article key={mail.receivedAt + mail.to}>
            <h2>{mail.subject}</h2>
            <p>
              To {mail.to}, {mail.receivedAt}
            </p>
            <pre style="white-space: pre-wrap; overflow-wrap: anywhere">
              {mail.text
                .split(/(https?:\/\/[^\s<>"]+)/)
                .map((part, index) => (index % 2 === 1 ? <a href={part}>{part}</a> : part))}
            </pre>
            {mail.html === '' ? null : (
              // It gets no script, no form and no place of its own; and the page's policy loads nothing for it.
              <iframe
                sandbox=""
                srcDoc={mail.html}
                title={`${mail.subject}, as HTML`}
                style="width: 100%; max-width: 40rem; height: 34rem; border: 1px solid gray"
              />
            )}
          </article>
        ))}
      </body>
    </html>,
  )}`;

/**
 * Asked on this machine, by this machine's own name, and by nobody in between: a tunnel, or another site's page whose
 * name leads here, reads no mail.
 */
const isFromHere = ({ headers, socket }: FastifyRequest): boolean =>
  isLoopback((socket.remoteAddress ?? '').replace(/^::ffff:/, '')) &&
  isLoopback((headers.host ?? '').replace(/:\d+$/, '')) &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined;

/** The development mailbox in a browser, and for scripts as JSON. Not part of a production process at all. */
@ApiExcludeController()
@Controller('dev')
export class MailboxController {
  constructor(private readonly mailbox: DevelopmentMailbox) {}

  @Get('mailbox')
  @Header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
  @Public('a development tool, absent in production')
  read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (!isFromHere(request)) throw notFound();
    const wantsJson = (request.headers.accept ?? '').includes('application/json');
    if (wantsJson) reply.type('application/json; charset=utf-8').send(this.mailbox.received());
    else reply.type('text/html; charset=utf-8').send(page(this.mailbox.received()));
  }
}
