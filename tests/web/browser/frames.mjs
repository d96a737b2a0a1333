// Looks at a page of another website that frames ours, searches within the frame, and prints what came of it, as JSON.
// Plan: {browser, views: [{url, ours}]}; url: the other website's page, ours: the origin of what it frames.
import { opened, run } from "./seeing.mjs";

async function frame(browser, view) {
  const { context, page, seen } = await opened(browser, view, [view.ours, new URL(view.url).origin]);
  await page.goto(view.url, { waitUntil: "load" });
  const inside = async () => (await page.locator("iframe").first().elementHandle()).contentFrame();
  const here = await inside();
  seen.shown = await here.locator(".idir-foot").waitFor({ timeout: 8_000 }).then(() => here.locator("body").innerText(), () => "");
  if (seen.shown) {
    seen.needed = await here.evaluate(() => document.documentElement.getBoundingClientRect().height);
    // The height comes by a message, soon.
    await page.waitForTimeout(500);
    seen.heights = await page.locator("iframe").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    seen.border = await here.evaluate(() => getComputedStyle(document.querySelector(".idir")).borderTopWidth);
    await here.fill("#q", "Handwerk");
    await here.press("#q", "Enter");
    await here.waitForURL(/q=Handwerk/, { timeout: 8_000 }).catch(() => {});
    const there = await inside();
    await there.locator(".list h2").first().waitFor({ timeout: 8_000 }).catch(() => {});
    seen.address = there.url();
    seen.found = await there.locator(".list h2").allInnerTexts();
    await there.locator("#region").fill("");
    await there.locator("#region").pressSequentially("Cell");
    await there.locator("#regions option").first().waitFor({ state: "attached", timeout: 8_000 }).catch(() => {});
    seen.options = await there.locator("#regions option").evaluateAll((all) => all.map((one) => one.value));
  }
  seen.said = await page.evaluate(() => said);
  await context.close();
  return seen;
}

await run(frame);
