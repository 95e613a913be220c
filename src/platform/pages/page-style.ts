/**
 * What pages for people look like. One column from 320 px on, targets of 44 px, both schemes, logical sides (works right
 * to left), a print form. Contrast is at least 4.5 : 1 for text and 3 : 1 for borders in both schemes.
 */
export const pageStyle = `:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --soft: #4a5360; --line: #6b7684; --tint: #eef3f9;
  --accent: #1d4f91; --on-accent: #ffffff; --good: #e6f4ea; --good-line: #1e6b35; --bad: #fdeceb; --bad-ink: #9b1c1c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181d; --ink: #eef1f5; --soft: #b9c2cd; --line: #8b96a5; --tint: #1f2731;
    --accent: #9cc3f5; --on-accent: #0d1a2b; --good: #15301e; --good-line: #6fce8c; --bad: #3a1919; --bad-ink: #ffb4ae;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 1rem; max-width: 40rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: break-word;
}
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1rem 0 0.5rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 0.25rem; }
h3 { font-size: 1.125rem; line-height: 1.35; margin: 0 0 0.25rem; }
p { margin: 0.5rem 0; }
ul { padding-inline-start: 1.25rem; }
a { color: var(--accent); }
section { margin-block-start: 2rem; }
.help, .about { color: var(--soft); }
.skip-link { position: absolute; inset-inline-start: -100vw; }
.skip-link:focus { position: static; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.languages { display: flex; flex-wrap: wrap; gap: 0.5rem; justify-content: flex-end; }
.language {
  display: inline-flex; align-items: center; min-height: 44px; min-width: 44px; padding: 0 0.75rem; font: inherit;
  background: none; border: 1px solid transparent; color: var(--accent); text-decoration: underline; cursor: pointer;
}
span.language { color: var(--ink); font-weight: 600; text-decoration: none; cursor: default; }
fieldset { min-width: 0; margin: 0; padding: 0; border: 0; }
legend { padding: 0; }
.field { margin-block: 0.75rem; }
.field > label, .group > legend { display: block; font-weight: 600; margin-block-end: 0.25rem; }
input[type="text"], input[type="password"], input[type="date"], select, textarea {
  display: block; width: 100%; min-height: 44px; padding: 0.5rem 0.625rem; font: inherit; color: var(--ink);
  background: var(--paper); border: 1px solid var(--line); border-radius: 0.375rem;
}
textarea { min-height: 6rem; resize: vertical; field-sizing: content; }
/* A link from the error summary goes to the field; its label and what is wrong with it stay in sight above. */
input, select, textarea { scroll-margin-block-start: min(14rem, 45vh); }
[tabindex="-1"]:focus { outline: none; }
input[aria-invalid], select[aria-invalid], textarea[aria-invalid], [aria-invalid] { border: 2px solid var(--bad-ink); }
.notice { padding: 0.75rem 1rem; background: var(--good); border-inline-start: 0.375rem solid var(--good-line); }
.notice.problem { background: var(--bad); border-inline-start-color: var(--bad-ink); color: inherit; }
.notice a { display: inline-block; min-height: 44px; line-height: 1.4; padding-block: 0.5rem; color: inherit; }
.notice ul { margin: 0; padding: 0; list-style: none; }
.problem { color: var(--bad-ink); font-weight: 600; }
.notice.problem { font-weight: 400; }
.actions { display: flex; flex-direction: column; gap: 0.75rem; margin-block: 1.5rem 0.5rem; }
.actions button, .button {
  min-height: 48px; padding: 0.625rem 1rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none;
  color: var(--accent); background: var(--paper); border: 2px solid var(--accent); border-radius: 0.5rem; cursor: pointer;
}
.actions .main { color: var(--on-accent); background: var(--accent); }
.actions .quiet { border-color: transparent; text-decoration: underline; }
footer { margin-block: 2.5rem 1rem; padding-block-start: 1rem; border-block-start: 1px solid var(--line); }
footer h2 { font-size: 1.0625rem; }
footer a { display: inline-block; min-height: 44px; line-height: 44px; white-space: nowrap; }
.by-link { display: none; }
.has-token .by-link { display: block; }
.has-token .by-code { display: none; }
@media (min-width: 30rem) { .actions { flex-direction: row; flex-wrap: wrap; } }
@media (forced-colors: active) {
  .notice { border: 2px solid; border-inline-start-width: 0.375rem; }
}
@media print {
  :root {
    --paper: #fff; --ink: #000; --soft: #333; --line: #666; --tint: #fff; --good: #fff; --good-line: #333; --bad: #fff;
    --accent: #000; --bad-ink: #000;
  }
  @page { margin: 14mm; }
  body { max-width: none; padding: 0; font-size: 10pt; line-height: 1.35; }
  h1 { font-size: 1.4rem; margin-block-start: 0; }
  h1, h2, h3, legend, h2 + .help { break-after: avoid; }
  .skip-link, .languages, .actions, .button { display: none; }
}
`;
