// What every plan of views shares: a browser that writes down what a page does, axe, and a few views at a time.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// A page in a context of its own. What goes wrong on it is in `seen.problems`, requests to other origins than *origins* in
// `seen.foreign`, all requests in `seen.requests`.
export async function opened(browser, view, origins, more = {}) {
  const context = await browser.newContext({
    viewport: { width: view.width ?? 1200, height: view.height ?? 900 },
    colorScheme: view.dark ? "dark" : "light",
    forcedColors: view.forced ? "active" : "none",
    javaScriptEnabled: view.script !== false,
    locale: view.locale ?? "de-DE",
    ...more,
  });
  const page = await context.newPage();
  const seen = { foreign: [], problems: [], requests: [], status: 0 };
  page.on("request", (request) => {
    seen.requests.push({ method: request.method(), url: request.url(), type: request.resourceType() });
    if (!origins.includes(new URL(request.url()).origin)) seen.foreign.push(request.url());
  });
  page.on("console", (message) => {
    // The browser's own note on a 404 or 503 is what we asked for.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) seen.problems.push(message.text());
  });
  page.on("pageerror", (error) => seen.problems.push(String(error)));
  return { context, page, seen };
}

// What axe finds, shadow roots included; *passed* says that it looked at all.
export async function examined(page) {
  // By the debugger and not by a script element: the page's own policy would refuse that, as it should.
  await page.evaluate(axe);
  const results = await page.evaluate((values) => axe.run({ runOnly: { type: "tag", values } }), TAGS);
  const violations = results.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
  return { violations, passed: results.passes.length };
}

// What the page leaves behind, and by how much it is wider than its window.
export async function left(context, page) {
  const cookies = await context.cookies();
  const stored = await page.evaluate(() => {
    try {
      return localStorage.length + sessionStorage.length;
    } catch {
      return 0;
    }
  });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return { cookies, stored, overflow };
}

// Reads the plan {browser, views, …} from standard input, lets *look* see each view, and prints what was seen, in order.
export async function run(look) {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const plan = JSON.parse(Buffer.concat(chunks));
  const browser = await chromium.launch({ executablePath: plan.browser, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    // A few at a time: the browser waits for the server, and the server for the database.
    const answers = Array(plan.views.length);
    let next = 0;
    const work = async () => {
      while (next < plan.views.length) {
        const n = next++;
        answers[n] = await look(browser, plan.views[n], plan);
      }
    };
    await Promise.all([work(), work(), work()]);
    console.log(JSON.stringify(answers));
  } finally {
    await browser.close();
  }
}
