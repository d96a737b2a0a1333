// Bundles GraphiQL, its editor and the editor's workers into build/. Licence notices go into *.LEGAL.txt beside each bundle.
import { rm } from "node:fs/promises";
import { build } from "esbuild";

const outdir = "build";
const common = {
  bundle: true,
  minify: true,
  outdir,
  target: "es2022",
  legalComments: "linked",
  logLevel: "warning",
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".ttf": "file", ".graphql": "text" },
};

await rm(outdir, { recursive: true, force: true });
await build({
  ...common,
  entryPoints: {
    "editor.worker": "monaco-editor/esm/vs/editor/editor.worker.js",
    "json.worker": "monaco-editor/esm/vs/language/json/json.worker.js",
    "graphql.worker": "monaco-graphql/esm/graphql.worker.js",
  },
  format: "iife",
});
// Last, because its graphiql.js is what tells the server that the build is whole.
await build({ ...common, entryPoints: { graphiql: "main.jsx" }, format: "esm", splitting: true, jsx: "automatic" });
