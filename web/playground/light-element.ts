import { LitElement } from "lit";

/** A component that renders into the page itself, so that the page's one style sheet holds for it. */
export abstract class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
