import { actions, policy } from './policy.js';
import { roles } from './roles.js';

/** The access table as Markdown, for `docs/generated/access-matrix.md`. */
export function accessMatrix(): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    '# Who may do what',
    '',
    '`own`: the caseload of the coach, the one thing a client opened. `organization`: all of it. `–`: nothing.',
    '',
    line(['action', ...roles]),
    line(['---', ...roles.map(() => '---')]),
    ...actions.map((action) =>
      line([`\`${action}\``, ...roles.map((role) => (policy[action][role] === 'none' ? '–' : policy[action][role]))]),
    ),
    '',
  ].join('\n');
}
