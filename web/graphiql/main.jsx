import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";
import "graphiql/style.css";
import "./page.css";
import example from "./plain/example.graphql";

globalThis.MonacoEnvironment = {
  getWorker(_id, label) {
    const name = label === "json" || label === "graphql" ? label : "editor";
    return new Worker(`/graphiql/assets/${name}.worker.js`);
  },
};

// Queries may hold personal data (a place, an age), so nothing outlives the page: no local storage.
const entries = new Map();
const memory = {
  get length() {
    return entries.size;
  },
  getItem: (key) => entries.get(key) ?? null,
  setItem: (key, value) => entries.set(key, String(value)),
  removeItem: (key) => entries.delete(key),
  clear: () => entries.clear(),
};

createRoot(document.getElementById("graphiql")).render(
  <GraphiQL fetcher={createGraphiQLFetcher({ url: "/graphql" })} storage={memory} defaultQuery={example} />,
);
