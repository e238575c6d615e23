import { Store } from './store';

export type ThemeChoice = 'auto' | 'light' | 'dark';

const KEY = 'costgraph.theme';

/** Light or dark: as the system has it, or as the reader chose here. */
class Theme extends Store {
  private readonly system = matchMedia('(prefers-color-scheme: dark)');
  choice: ThemeChoice = read();

  constructor() {
    super();
    this.system.addEventListener('change', () => this.apply());
    this.apply();
  }

  get dark(): boolean {
    return this.choice === 'dark' || (this.choice === 'auto' && this.system.matches);
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    localStorage.setItem(KEY, choice);
    this.apply();
  }

  private apply(): void {
    document.documentElement.dataset.theme = this.dark ? 'dark' : 'light';
    this.changed();
  }
}

function read(): ThemeChoice {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
}

export const theme = new Theme();

export const calm = matchMedia('(prefers-reduced-motion: reduce)');
