// Opens pages in Chromium as the plan on standard input says and prints what was seen, as JSON.
// Plan: {browser, views: [{url, width, dark, forced, script, plant, open, picture, pdf, full}]}
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const plan = JSON.parse(Buffer.concat(chunks));

async function look(browser, view) {
  const context = await browser.newContext({
    viewport: { width: view.width ?? 1200, height: view.height ?? 900 },
    colorScheme: view.dark ? "dark" : "light",
    forcedColors: view.forced ? "active" : "none",
    javaScriptEnabled: view.script !== false,
    locale: view.locale ?? "de-DE",
  });
  const page = await context.newPage();
  const seen = { foreign: [], problems: [], status: 0 };
  const origin = new URL(view.url).origin;
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== origin) seen.foreign.push(request.url());
  });
  page.on("console", (message) => {
    // The browser's own note on a 404 or 503 is what we asked for.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) seen.problems.push(message.text());
  });
  page.on("pageerror", (error) => seen.problems.push(String(error)));
  seen.status = (await page.goto(view.url, { waitUntil: "load" })).status();
  if (view.open) await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
  if (view.plant) await page.evaluate(view.plant);
  if (view.type) {
    await page.locator("#place").pressSequentially(view.type);
    await page.waitForFunction(() => document.querySelectorAll("#places option").length > 0);
    seen.options = await page.locator("#places option").evaluateAll((all) => all.map((one) => one.value));
  }
  if (view.keys) {
    for (const key of view.keys) await page.keyboard.press(key);
    seen.focused = await page.evaluate(() => document.activeElement.id || document.activeElement.className);
  }
  if (view.axe) {
    // By the debugger and not by a script element: the page's own policy would refuse that, as it should.
    await page.evaluate(axe);
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const results = await page.evaluate((values) => axe.run({ runOnly: { type: "tag", values } }), tags);
    seen.violations = results.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
    seen.passed = results.passes.length;
  }
  seen.address = page.url();
  seen.title = await page.title();
  seen.text = await page.locator("main").innerText();
  seen.overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  seen.first_action = await page.evaluate(() => document.querySelector(".acts .btn")?.getBoundingClientRect().bottom ?? null);
  seen.cookies = await context.cookies();
  seen.stored = await page.evaluate(() => {
    try {
      return localStorage.length + sessionStorage.length;
    } catch {
      return 0;
    }
  });
  if (view.picture) await page.screenshot({ path: view.picture, fullPage: view.full ?? true });
  if (view.pdf) {
    const bytes = await page.pdf({ preferCSSPageSize: true, printBackground: true, ...(view.pdf === true ? {} : { path: view.pdf }) });
    seen.sheets = bytes.toString("latin1").match(/\/Type\s*\/Page[^s]/g).length;
  }
  await context.close();
  return seen;
}

const browser = await chromium.launch({ executablePath: plan.browser, args: ["--no-sandbox", "--disable-gpu"] });
try {
  // A few at a time: the browser waits for the server, and the server for the database.
  const answers = Array(plan.views.length);
  let next = 0;
  const work = async () => {
    while (next < plan.views.length) {
      const n = next++;
      answers[n] = await look(browser, plan.views[n]);
    }
  };
  await Promise.all([work(), work(), work()]);
  console.log(JSON.stringify(answers));
} finally {
  await browser.close();
}
