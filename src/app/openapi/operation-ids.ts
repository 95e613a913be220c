/*
 * Operation ids are a verb and a noun (`listClients`, `moveApplication`): they become the names of functions in clients
 * that are made from the document, so they are derived from method and path, and a new route gets a good one by itself.
 */

/** Paths that say it another way than by method and nouns. */
const named: Readonly<Record<string, string>> = {
  'get /health/live': 'checkLiveness',
  'get /health/ready': 'checkReadiness',
  'get /health/work': 'checkWork',
  'post /v1/auth/sign-in': 'signIn',
  'post /v1/auth/sign-out': 'signOut',
  'post /v1/auth/refresh': 'refreshSession',
  'post /v1/invitations': 'inviteStaffMember',
  'post /v1/applications/{id}/interviews': 'scheduleInterview',
  'put /v1/debriefs/{id}/answers': 'answerDebrief',
  'delete /v1/debriefs/{id}/links': 'revokeDebriefLinks',
  'delete /v1/invitations/{id}': 'revokeInvitation',
  'post /v1/staff/{id}/role-change/confirmation': 'confirmRoleChange',
  'post /v1/employers/{id}/contacts/{contactId}/restoration': 'restoreEmployerContact',
  'get /v1/cover-letters/{id}/versions/{number}/document': 'getCoverLetterDocument',
};

/** What a thing that is posted to another one does to it; by `DELETE` it is undone. */
const acts: Readonly<Record<string, { does: string; undoes?: string }>> = {
  restoration: { does: 'restore' },
  suspension: { does: 'suspend', undoes: 'reinstate' },
  completion: { does: 'complete', undoes: 'reopen' },
  confirmation: { does: 'confirm' },
  acceptance: { does: 'accept' },
  withdrawal: { does: 'withdraw' },
  cancellation: { does: 'cancel' },
  submission: { does: 'submit' },
  sending: { does: 'send' },
  archival: { does: 'archive' },
  review: { does: 'review' },
  reviews: { does: 'review' },
  skip: { does: 'skip' },
  outcome: { does: 'conclude' },
  undo: { does: 'undo' },
  moves: { does: 'move' },
  'stage-moves': { does: 'move' },
};

/** Nouns without the usual plural. */
const singulars: Readonly<Record<string, string>> = { staff: 'staff-member', me: 'me', auth: 'auth' };

export const singular = (noun: string): string =>
  singulars[noun] ?? noun.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');

const isPlural = (noun: string): boolean => noun === 'staff' || (noun.endsWith('s') && singulars[noun] === undefined);

const joined = (...words: string[]): string =>
  words
    .join('-')
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const verbs: Readonly<Record<string, string>> = {
  get: 'get',
  post: 'create',
  put: 'replace',
  patch: 'change',
  delete: 'delete',
};

/** The nouns of a path, without its version and parameters. */
export const nounsOf = (path: string): string[] =>
  path.split('/').filter((part) => part !== '' && part !== 'v1' && !part.startsWith('{'));

export function operationIdOf(method: string, path: string): string {
  const own = named[`${method} ${path}`];
  if (own !== undefined) return own;
  const nouns = nounsOf(path);
  const last = nouns.at(-1) ?? '';
  const parent = nouns.slice(0, -1).slice(-1).map(singular);
  const act = acts[last];
  if (act && method === 'post' && parent.length > 0) return act.does + joined(...parent);
  if (act?.undoes !== undefined && method === 'delete') return act.undoes + joined(...parent);
  const isOne = path.endsWith('}') || method === 'post';
  const noun = isPlural(last) && isOne ? singular(last) : last;
  const verb = method === 'get' && isPlural(last) && !isOne ? 'list' : (verbs[method] ?? method);
  return verb + joined(...parent, noun);
}
