import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Element } from '../ui/element';
@customElement('cg-overview-page')
export class OverviewPage extends Element {
  protected override render() { return html`<h1>Overview</h1>`; }
}
