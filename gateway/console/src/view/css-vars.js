import { Directive, directive } from 'lit-html/directive.js';

/**
 * Sets custom properties on an element through the CSS object model, which a policy of `style-src 'self'` permits;
 * a style attribute it would not.
 */
class CssVars extends Directive {
  render() {}

  update(part, [values]) {
    for (const [name, value] of Object.entries(values)) part.element.style.setProperty(`--${name}`, String(value));
  }
}

export const cssVars = directive(CssVars);
