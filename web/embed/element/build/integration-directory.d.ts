/**
 * <integration-directory>: a directory of contacts for integration, recognition and work, for any website.
 *
 * Attributes: endpoint, method (get, post), lang, region (AGS), type, action-field, limit, near ("lat,lon"), heading-level,
 * theme (auto, dark, light), label, fallback-url, hide-search, hide-region, hide-type, hide-near, link-target.
 */
export declare class IntegrationDirectory extends HTMLElement {
  static readonly observedAttributes: readonly string[];
  /** Ask again, past the browser's own copy. Resolves when the answer, or the message about it, is on the page. */
  refresh(): Promise<void>;
}

/** The events' details. All bubble and cross shadow roots. */
export interface IntegrationDirectoryEvents {
  /** The element is on the page; its first answer is being asked for. */
  "integration-directory:ready": CustomEvent<Record<string, never>>;
  /** An answer is on the page. `total` is null where the directory doesn't count, as in a search. */
  "integration-directory:results": CustomEvent<{ total: number | null; shown: number }>;
  /** A contact was chosen. Cancelable: `preventDefault()` keeps the link from being followed. */
  "integration-directory:select": CustomEvent<{ id: string; action: "phone" | "web" | "mail" }>;
  /** There is no answer, or an attribute has a value that can't be used. `message` is for developers, in English. */
  "integration-directory:error": CustomEvent<{ message: string }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "integration-directory": IntegrationDirectory;
  }
  interface HTMLElementEventMap extends IntegrationDirectoryEvents {}
}
