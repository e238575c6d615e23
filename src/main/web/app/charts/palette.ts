/** The colours of the theme, as a canvas needs them. */
export interface Palette {
  ink: string;
  inkSoft: string;
  line: string;
  surface: string;
  accent: string;
  bad: string;
  held: string;
  /** Of series, in this order; the last is for what is left over. */
  series: string[];
}

export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: value('--ink'),
    inkSoft: value('--ink-3'),
    line: value('--line'),
    surface: value('--surface'),
    accent: value('--accent'),
    bad: value('--bad'),
    held: value('--held'),
    series: Array.from({ length: 8 }, (_, i) => value(`--chart-${i + 1}`)),
  };
}
