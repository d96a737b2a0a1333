// Pages of other websites that embed the directory, served from an origin of their own.
import http from "node:http";

// Host pages do this to what they hold; nothing of it may reach inside.
export const HOSTILE = `* { color: red !important; background: yellow !important; font: italic 700 40px/3 cursive !important; letter-spacing: 9px !important;
  word-spacing: 9px !important; text-transform: uppercase !important; text-align: center !important; text-indent: 50px !important; cursor: wait !important;
  white-space: pre !important; list-style: square inside !important; box-sizing: content-box !important; writing-mode: horizontal-tb !important; }
  h2, h3, input, select, button, a, p, li { display: none !important; } html { font-size: 62.5% !important; }`;

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

// A page with one element. *attributes* are the element's, *style* goes into the head, *script* is the tag that loads the element.
export function host({ script, attributes = {}, style = "", fallback = "" }) {
  const given = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");
  return `<!doctype html><html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Musterstadt</title>${style ? `<style>${style}</style>` : ""}${script}</head>
<body><main id="main"><h1>Arbeit</h1><integration-directory${given}>${fallback}</integration-directory></main></body></html>`;
}

// A server of such pages. `add` gives the address of a page, with *headers*; `close` ends it.
export async function hosts() {
  const pages = new Map();
  const server = http.createServer((request, response) => {
    const page = pages.get(request.url);
    response.writeHead(page ? 200 : 404, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", ...page?.headers });
    response.end(page?.html ?? "");
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    add: (html, headers = {}) => {
      const path = `/${pages.size}`;
      pages.set(path, { html, headers });
      return origin + path;
    },
    close: () => server.close(),
  };
}
