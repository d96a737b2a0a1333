import { ask } from "./ask";

type Rows = Record<string, { nodes: { key: string; name: string; label: string }[] }>;

const known = new Map<string, Promise<[key: string, text: string][]>>();

/** The Kreise of a *land* (two digits), or of all, by name; asked for once for all elements of the page. */
export function kreise(land: string, endpoint: string, post: boolean): Promise<[key: string, text: string][]> {
  const place = endpoint + land;
  if (!known.has(place)) {
    const asked = ask<Rows>(land ? ["Kreise", { land }] : ["AllKreise", {}], endpoint, new AbortController().signal, post).then(byName);
    known.set(place, asked);
    asked.catch(() => known.delete(place));
  }
  return known.get(place)!;
}

/** “Celle (Landkreis)”: whoever types a name in the list finds it. */
function byName(rows: Rows): [string, string][] {
  return Object.values(rows)
    .flatMap(({ nodes }) => nodes)
    .map(({ key, name, label }): [string, string] => [key, label.endsWith(` ${name}`) ? `${name} (${label.slice(0, -1 - name.length)})` : label])
    .sort((a, b) => a[1].localeCompare(b[1], "de"));
}
