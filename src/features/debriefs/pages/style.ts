import { addressOf } from '../../../platform/pages/page.js';
import { pageStyle } from '../../../platform/pages/page-style.js';

/** `/d/style.css`: what pages have in common, and what the checklist needs. */
export const debriefStyle = `${pageStyle}
.top { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; justify-content: space-between; }
.leave {
  min-height: 44px; padding: 0.5rem 0.875rem; font: inherit; font-weight: 600; color: var(--ink); background: var(--tint);
  border: 2px solid var(--line); border-radius: 0.5rem; cursor: pointer;
}
.assisted { background: var(--tint); border-inline-start-color: var(--accent); }
.item { margin-block: 1rem; padding: 1rem; border: 1px solid var(--line); border-radius: 0.5rem; }
.item > legend { float: inline-start; width: 100%; font-weight: 600; font-size: 1.125rem; line-height: 1.35; }
.item > legend + * { clear: both; }
.positive { background: var(--good); border-color: var(--good-line); }
.row { margin-block: 0.75rem; padding-block-start: 0.75rem; border-block-start: 1px solid var(--line); }
.row > legend { float: inline-start; width: 100%; color: var(--soft); font-weight: 600; }
.row > legend + * { clear: both; }
.group { margin-block: 0.75rem; }
.tick { display: flex; align-items: flex-start; gap: 0.625rem; min-height: 44px; margin: 0; padding-block: 0.5rem; }
.tick input { flex: none; width: 1.625rem; height: 1.625rem; margin: 0; accent-color: var(--accent); }
.tick label { flex: 1; min-height: 1.75rem; padding-block-start: 0.0625rem; cursor: pointer; }
.scale { display: grid; grid-template-columns: repeat(auto-fill, minmax(44px, 1fr)); gap: 0.375rem; margin-block: 0.5rem; }
.scale .tick { position: relative; padding: 0; }
.scale input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; cursor: pointer; }
.scale label {
  display: flex; align-items: center; justify-content: center; min-height: 44px; padding: 0; background: var(--paper);
  border: 1px solid var(--line); border-radius: 0.375rem; font-weight: 600;
}
.scale input:checked + label { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
.scale input:focus-visible + label { outline: 3px solid var(--accent); outline-offset: 2px; }
.marks { display: flex; flex-wrap: wrap; column-gap: 1.5rem; margin-block-start: 0.5rem; color: var(--soft); }
.support { margin-block-start: 0.75rem; padding: 0.75rem; background: var(--tint); border-radius: 0.375rem; }
.support p { margin: 0.25rem 0; }
.support a { display: inline-block; min-height: 44px; min-width: 44px; line-height: 44px; text-align: center; font-weight: 600; }
details { margin-block: 1rem; }
summary { min-height: 44px; padding-block: 0.625rem; font-weight: 600; color: var(--accent); cursor: pointer; }
.own-words { padding-inline-start: 0.75rem; border-inline-start: 0.25rem solid var(--accent); white-space: pre-line; }
/* What was just saved here stays in sight above the words that say so. */
#saved { scroll-margin-block-start: 50vh; }
/* Where colours are taken away, the chosen number has a frame and a mark. */
@media (forced-colors: active) {
  .scale input:checked + label { border: 4px double Highlight; text-decoration: underline; }
  .scale input:checked + label::after { content: "\\2713" / ""; margin-inline-start: 0.125rem; }
  .scale input:focus-visible + label { outline-color: Highlight; }
  .positive { border-width: 2px; }
}
@media print {
  #skip-help, .leave { display: none; }
  section { margin-block-start: 0.75rem; }
  .item { margin-block: 0.375rem; padding: 0.375rem 0.625rem; }
  .item, .row, .group, .field { break-inside: avoid; }
  .item > legend { font-size: 1rem; }
  .field, .row, .scale, .group, .marks, p { margin-block: 0.125rem; }
  .row { padding-block-start: 0.125rem; }
  .row .field, .field:has(select), .field:has(input[type="date"]) { display: inline-block; width: 48%; vertical-align: top; }
  .tick { min-height: 0; padding-block: 0.0625rem; }
  .tick input { width: 0.9rem; height: 0.9rem; }
  .stack { display: flex; flex-wrap: wrap; column-gap: 1.25rem; }
  .stack .tick label { flex: none; }
  .support a { min-height: 0; line-height: inherit; }
  .scale { grid-template-columns: repeat(11, minmax(0, 2rem)); gap: 0.25rem; }
  .scale label { min-height: 1.5rem; }
  .scale input:checked + label { background: #fff; color: #000; border: 3px solid #000; text-decoration: underline; }
  .scale input:checked + label::after { content: "\\2713" / ""; margin-inline-start: 0.125rem; }
  input[type="text"], input[type="date"], select, textarea { min-height: 1.6rem; padding: 0.125rem 0.375rem; }
  textarea { min-height: 2.6rem; height: auto; overflow: visible; resize: none; }
  details { margin-block: 0.25rem; }
  summary { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;

export const styleAddress = addressOf('/d/style.css', debriefStyle);
