import { svg, type SVGTemplateResult } from 'lit';
import { html, type TemplateResult } from 'lit';

/** Drawn on a grid of 16; hidden from screen readers, for a word stands beside each. */
const SHAPES = {
  ok: svg`<path d="M3 8.5l3.2 3.2L13 5" fill="none" stroke="currentColor" stroke-width="2"/>`,
  warn: svg`<path d="M8 2 15 14H1z" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"/><path d="M8 6.5v3.6M8 11.4v1.4" stroke="currentColor" stroke-width="1.6"/>`,
  bad: svg`<path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2z" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 4.5v4.2M8 10.2v1.5" stroke="currentColor" stroke-width="1.6"/>`,
  frozen: svg`<path d="M8 1v14M2 4.5l12 7M14 4.5l-12 7" stroke="currentColor" stroke-width="1.6"/>`,
  closed: svg`<rect x="3" y="7" width="10" height="7" rx="1" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M5 7V5a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
  unknown: svg`<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M6 6.4a2 2 0 1 1 2.6 1.9c-.5.2-.6.5-.6 1.2M8 10.8v1.4" fill="none" stroke="currentColor" stroke-width="1.5"/>`,
  denied: svg`<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M3.8 3.8l8.4 8.4" stroke="currentColor" stroke-width="1.6"/>`,
  edit: svg`<path d="M3 13l.7-3L11 2.7 13.3 5 6 12.3z" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/>`,
  adjust: svg`<path d="M3 5h10M3 11h10M6 3v4M10 9v4" stroke="currentColor" stroke-width="1.6"/>`,
  up: svg`<path d="M8 3l6 10H2z" fill="currentColor"/>`,
  down: svg`<path d="M8 13L2 3h12z" fill="currentColor"/>`,
  same: svg`<path d="M2 8h12" stroke="currentColor" stroke-width="2"/>`,
  plus: svg`<path d="M2 8h12M8 2v12" stroke="currentColor" stroke-width="2"/>`,
  fit: svg`<path d="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4" fill="none" stroke="currentColor" stroke-width="1.8"/>`,
  stop: svg`<rect x="3" y="3" width="10" height="10" rx="1.5" fill="currentColor"/>`,
  download: svg`<path d="M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
  table: svg`<path d="M2 3h12v10H2zM2 6.5h12M6.5 6.5V13" fill="none" stroke="currentColor" stroke-width="1.4"/>`,
  graph: svg`<path d="M4 4l8 1.5M4 4l3.5 8M12 5.5 7.5 12" stroke="currentColor" stroke-width="1.4"/><circle cx="3.6" cy="3.8" r="2.2" fill="currentColor"/><circle cx="12.4" cy="5.4" r="2.2" fill="currentColor"/><circle cx="7.4" cy="12.4" r="2.2" fill="currentColor"/>`,
  right: svg`<path d="M5 2l7 6-7 6z" fill="currentColor"/>`,
  close: svg`<path d="M4 4l8 8M12 4l-8 8" stroke="currentColor" stroke-width="1.6"/>`,
  leave: svg`<path d="M7 2H3v12h4M6.5 8H14M10.5 4.5 14 8l-3.5 3.5" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
  sun: svg`<circle cx="8" cy="8" r="3" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.4 1.4M11.6 11.6 13 13M13 3l-1.4 1.4M4.4 11.6 3 13" stroke="currentColor" stroke-width="1.6"/>`,
  moon: svg`<path d="M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3z" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"/>`,
  auto: svg`<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/>`,
  dot: svg`<circle cx="8" cy="8" r="6" fill="currentColor"/>`,
  ring: svg`<circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="2.5"/>`,
  brand: svg`<circle cx="4" cy="12" r="2.5" fill="currentColor"/><circle cx="12" cy="12" r="2.5" fill="currentColor"/><circle cx="8" cy="3.6" r="2.5" fill="currentColor"/><path d="M4 12 8 3.6 12 12" stroke="currentColor" stroke-width="1.6" fill="none"/>`,
  empty: svg`<path d="M2 9h3l1 2h4l1-2h3M2 9l2-6h8l2 6v5H2z" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof SHAPES;

export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[name]}</svg>`;
}
