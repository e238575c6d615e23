import { html, type TemplateResult } from 'lit';
import type { Path } from './state/router';

/** One page of the page: where it is, what it is called, and what loads its code. */
export interface Page {
  path: Path;
  title: string;
  /** Whether it is in the navigation; others are reached from marks and rows. */
  nav: boolean;
  /** Its script, loaded when the page is first opened. */
  load: () => Promise<unknown>;
  view: () => TemplateResult;
}

export const PAGES: Page[] = [
  {
    path: '/',
    title: 'Overview',
    nav: true,
    load: () => import('./overview/overview-page'),
    view: () => html`<cg-overview-page></cg-overview-page>`,
  },
  {
    path: '/costs',
    title: 'Costs',
    nav: true,
    load: () => import('./costs/costs-page'),
    view: () => html`<cg-costs-page></cg-costs-page>`,
  },
  {
    path: '/budget',
    title: 'Budget',
    nav: false,
    load: () => import('./budget/budget-page'),
    view: () => html`<cg-budget-page></cg-budget-page>`,
  },
  {
    path: '/runs',
    title: 'Runs',
    nav: true,
    load: () => import('./runs/runs-page'),
    view: () => html`<cg-runs-page></cg-runs-page>`,
  },
  {
    path: '/explore',
    title: 'Explore',
    nav: true,
    load: () => import('./explore/explore-page'),
    view: () => html`<cg-explore-page></cg-explore-page>`,
  },
  {
    path: '/prices',
    title: 'Prices',
    nav: true,
    load: () => import('./prices/prices-page'),
    view: () => html`<cg-prices-page></cg-prices-page>`,
  },
];
