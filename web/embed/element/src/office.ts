import { german, h, ICON, icon } from "./dom";
import type { Fact, Office, Seat } from "./questions";
import { FIELDS, W, type Spoken } from "./words";

export type Action = "phone" | "web" | "mail";

const MOST_FIELDS = 3;

/**
 * One office of the list, its name a heading of *level*. *near*: distances are asked for, so who isn't responsible says so; the
 * *field* that was asked for stands first. *select* is told of a click, and stops it by false.
 */
export function item(
  { actor, role, part, km }: Office,
  spoken: Spoken,
  level: number,
  near: boolean,
  field: string,
  target: string | null,
  select: (action: Action) => boolean,
): HTMLElement {
  const said = role ? spoken.say(role === "ADVISES" ? W.advises : W.responsible) : near && spoken.say(W.elsewhere);
  const fields = FIELDS.filter((name) => actor.actionFields.includes(name)).sort((a, b) => Number(b === field) - Number(a === field));
  const names = fields.slice(0, MOST_FIELDS).map((name) => spoken.field(FIELDS.indexOf(name)));
  const seat = actor.locations && (actor.locations.find((one) => one.role === "HEAD_OFFICE") ?? actor.locations[0]);
  const fact = part ?? actor.provenance;
  return h(
    "li.item",
    {},
    h(
      "div",
      {},
      (said || km !== undefined) &&
        h(
          role ? "p.meta.tag.yes" : "p.meta.tag",
          {},
          role && role !== "ADVISES" && icon(ICON.pilot),
          said,
          said && km !== undefined && " · ",
          km !== undefined && h("span.distance", {}, `≈ ${spoken.number(Math.max(1, Math.round(km)), "kilometer")}`),
        ),
      h(`h${level}.name`, { tabindex: "-1" }, german(actor.name)),
      !!names.length && h("p.meta.fields", {}, names.join(", "), fields.length > MOST_FIELDS && "\u00a0…"),
      actor.locations && h("p.meta.address", {}, ...address(seat, spoken, fact)),
      fact && badge(fact, spoken),
    ),
    actions(actor.contacts, actor.name, spoken, target, select),
  );
}

/** The office's place; that nobody has checked it is said unless the badge below says so of the whole. */
function address(seat: Seat | undefined, spoken: Spoken, fact?: Fact): (Node | string | false)[] {
  const town = [seat?.postalCode, seat?.city].filter(Boolean).join(" ");
  const line = [seat?.street, town].filter(Boolean).join(", ");
  if (!line) return [`${spoken.say(W.address)}: ${spoken.say(W.missing)}`];
  return [german(line), fact?.status === "VERIFIED" && seat!.provenance.status !== "VERIFIED" && ` (${spoken.say(W.unchecked).toLowerCase()})`];
}

/** How sure it is: checked, from an old source, or only recorded. */
function badge({ status, verifiedAt }: Fact, spoken: Spoken): HTMLElement {
  const checked = status === "VERIFIED";
  const says = status === "UNVERIFIED" || !verifiedAt ? spoken.say(W.unchecked) : spoken.say(checked ? W.checked : W.old, spoken.date(verifiedAt));
  return h("p.meta.badge", {}, checked ? icon(ICON.checked) : icon(ICON.open, "3 3.3"), says);
}

/** The telephone first. What isn't recorded says so and is no link. */
function actions(contacts: Office["actor"]["contacts"], name: string, spoken: Spoken, target: string | null, select: (action: Action) => boolean): HTMLElement {
  const link = (action: Action, kind: keyof (typeof contacts)[number], address: (text: string) => string | undefined, say: W) => {
    const text = contacts.find((contact) => contact[kind])?.[kind] ?? "";
    const href = address(text);
    if (!href) return;
    const blank = action === "web" && target;
    const made = h(
      `a.act.${action}`,
      { href, target: blank, rel: blank && "noopener" },
      icon(ICON[action]),
      spoken.say(say),
      action === "phone" && h("bdi", { dir: "ltr" }, text),
      h("span.gone", {}, german(name)),
    );
    made.addEventListener("click", (event) => select(action) || event.preventDefault());
    return made;
  };
  const links = [
    // A German number as `tel:` wants it (RFC 3966).
    link("phone", "phone", (text) => text && `tel:${text.replace(/[^\d+]/g, "").replace(/^0(?!0)/, "+49")}`, W.phone),
    link("web", "website", (text) => (/^https?:\/\//i.test(text) ? text : ""), W.web),
    link("mail", "email", (text) => text && `mailto:${text}`, W.mail),
  ].filter((one) => !!one);
  if (links.length) return h("div.actions", {}, ...links);
  return h("p.actions.without", {}, `${spoken.say(W.phone)}, ${spoken.say(W.web)}:`, h("br"), spoken.say(W.missing));
}
