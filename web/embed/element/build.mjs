// Checks the types, then bundles the element into build/ (or into the folder that is named), with the hash of its GraphQL document
// in it. The same sources give the same bytes. The example in docs/ gets the new hash, too.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { build, transform } from "esbuild";

const outdir = process.argv[2] ?? "build";
const { version } = JSON.parse(await readFile("package.json", "utf8"));
const document = await readFile("integration-directory.graphql");

/** Styles as a text without what only people read. */
const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: "es2022" });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

/** Where the letters of a script begin, less 0x40: see Spoken in src/words/index.ts. */
const SHIFTS = { uk: 0x3f0, ru: 0x3f0, ar: 0x5e0, fa: 0x5e0 };

/** Letters that take two bytes in the place of ASCII's, and those in theirs. */
function shifted(text, shift) {
  return text.replace(/[^]/g, (letter) => {
    const code = letter.charCodeAt(0);
    const within = (start) => code >= start + 0x40 && code <= start + 0x7e;
    return String.fromCharCode(within(shift) ? code - shift : within(0) ? code + shift : code);
  });
}

/**
 * A language as one text in the order of W, so that the names of the words aren't in the bundle eight times; its letters a byte each.
 * Together that is a fifth of the words' size on the wire.
 */
const words = {
  name: "words",
  setup({ onLoad }) {
    onLoad({ filter: /words[\\/][a-z]{2}\.ts$/ }, async ({ path }) => {
      const names = (await readFile(path.replace(/..\.ts$/, "words.ts"), "utf8")).match(/^ {2}\w+(?=,$)/gm).map((name) => name.trim());
      const { code } = await transform(await readFile(path, "utf8"), { loader: "ts", format: "esm" });
      const [[lang, said]] = Object.entries(await import(`data:text/javascript,${encodeURIComponent(code)}`));
      const list = names.flatMap((name) => said[name]);
      if (list.some((text) => !text || text.includes("|"))) throw new Error(`${path}: a word is missing, or holds "|"`);
      const said8 = list.map((text) => (SHIFTS[lang] ? shifted(text, SHIFTS[lang]) : text)).join("|");
      return { contents: `export const ${lang} = ${JSON.stringify(said8)}`, loader: "js" };
    });
  },
};

execFileSync(process.execPath, ["node_modules/typescript/bin/tsc"], { stdio: "inherit" });
await build({
  entryPoints: { "integration-directory": "src/element.ts" },
  outdir,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  logLevel: "warning",
  legalComments: "none",
  banner: { js: `/* integration-directory ${version}, part of Netzlotse, Apache-2.0 */` },
  define: { DOCUMENT_ID: JSON.stringify(`sha256:${createHash("sha256").update(document).digest("hex")}`) },
  plugins: [styles, words],
});
await copyFile("integration-directory.d.ts", `${outdir}/integration-directory.d.ts`);

if (!process.argv[2]) {
  const example = "../../../docs/embed-demo.html";
  const hash = createHash("sha384").update(await readFile(`${outdir}/integration-directory.js`)).digest("base64");
  await writeFile(example, (await readFile(example, "utf8")).replace(/integrity="[^"]*"/, `integrity="sha384-${hash}"`));
}
