// Opens pages in Chromium as the plan on standard input says and prints what was seen, as JSON.
// Plan: {browser, views: [{url, width, dark, forced, script, plant, open, picture, pdf, full, type, field}]}
import { examined, left, opened, run } from "./seeing.mjs";

async function look(browser, view) {
  const { context, page, seen } = await opened(browser, view, [new URL(view.url).origin]);
  seen.status = (await page.goto(view.url, { waitUntil: "load" })).status();
  if (view.open) await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
  if (view.plant) await page.evaluate(view.plant);
  if (view.type) {
    const field = page.locator(`#${view.field ?? "place"}`);
    const list = await field.getAttribute("list");
    await field.fill("");
    await field.pressSequentially(view.type);
    await page.waitForFunction(([id, text]) => document.querySelector(`#${id} option`)?.value.startsWith(text), [list, view.type]);
    seen.options = await page.locator(`#${list} option`).evaluateAll((all) => all.map((one) => one.value));
  }
  if (view.keys) {
    for (const key of view.keys) await page.keyboard.press(key);
    seen.focused = await page.evaluate(() => document.activeElement.id || document.activeElement.className);
  }
  if (view.axe) Object.assign(seen, await examined(page));
  seen.address = page.url();
  seen.title = await page.title();
  seen.text = await page.locator("main").innerText();
  seen.first_action = await page.evaluate(() => document.querySelector(".acts .btn")?.getBoundingClientRect().bottom ?? null);
  Object.assign(seen, await left(context, page));
  if (view.picture) await page.screenshot({ path: view.picture, fullPage: view.full ?? true });
  if (view.pdf) {
    const bytes = await page.pdf({ preferCSSPageSize: true, printBackground: true, ...(view.pdf === true ? {} : { path: view.pdf }) });
    seen.sheets = bytes.toString("latin1").match(/\/Type\s*\/Page[^s]/g).length;
  }
  await context.close();
  return seen;
}

await run(look);
