import '../../scripts/typescript.mjs';

/** Jest loads its set-up without our module settings, so this door is plain JavaScript. */
export default async function start() {
  await (await import('./test-server.ts')).startTestServer();
}
