/** The hash of integration-directory.graphql; the build puts it here. */
declare const DOCUMENT_ID: string;

/** Milliseconds after which nobody waits any longer. */
const PATIENCE = 20_000;

/** Why there is no answer. The message is for the page's developers, in English. */
export class Refusal extends Error {
  constructor(
    readonly kind: "away" | "offline" | "busy" | "place",
    message: string,
    readonly seconds = 0,
  ) {
    super(message);
  }
}

export type Question = [operation: string, variables: Record<string, unknown>];

/**
 * The answer's data. By GET the request is one that needs no preflight and that every cache on the way may answer; *anew* asks the
 * server even if the browser still holds an answer, and costs a 304 if it is the same. Throws a Refusal, also when *stop* says that
 * nobody waits any longer.
 */
export async function ask<T>([operationName, variables]: Question, endpoint: string, stop: AbortSignal, post: boolean, anew = false): Promise<T> {
  const late = new AbortController();
  const end = () => late.abort();
  const timer = setTimeout(end, PATIENCE);
  stop.addEventListener("abort", end);
  try {
    const named = { documentId: DOCUMENT_ID, operationName, variables };
    const url = new URL(endpoint, document.baseURI);
    if (!post) for (const [name, value] of Object.entries(named)) url.searchParams.set(name, typeof value === "string" ? value : JSON.stringify(value));
    return await read<T>(
      await fetch(url, {
        credentials: "omit",
        cache: anew ? "no-cache" : "default",
        signal: late.signal,
        ...(post && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(named) }),
      }),
    );
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(navigator.onLine ? "away" : "offline", `No answer: ${error}`);
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", end);
  }
}

async function read<T>(response: Response): Promise<T> {
  const { status, headers } = response;
  if (status === 429) throw new Refusal("busy", "Too many requests", Number(headers.get("retry-after")) || 20);
  // What isn't JSON, as the page of a proxy that can't reach the directory, ends in the catch above.
  const { data, errors } = (await response.json()) as { data?: T; errors?: { message: string; extensions?: { code?: string } }[] };
  if (data && !errors) return data;
  const error = errors?.[0];
  throw new Refusal(error?.extensions?.code === "PLACE_NOT_FOUND" ? "place" : "away", error?.message ?? `${status} without data.`);
}
