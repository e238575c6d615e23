import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Watch } from '../state/store';
import { calm, theme } from '../state/theme';
import { Element } from '../ui/element';
import { init, type Chart, type ChartOption } from './echarts';
import { palette, type Palette } from './palette';

/**
 * A chart of ECharts. `option` makes its options from the colours of the theme and is called again
 * whenever the property or the theme changes, so give it a new function when the data is new.
 * `label` says in words what the chart shows. It sends `pick` with ECharts' event when a mark is
 * clicked.
 *
 * Tooltips must be elements (`tip`), never markup: the page's policy forbids inline styles.
 */
@customElement('cg-chart')
export class ChartElement extends Element {
  @property({ attribute: false }) option?: (colours: Palette) => ChartOption;
  @property() label = '';
  private chart?: Chart;
  private box?: HTMLElement;
  private sizes?: ResizeObserver;
  private readonly watch = new Watch(this, [theme]);

  override connectedCallback(): void {
    super.connectedCallback();
    void this.watch;
    this.setAttribute('role', 'img');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes?.disconnect();
    this.chart?.dispose();
    this.chart = undefined;
    this.box?.remove();
    this.box = undefined;
  }

  protected override render(): TemplateResult {
    return html``;
  }

  protected override updated(): void {
    this.setAttribute('aria-label', this.label);
    if (!this.option) {
      return;
    }
    if (!this.chart) {
      this.mount();
    }
    const colours = palette();
    this.chart?.setOption(
      {
        animation: !calm.matches,
        animationDuration: 250,
        animationDurationUpdate: 250,
        color: colours.series,
        textStyle: { color: colours.ink, fontFamily: getComputedStyle(this).fontFamily },
        ...this.option(colours),
      },
      { notMerge: true },
    );
  }

  /** Which category of the horizontal axis lies under a place of the chart, in its pixels. */
  indexAt(x: number, y: number): number {
    const at = this.chart?.convertFromPixel({ gridIndex: 0 }, [x, y]);
    return Array.isArray(at) ? Math.round(Number(at[0])) : -1;
  }

  private mount(): void {
    const box = document.createElement('div');
    box.style.position = 'absolute';
    box.style.inset = '0';
    this.append(box);
    this.box = box;
    this.chart = init(box);
    this.chart.on('click', (detail) => this.dispatchEvent(new CustomEvent('pick', { detail })));
    this.sizes = new ResizeObserver(() => this.chart?.resize());
    this.sizes.observe(box);
  }
}

/** The options of every tooltip, around a function that returns an element. */
export function tooltip(
  colours: Palette,
  trigger: 'item' | 'axis',
  formatter: (params: never) => HTMLElement,
): object {
  return {
    trigger,
    confine: true,
    transitionDuration: 0,
    backgroundColor: colours.surface,
    borderColor: colours.line,
    textStyle: { color: colours.ink },
    formatter,
  };
}

/** The content of a tooltip: a heading and lines. */
export function tip(heading: string, lines: string[]): HTMLElement {
  const box = document.createElement('div');
  box.className = 'chart-tip';
  const strong = document.createElement('strong');
  strong.textContent = heading;
  box.append(strong);
  for (const line of lines) {
    const row = document.createElement('div');
    row.textContent = line;
    box.append(row);
  }
  return box;
}
