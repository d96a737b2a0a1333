// In the order in which they compress best.
import { en } from "./en";
import { de } from "./de";
import { fr } from "./fr";
import { tr } from "./tr";
import { fa } from "./fa";
import { ru } from "./ru";
import { uk } from "./uk";
import { ar } from "./ar";
import { W } from "./words";

export { FIELDS, W } from "./words";

/** As the build leaves them: in the order of W, the fields last, with | between them. */
const ALL = { de, en, fr, tr, uk, ru, ar, fa } as unknown as Record<string, string>;
/** In these languages the build has put the script's letters in the place of ASCII's, and ASCII's in theirs, so much farther. */
const SHIFTS: Record<string, number> = { uk: 0x3f0, ru: 0x3f0, ar: 0x5e0, fa: 0x5e0 };
const PLURALS = ["zero", "one", "two", "few", "many", "other"];

/** A language in which the element speaks. */
export class Spoken {
  readonly lang: string;
  #list: string[];
  readonly #locale: string;

  /** The language of a tag such as `uk` or `de-AT`; German where the element doesn't speak it. */
  constructor(tag: string) {
    const asked = tag.slice(0, 2).toLowerCase();
    this.lang = asked in ALL ? asked : "de";
    const shift = SHIFTS[this.lang];
    this.#list = ALL[this.lang]!.split("|");
    if (shift) {
      const back = (code: number) => (code > 0x3f && code < 0x7f ? code + shift : code >= shift + 0x40 && code < shift + 0x7f ? code - shift : code);
      this.#list = this.#list.map((text) => text.replace(/[^]/g, (letter) => String.fromCharCode(back(letter.charCodeAt(0)))));
    }
    // Western figures everywhere: they are those on German letters, signs and telephones.
    this.#locale = `${this.lang}-u-nu-latn-ca-gregory`;
  }

  get dir(): string {
    return /ar|fa/.test(this.lang) ? "rtl" : "ltr";
  }

  /** What is said, with *value* in its place. */
  say(what: W, value = ""): string {
    return this.#list[what]!.replace(/\{\w+\}/, value);
  }

  /** The name of the action field at *place* in FIELDS. */
  field(place: number): string {
    return this.#list[W.fields + place]!;
  }

  /** How many offices there are, by the language's plural rule; *more*: at least. */
  offices(n: number, more = ""): string {
    const forms = this.#list[W.offices]!.split("/");
    return (forms[PLURALS.indexOf(new Intl.PluralRules(this.lang).select(n))] || forms[5]!).replace("{n}", this.number(n) + more);
  }

  number(n: number, unit?: string, unitDisplay?: "long"): string {
    return n.toLocaleString(this.#locale, unit ? { style: "unit", unit, unitDisplay } : {});
  }

  /** A day (YYYY-MM-DD) in figures. */
  date(day: string): string {
    return new Date(day).toLocaleDateString(this.#locale, { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" });
  }
}
