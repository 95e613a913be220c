/**
 * How a link comes to the client: `email` goes to the client's own address and is shown to nobody else; `screen` and
 * `paper` were in the hands of the staff first.
 */
export const linkWays = ['email', 'screen', 'paper'] as const;
export type LinkWay = (typeof linkWays)[number];
