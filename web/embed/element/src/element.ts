// The words first: so the bundle compresses best.
import { FIELDS, Spoken, W } from "./words";
import { ask, Refusal } from "./ask";
import css from "./directory.css";
import { german, h, ICON, icon } from "./dom";
import { kreise } from "./kreise";
import { item } from "./office";
import { isNear, isPostalCode, offices, question, regions, type Office, type Point, type Rows, type Wanted } from "./questions";

const NAME = "integration-directory";
/** Milliseconds after which a citizen is told that it takes long. */
const SLOW = 3_000;
/** What attributes may say; those that aren't here may say anything. */
const ALLOWED: Record<string, RegExp> = {
  region: /^\d{2,8}$/,
  limit: /^[1-9]\d?$/,
  near: /^-?[\d.]+, *-?[\d.]+$/,
  "heading-level": /^[1-6]$/,
};

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** Rounded to 0.01°, about a kilometre: nobody needs to know more. */
const rounded = (lat: number, lon: number): Point => ({ lat: Math.round(lat * 100) / 100, lon: Math.round(lon * 100) / 100 });

let count = 0;

/** The directory as an element: see the declaration file for what pages may rely on. */
export class IntegrationDirectory extends HTMLElement {
  static readonly observedAttributes =
    "endpoint method lang region type action-field limit near heading-level theme label fallback-url hide-search hide-region hide-type hide-near link-target".split(" ");

  readonly #shadow = this.attachShadow({ mode: "open" });
  #spoken!: Spoken;
  #near: Point | null = null;
  #wanted!: Wanted;
  /** What has come so far, how much of it is on the page, and what is behind it. */
  #offices: Office[] = [];
  #shown = 0;
  #rows: Rows | null = null;
  #refused = "";
  #asking = new AbortController();
  #planned = false;
  #ready = false;

  #base!: HTMLElement;
  #title!: HTMLElement;
  #text!: HTMLInputElement;
  #field!: HTMLSelectElement;
  #region!: HTMLSelectElement;
  #status!: HTMLElement;
  #notes!: HTMLElement;
  #list!: HTMLElement;
  #further!: HTMLElement;
  #foot!: HTMLElement;

  connectedCallback(): void {
    addEventListener("online", this.#online);
    this.#plan();
  }

  disconnectedCallback(): void {
    removeEventListener("online", this.#online);
    this.#asking.abort();
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (before !== now && this.#base) this.#plan();
  }

  /** Ask again, past the browser's own copy. Resolves when the answer, or the message about it, is on the page. */
  async refresh(): Promise<void> {
    if (this.#base) await this.#load(true);
  }

  /** Several changes of one moment are one new view. */
  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    queueMicrotask(() => {
      this.#planned = false;
      if (this.isConnected) this.#begin();
    });
  }

  /** What the page wrote into an attribute, or nothing; a value that can't be used is told, and is nothing. */
  #get(name: string): string {
    const value = this.getAttribute(name)?.trim() ?? "";
    if (!value || (ALLOWED[name] ?? /./).test(value)) return value;
    const message = `${name}="${value}" can't be used.`;
    console.warn(NAME, message);
    this.#tell("error", { message });
    return "";
  }

  get #endpoint(): string {
    return this.#get("endpoint") || new URL("/graphql", import.meta.url).href;
  }

  /** Build the view that the attributes ask for, and ask for what is in it. */
  #begin(): void {
    const spoken = (this.#spoken = new Spoken(this.closest("[lang]")?.getAttribute("lang") ?? "de"));
    const say = (what: W) => spoken.say(what);
    const id = `${NAME}-${count++}`;
    const [lat, lon] = this.#get("near").split(",");
    this.#near = lon ? rounded(+lat!, +lon) : null;
    const controls: HTMLElement[] = [];
    const field = (name: string, say: string, control: HTMLElement, shown: boolean) => {
      control.id = id + name;
      if (shown && !this.hasAttribute(`hide-${name}`)) controls.push(h("div.field", {}, h("label", { for: control.id }, say), control));
      return control;
    };
    this.#text = field("search", say(W.text), h("input.input", { type: "search", autocomplete: "off", maxlength: 200 }), true) as HTMLInputElement;
    const all = () => h("option", { value: "" }, say(W.any));
    const fields = FIELDS.map((name, n) => h("option", { value: name }, spoken.field(n)));
    this.#field = field("type", say(W.concern), h("select.select", {}, all(), ...fields), true) as HTMLSelectElement;
    // A Kreis has no other inside it that could be chosen.
    this.#region = field("region", say(W.region), h("select.select", {}, all()), this.#get("region").length < 3) as HTMLSelectElement;
    this.#field.value = this.#get("action-field").toUpperCase().replace(/-/g, "_");
    if (!this.#field.value) this.#field.selectedIndex = 0;
    const form = h(`form.form.of${controls.length}`, { role: "search", "aria-labelledby": id }, ...controls, h("button.button.submit", {}, say(W.search)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // Who names a place no longer asks from where they stand.
      if (this.#text.value || this.#region.value) this.#near = null;
      void this.#load();
    });
    const nearMe = !this.hasAttribute("hide-near") && isSecureContext;
    this.#title = h(`h${this.#get("heading-level") || 2}.heading`, { id, tabindex: "-1" }, this.#get("label") || say(W.title));
    this.#status = h("p.status", { role: "status" });
    this.#notes = h("div");
    this.#list = h("ol.list", { role: "list" });
    this.#further = h("div.further", {}, this.#button("more", W.more, () => this.#more()));
    this.#foot = h("div.footer");
    this.#base = h(
      `section.base.${this.#get("theme") || "auto"}`,
      { lang: spoken.lang, dir: spoken.dir, "aria-labelledby": id },
      h(
        "div.head",
        {},
        this.#title,
        !!controls.length && form,
        nearMe && h("div.nearby", {}, this.#button("near", W.near, () => this.#nearMe()), h("span", {}, say(W.nearNote))),
      ),
      this.#status,
      this.#notes,
      this.#list,
      this.#further,
      this.#foot,
    );
    this.#further.hidden = true;
    this.#shadow.adoptedStyleSheets = [sheet];
    this.#shadow.replaceChildren(this.#base);
    if (!this.#ready) this.#tell("ready");
    this.#ready = true;
    void this.#load();
  }

  #button(part: string, say: W, act: () => unknown): HTMLElement {
    const made = h(`button.button.${part}`, { type: "button" }, this.#spoken.say(say));
    made.addEventListener("click", act);
    return made;
  }

  /** Only on a click, only to about a kilometre, and only for the questions of this page. */
  #nearMe(): void {
    const base = this.#base;
    this.#status.textContent = this.#spoken.say(W.loading);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        if (base !== this.#base) return;
        this.#near = rounded(coords.latitude, coords.longitude);
        this.#text.value = this.#region.value = "";
        void this.#load();
      },
      () => {
        this.#status.textContent = this.#spoken.say(W.noPosition);
      },
      { maximumAge: 600_000, timeout: 10_000 },
    );
  }

  /** Ask, and show the answer in place of the last one; a question that came before is no longer waited for. */
  async #load(anew = false): Promise<void> {
    this.#wanted = {
      text: this.#text.value.trim(),
      field: this.#field.value,
      types: this.#get("type").toUpperCase().replace(/-/g, "_").split(/[\s,]+/).filter(Boolean),
      region: this.#region.value || this.#get("region"),
      near: this.#near,
      limit: Number(this.#get("limit") || 10),
    };
    await this.#ask(anew);
  }

  /** Show more of what has come, or ask for the next page. The focus goes to the first new office. */
  async #more(): Promise<void> {
    const from = this.#shown;
    const next = this.#rows?.list.pageInfo;
    if (this.#offices.length < from + this.#wanted.limit && next?.hasNextPage) await this.#ask(false, next.endCursor);
    else this.#show(from);
    this.#list.children[from]?.querySelector<HTMLElement>(".name")?.focus();
  }

  async #ask(anew: boolean, after?: string | null): Promise<void> {
    this.#asking.abort();
    const asking = (this.#asking = new AbortController());
    const wanted = this.#wanted;
    this.#base.ariaBusy = "true";
    this.#status.textContent = this.#spoken.say(W.loading);
    const slow = setTimeout(() => this.#note("status", this.#spoken.say(W.away)), SLOW);
    try {
      const rows = await ask<Rows>(question(wanted, after), this.#endpoint, asking.signal, this.#get("method") === "post", anew);
      if (asking.signal.aborted) return;
      const found = offices(rows, wanted);
      const known = new Set(this.#offices.map(({ actor }) => actor.id));
      this.#offices = after ? [...this.#offices, ...found.filter(({ actor }) => !known.has(actor.id))] : found;
      this.#rows = rows;
      this.#show(after ? this.#shown : 0);
      if (!after) this.#name(regions(rows).map(({ label }) => label));
    } catch (error) {
      if (!asking.signal.aborted) this.#refuse(error as Refusal);
    } finally {
      clearTimeout(slow);
      if (!asking.signal.aborted) this.#base.ariaBusy = "false";
    }
  }

  /** Put the offices from *from* on to the list, say how many there are, and tell the page. */
  #show(from: number): void {
    const spoken = this.#spoken;
    const wanted = this.#wanted;
    const { list, directory } = this.#rows!;
    const level = Math.min(6, Number(this.#get("heading-level") || 2) + 1);
    const target = this.getAttribute("link-target");
    const retried = this.#shadow.activeElement?.matches(".retry");
    this.#shown = Math.min(from + wanted.limit, this.#offices.length);
    const items = this.#offices
      .slice(from, this.#shown)
      .map((office) =>
        item(office, spoken, level, isNear(wanted), wanted.field, target, (action) => this.#tell("select", { id: office.actor.id, action }, true)),
      );
    this.#list.replaceChildren(...[...this.#list.children].slice(0, from), ...items);
    const more = list.pageInfo.hasNextPage;
    const total = more ? (list.totalCount ?? null) : this.#offices.length;
    const counted = total === null ? spoken.offices(this.#shown, "+") : spoken.offices(total);
    this.#refused = "";
    this.#status.textContent = this.#shown ? (total === null || total <= this.#shown ? counted : `${spoken.number(this.#shown)} / ${counted}`) : "";
    this.#further.hidden = !more && this.#shown === this.#offices.length;
    if (this.#shown) this.#notes.replaceChildren();
    else this.#note("status", spoken.say(W.none));
    this.#foot.replaceChildren(this.#link(), directory.dataAsOf ? h("span", {}, spoken.say(W.asOf, spoken.date(directory.dataAsOf))) : "");
    if (retried) this.#title.focus();
    this.#tell("results", { total, shown: this.#shown });
  }

  /** Say for which regions the answer is, and let others be chosen once the first answer is there. */
  #name(labels: string[]): void {
    if (!this.#get("label")) this.#title.replaceChildren(this.#spoken.say(W.title), ...labels.flatMap((label, n) => [n ? ", " : ": ", german(label)]));
    const select = this.#region;
    if (!select.isConnected || select.options.length > 1) return;
    kreise(this.#get("region"), this.#endpoint, this.#get("method") === "post").then(
      (found) => select.append(...found.map(([key, text]) => h("option", { value: key, lang: "de" }, text))),
      () => undefined,
    );
  }

  /** Say why there is no answer and what can be done. What was there before stays. */
  #refuse({ kind, seconds, message }: Refusal): void {
    const spoken = this.#spoken;
    const retried = this.#shadow.activeElement?.matches(".retry");
    this.#refused = kind;
    this.#status.textContent = "";
    if (kind === "place") {
      this.#list.replaceChildren();
      this.#further.hidden = true;
      this.#note("status", spoken.say(W.unknownCode, this.#wanted.text));
    } else {
      const why = kind === "busy" ? spoken.say(W.busy, spoken.number(seconds, "second", "long")) : spoken.say(kind === "offline" ? W.offline : W.away);
      const retry = this.#button("retry", W.retry, () => this.#load(true));
      this.#note("alert", why, retry);
      if (retried) retry.focus();
    }
    this.#tell("error", { message });
  }

  /** What is to be said in place of the list, or above it, and what can be done: *act*, or the same on another page. */
  #note(role: "status" | "alert", text: string, act?: HTMLElement): void {
    this.#notes.replaceChildren(h(`div.note.${role}`, { role }, h("p", {}, text), h("div", {}, act, this.#link())));
  }

  /** The same question on a page that needs no script: the page's own link, else the directory's page. */
  #link(): HTMLElement {
    const { text, region, field, types } = this.#wanted;
    const asked = new URLSearchParams(
      Object.entries({ lang: this.#spoken.lang, [isPostalCode(text) ? "plz" : "q"]: text, region, "action-field": field, type: types.join() }).filter(([, value]) => value),
    );
    const page = this.#endpoint.replace("/graphql", "/embed/v1/directory");
    const href = this.#get("fallback-url") || (this.querySelector("a")?.href ?? page + (page.includes("?") ? "&" : "?") + asked);
    const target = this.getAttribute("link-target");
    return h("a.link", { href, target, rel: target && "noopener" }, icon(ICON.mark), h("span", {}, this.#spoken.say(W.directory)));
  }

  readonly #online = (): void => {
    if (this.#refused === "offline") void this.#load();
  };

  /** Tell the page; false if it doesn't want what would follow. */
  #tell(name: string, detail: object = {}, cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(`${NAME}:${name}`, { detail, bubbles: true, composed: true, cancelable }));
  }
}

if (!customElements.get(NAME)) customElements.define(NAME, IntegrationDirectory);
