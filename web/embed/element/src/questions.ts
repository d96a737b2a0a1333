import type { Question } from "./ask";

export interface Point {
  lat: number;
  lon: number;
}

/** What is asked for. Empty texts and lists ask for anything. */
export interface Wanted {
  text: string;
  field: string;
  types: readonly string[];
  /** AGS: the region and all inside it. */
  region: string;
  near: Point | null;
  limit: number;
}

export interface Fact {
  status: "VERIFIED" | "UNVERIFIED" | "EXPIRED";
  verifiedAt: string | null;
}

export interface Seat {
  role: string;
  street: string | null;
  postalCode: string | null;
  city: string | null;
  provenance: Fact;
}

export interface Actor {
  id: string;
  name: string;
  actionFields: string[];
  type?: string;
  contacts: Record<"phone" | "website" | "email", string | null>[];
  /** Without these it wasn't asked where the actor is and how it is known, only that it is responsible. */
  locations?: Seat[];
  provenance?: Fact;
}

type Role = "DECIDES" | "PROVIDES" | "ADVISES";

/** An office in the list. Its role is its part in the place that was asked for; without one it is only near, or only in the list. */
export interface Office {
  actor: Actor;
  role?: Role | null;
  /** How that part is known. */
  part?: Fact;
  km?: number;
}

interface Region {
  label: string;
  responsibilities: { role: Role; provenance: Fact; actor: Actor | null }[];
}

/** The answer to any of the operations that list offices. */
export interface Rows {
  list: {
    totalCount?: number;
    nodes?: Actor[];
    edges?: { distanceKm: number; responsible: boolean; role: Role | null; node: { actor: Actor; location: Seat } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
  region?: Region;
  responsibleFor?: { region: Region }[];
  directory: { dataAsOf: string | null };
}

/** A postal code typed into the search field asks for the place and not for the word. */
export const isPostalCode = (text: string): boolean => /^\d{5}$/.test(text);

/** Whether the nearest are asked for. */
export const isNear = ({ text, near }: Wanted): boolean => isPostalCode(text) || (!!near && !text);

/** What to ask the directory: the nearest, else what words find, else a list by name; from *after* on. */
export function question(wanted: Wanted, after?: string | null): Question {
  const { text, near, limit } = wanted;
  // Enough that a Kreis is whole, whatever the page shows of it at first.
  const first = Math.max(limit, 20);
  const field = wanted.field || undefined;
  const fields = field && [field];
  const types = wanted.types.length ? wanted.types : undefined;
  const region = wanted.region || undefined;
  // The first page brings who is responsible for the place; later ones needn't.
  const common = { first, after: after ?? undefined, parts: fields, inRegion: !after };
  if (isNear(wanted)) return ["Nearest", { ...common, fields, near: isPostalCode(text) ? { postalCode: text } : { point: near }, field, types }];
  const listed = { ...common, region, inRegion: !after && !!region };
  const inside = region && { key: region };
  if (text) {
    const kinds = ["Organization", "Project", "Programme", "Network"];
    return ["Search", { ...listed, text, where: { kinds, types, actionFields: fields, region: inside } }];
  }
  const where = { region: inside, actionFields: field && { has: field } };
  return types ? ["Organizations", { ...listed, where: { ...where, type: { in: types } } }] : ["Actors", { ...listed, where }];
}

/** The regions whose responsible offices the rows hold. */
export const regions = ({ region, responsibleFor }: Rows): Region[] => (region ? [region] : (responsibleFor ?? []).map((answer) => answer.region));

/** What the rows say, each office once: who is responsible first, unless words are searched for; then the list in its own order. */
export function offices(rows: Rows, { text, types }: Wanted): Office[] {
  const { edges, nodes = [] } = rows.list;
  const here = new Map<string, Office>();
  for (const { actor, role, provenance } of regions(rows).flatMap((region) => region.responsibilities)) {
    if (!actor || (types.length && !types.includes(actor.type!))) continue;
    const known = here.get(actor.id);
    if (!known) here.set(actor.id, { actor, role, part: provenance });
    // The strongest role counts, and the least sure of its facts.
    else Object.assign(known, role !== "ADVISES" && { role }, provenance.status !== "VERIFIED" && { part: provenance });
  }
  const listed: Office[] = edges
    ? // The distance is that to this seat, which may be another than the head office.
      edges.map(({ distanceKm: km, responsible, role, node }) => ({ actor: { ...node.actor, locations: [node.location] }, km, role: responsible ? role : null }))
    : nodes.filter((actor) => actor.id).map((actor) => ({ actor }));
  const all = listed.map((office) => Object.assign(here.get(office.actor.id) ?? office, { actor: office.actor, km: office.km }));
  const ahead = text && !edges ? [] : [...here.values()].sort((a, b) => rank(a) - rank(b));
  return [...new Set([...ahead, ...all])];
}

const rank = ({ role }: Office): number => (role === "ADVISES" ? 1 : 0);
