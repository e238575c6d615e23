import { html, type TemplateResult } from 'lit';
import { icon, type IconName } from './icons';

export type BudgetState = 'OK' | 'WARNING' | 'EXCEEDED' | 'FROZEN' | 'CLOSED';

const STATES: Record<BudgetState, { tone: string; sign: IconName; word: string }> = {
  OK: { tone: 'ok', sign: 'ok', word: 'OK' },
  WARNING: { tone: 'warn', sign: 'warn', word: 'Warning' },
  EXCEEDED: { tone: 'bad', sign: 'bad', word: 'Exceeded' },
  FROZEN: { tone: 'cold', sign: 'frozen', word: 'Frozen' },
  CLOSED: { tone: '', sign: 'closed', word: 'Closed' },
};

/** A sign, a word and a colour; each says it alone. */
export function chip(tone: string, sign: IconName, word: string, title = ''): TemplateResult {
  return html`<span class="chip ${tone}" title=${title}>${icon(sign)}${word}</span>`;
}

export function stateChip(state: BudgetState): TemplateResult {
  const { tone, sign, word } = STATES[state];
  return chip(tone, sign, word);
}

/** Worst first, for sorting. */
export function rankOf(state: BudgetState): number {
  return ['EXCEEDED', 'WARNING', 'FROZEN', 'OK', 'CLOSED'].indexOf(state);
}

export function toneOf(state: BudgetState): string {
  return STATES[state].tone;
}
