export default async function stop() {
  await (await import('./test-server.ts')).stopTestServer();
}
