type Child = Node | string | false | null | undefined;

/**
 * An element, made without markup: pages that demand Trusted Types allow nothing else. *what* is its name and its classes, as in
 * `p.note.error`; the classes are its parts, too, so that pages can style them.
 */
export function h(what: string, attributes: Record<string, string | number | false | null | undefined> = {}, ...children: Child[]): HTMLElement {
  const [name, ...classes] = what.split(".");
  const made = document.createElement(name!);
  const names = classes.join(" ");
  for (const [key, value] of Object.entries({ class: names, part: names, ...attributes })) if (value || value === "") made.setAttribute(key, `${value}`);
  made.append(...children.filter((child): child is Node | string => !!child));
  return made;
}

/** Text of the directory: German, whatever the page's language, and read from left to right. */
export const german = (text: string): HTMLElement => h("bdi", { lang: "de" }, text);

const RING = "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0";

/** Line drawings on a field of 24 by 24. */
export const ICON = {
  phone: "M6 3h3l2 5-2.2 1.8a12 12 0 0 0 5.4 5.4L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z",
  web: `${RING}h18M12 3c5 4 5 14 0 18-5-4-5-14 0-18z`,
  mail: "M3 6h18v12H3zl9 7 9-7",
  checked: `${RING}M8 12.5l2.8 2.8L16 9.5`,
  open: RING,
  /** The chart sign for a pilot station: who is responsible. */
  pilot: `${RING}m9-4 4 4-4 4-4-4z`,
  /** A path, from where one stands to where one goes. */
  mark: "M5 18V6l14 12V8M3 20a2 2 0 1 0 4 0 2 2 0 1 0-4 0M17 6a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
};

/** A picture that says nothing that the words beside it don't say. */
export function icon(path: string, dashes = ""): SVGElement {
  const make = (name: string) => document.createElementNS("http://www.w3.org/2000/svg", name) as SVGElement;
  const svg = make("svg");
  const line = make("path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  line.setAttribute("stroke-dasharray", dashes);
  svg.append(line);
  return svg;
}
