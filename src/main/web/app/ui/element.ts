import { LitElement } from 'lit';

/**
 * What every component of the page is: it renders into the document itself, where the one style
 * sheet of the page applies, so that no style needs to be written into the markup.
 */
export class Element extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
