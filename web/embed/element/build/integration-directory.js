customElements.define("integration-directory", class extends HTMLElement {});
