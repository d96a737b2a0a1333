// Uses the element <integration-directory> on pages of another origin, as citizens do, and prints what was seen, as JSON.
// Plan: {browser, site, script, demo, views: [{scenario, …}]}; *site* answers as usual, and wrongly under /stopped, /slow, …
import { HOSTILE, host, hosts } from "./hosts.mjs";
import { examined, left, opened, run } from "./seeing.mjs";

const web = await hosts();
const CELLE = { region: "03351", lang: "de" };

// An element in a page: *attributes* beside the endpoint, *headers* of the page. Everything that happens is in `seen`.
async function shown(browser, plan, { attributes = CELLE, mode = "", headers = {}, style, fallback, script = plan.script, view = {}, more = {}, wait = true }) {
  const { context, page, seen } = await opened(browser, view, [plan.site, web.origin], more);
  page.setDefaultTimeout(90_000);
  seen.events = [];
  await page.exposeFunction("heard", (name, detail) => seen.events.push([name, detail]));
  await page.addInitScript(() => {
    for (const name of ["ready", "results", "select", "error"]) {
      addEventListener(`integration-directory:${name}`, (event) => {
        if (name === "select") event.preventDefault();
        heard(name, event.detail);
      });
    }
    addEventListener("securitypolicyviolation", (event) => heard("violation", `${event.violatedDirective} ${event.blockedURI}`));
    addEventListener("unhandledrejection", (event) => heard("thrown", String(event.reason)));
  });
  const endpoint = `${plan.site}${mode}/graphql`;
  const address = web.add(host({ script, attributes: { endpoint, ...attributes }, style, fallback }), headers);
  await page.goto(address);
  const element = page.locator("integration-directory");
  const settled = () => page.waitForFunction(() => document.querySelector("integration-directory").shadowRoot?.querySelector("[aria-busy=false]"));
  if (wait) await settled();
  const set = async (values) => {
    await element.evaluate((one, given) => {
      for (const [name, value] of Object.entries(given)) value === null ? one.removeAttribute(name) : one.setAttribute(name, value);
    }, values);
    await page.waitForTimeout(0);
    await settled();
  };
  const names = () => element.locator(".name").allInnerTexts();
  const text = (selector) => element.locator(selector).first().innerText();
  return { context, page, seen, element, endpoint, address, settled, set, names, text };
}

// Where the focus is, inside of the shadow root.
const focused = (page) =>
  page.evaluate(() => {
    const inside = document.activeElement?.shadowRoot?.activeElement;
    return inside ? inside.getAttribute("part") : document.activeElement.tagName.toLowerCase();
  });

const asked = (seen) => seen.requests.filter(({ type }) => type === "fetch").map(({ method, url }) => [method, new URL(url).searchParams.get("operationName")]);

const scenarios = {
  // Every language in every state and look, by axe. *plant* puts a fault in.
  async matrix(browser, plan, { langs, plant }) {
    const one = await shown(browser, plan, { style: ":root { color-scheme: light dark }" });
    const { page, element, seen } = one;
    const wrong = `${plan.site}/broken/graphql`;
    const looks = {
      results: [{}, { "action-field": null, endpoint: one.endpoint }],
      empty: [{}, { "action-field": "MOBILITY", endpoint: one.endpoint }],
      error: [{}, { endpoint: wrong }],
      narrow: [{ width: 320 }, { endpoint: one.endpoint, "action-field": null }],
      dark: [{ dark: true }, {}],
      forced: [{ forced: true }, {}],
    };
    const found = {};
    for (const lang of langs) {
      for (const [look, [how, attributes]] of Object.entries(looks)) {
        await page.setViewportSize({ width: how.width ?? 1200, height: 900 });
        await page.emulateMedia({ colorScheme: how.dark ? "dark" : "light", forcedColors: how.forced ? "active" : "none" });
        await one.set({ lang, ...attributes });
        if (plant) await element.evaluate((one, script) => new Function("root", script)(one.shadowRoot), plant);
        found[`${lang}/${look}`] = {
          ...(await examined(page)),
          ...(await element.evaluate((one) => {
            const root = one.shadowRoot;
            const small = [...root.querySelectorAll("a, button, input, select")].filter((part) => part.checkVisibility() && part.getBoundingClientRect().height < 44);
            return {
              lang: root.firstChild.lang,
              dir: root.firstChild.dir,
              title: root.querySelector(".heading").textContent,
              status: root.querySelector(".status").textContent,
              note: root.querySelector(".note p")?.textContent ?? null,
              unmarked: [...root.querySelectorAll(".name")].filter((name) => name.firstChild.localName !== "bdi" || name.firstChild.lang !== "de").length,
              small: small.map((part) => part.outerHTML.slice(0, 80)),
              overflow: document.documentElement.scrollWidth - innerWidth,
              background: getComputedStyle(root.firstChild).backgroundColor,
            };
          })),
        };
      }
    }
    await one.context.close();
    return { found, problems: seen.problems };
  },

  // The strictest policy that a page can have, and everything a citizen does.
  async strict(browser, plan) {
    const csp = `default-src 'none'; script-src ${plan.site}; connect-src ${plan.site}; require-trusted-types-for 'script'; trusted-types 'none'`;
    const one = await shown(browser, plan, { headers: { "content-security-policy": csp }, attributes: { region: "03", lang: "ar" } });
    const { page, element, seen } = one;
    for (const count of [20, 30]) {
      await element.locator(".further button").click();
      await page.waitForFunction((wanted) => document.querySelector("integration-directory").shadowRoot.querySelectorAll(".item").length === wanted, count);
    }
    await page.waitForFunction(() => document.querySelector("integration-directory").shadowRoot.querySelectorAll("[id$=region] option").length > 40);
    await element.locator("input").fill("29221");
    await element.locator("input").press("Enter");
    await one.settled();
    const styled = await element.locator(".base").evaluate((base) => getComputedStyle(base).display);
    // That a fault would be seen: an element without a policy's leave.
    await page.evaluate(() => document.body.append(Object.assign(document.createElement("style"), { textContent: "b { color: red }" })));
    await page.waitForTimeout(100);
    const result = { ...seen, ...(await left(one.context, page)), styled, asked: asked(seen) };
    await one.context.close();
    return result;
  },

  // The same element in a page without and in one with hostile styles. The family of the font is meant to be the page's.
  async hostile(browser, plan) {
    const read = async (style) => {
      const one = await shown(browser, plan, { style, attributes: { ...CELLE, "hide-near": "" } });
      const styles = await one.element.evaluate((element) => {
        const wanted = ["display", "color", "background-color", "font-size", "font-style", "line-height", "letter-spacing", "word-spacing",
          "text-transform", "text-align", "text-indent", "white-space", "list-style-type", "cursor", "height"];
        const parts = ["base", "heading", "field", "input", "select", "submit", "status", "item", "name", "meta", "actions", "web", "link", "footer"];
        return Object.fromEntries(parts.map((part) => {
          const style = getComputedStyle(element.shadowRoot.querySelector(`[part~=${part}]`));
          return [part, Object.fromEntries(wanted.map((name) => [name, style.getPropertyValue(name)]))];
        }));
      });
      await one.context.close();
      return styles;
    };
    return { plain: await read("integration-directory { display: block }"), hostile: await read(HOSTILE) };
  },

  // No mouse at all.
  async keyboard(browser, plan) {
    const one = await shown(browser, plan, { attributes: { ...CELLE, region: "03", limit: "3", "hide-region": "" } });
    const { page, element, seen } = one;
    const order = [];
    for (let n = 0; n < 7; n++) {
      await page.keyboard.press("Tab");
      order.push(await focused(page));
    }
    await element.locator(".further button").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("integration-directory").shadowRoot.querySelectorAll(".item").length === 6);
    const fourth = (await one.names())[3];
    const first_new = await page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement.shadowRoot.activeElement).outlineWidth);
    await element.locator("input").focus();
    await page.keyboard.type("packt an");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => /packt an/.test(document.querySelector("integration-directory").shadowRoot.querySelector(".name")?.textContent));
    const stayed = await focused(page);
    await element.locator(".phone").focus();
    await page.keyboard.press("Enter");
    await page.waitForTimeout(100);
    const result = { order, fourth, first_new, outline, stayed, events: seen.events, href: await element.locator(".phone").getAttribute("href") };
    await one.context.close();
    return result;
  },

  // A script that isn't the one whose hash the page knows.
  async sri(browser, plan) {
    const script = plan.script.replace(/sha384-.{8}/, "sha384-AAAAAAAA");
    const fallback = `<a href="${plan.site}/embed/v1/directory?region=03351">Verzeichnis der Stellen</a>`;
    const one = await shown(browser, plan, { script, fallback, wait: false });
    await one.page.waitForLoadState("networkidle");
    const link = one.page.getByRole("link", { name: "Verzeichnis der Stellen" });
    const result = { visible: await link.isVisible(), upgraded: await one.element.evaluate((element) => !!element.shadowRoot), problems: one.seen.problems };
    await one.context.close();
    return result;
  },

  // The server is away, slow or wrong; then it answers again.
  async failure(browser, plan, { mode, method = "get" }) {
    const fallback = `<a href="${plan.site}/embed/v1/directory?region=03351">Verzeichnis</a>`;
    const one = await shown(browser, plan, { attributes: mode === "/stopped" ? { ...CELLE, method, endpoint: "http://127.0.0.1:9/graphql" } : { ...CELLE, method }, mode, fallback, wait: false });
    const { page, element, seen } = one;
    // In one go: a slow answer takes the note away again.
    const found = await page.waitForFunction(() => {
      const root = document.querySelector("integration-directory").shadowRoot;
      const note = root?.querySelector(".note");
      return note && { note: note.querySelector("p").textContent, role: note.role, href: note.querySelector(".link").href, busy: root.firstChild.ariaBusy };
    });
    const result = await found.jsonValue();
    const retry = element.locator(".retry");
    result.offered = await retry.count();
    if (result.offered) {
      await retry.focus();
      await page.keyboard.press("Enter");
      await page.waitForTimeout(300);
      await element.locator(".retry").waitFor();
      result.focus = await focused(page);
      await element.evaluate((target, endpoint) => target.setAttribute("endpoint", endpoint), `${plan.site}/graphql`);
    }
    await element.locator(".item").first().waitFor();
    result.after = [await element.locator(".item").count(), await element.locator(".note").count()];
    await one.context.close();
    return { ...result, problems: seen.problems, events: seen.events };
  },

  // The citizen's own connection goes away and comes back.
  async offline(browser, plan) {
    const one = await shown(browser, plan, {});
    await one.context.setOffline(true);
    await one.element.locator("input").fill("jobcenter");
    await one.element.locator(".submit").click();
    await one.element.locator(".note").waitFor();
    const note = await one.text(".note p");
    const kept = [await one.element.locator("input").inputValue(), (await one.names()).length];
    await one.context.setOffline(false);
    await one.page.waitForFunction(() => !document.querySelector("integration-directory").shadowRoot.querySelector(".note"));
    const result = { note, kept, names: await one.names(), problems: one.seen.problems };
    await one.context.close();
    return result;
  },

  // What it costs: the requests of a first view, and of a second one.
  async cost(browser, plan) {
    const one = await shown(browser, plan, { mode: "/repeat" });
    const first = asked(one.seen);
    await one.page.reload();
    await one.settled();
    const result = { first, second: asked(one.seen).slice(first.length), names: await one.names() };
    await one.context.close();
    return result;
  },

  // Where the citizen stands: asked for on a click, and rounded.
  async near(browser, plan, { granted }) {
    const more = { geolocation: { latitude: 52.62374, longitude: 10.08119 }, permissions: granted ? ["geolocation"] : [] };
    const one = await shown(browser, plan, { more, attributes: { ...CELLE, "action-field": "recognition" } });
    await one.page.evaluate(() => {
      window.asked = 0;
      const real = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
      navigator.geolocation.getCurrentPosition = (...given) => (window.asked++, real(...given));
    });
    const before = await one.page.evaluate(() => window.asked);
    await one.element.locator(".near").click();
    if (granted) await one.element.locator(".distance").first().waitFor();
    else await one.page.waitForFunction(() => /verfügbar/.test(document.querySelector("integration-directory").shadowRoot.querySelector(".status").textContent));
    const last = one.seen.requests.filter(({ type }) => type === "fetch").at(-1).url;
    const items = await one.element.locator(".item").evaluateAll((all) => all.map((item) => [item.querySelector(".name").textContent, item.querySelector(".tag")?.textContent ?? null]));
    const result = { before, variables: JSON.parse(new URL(last).searchParams.get("variables")), items, status: await one.text(".status"), problems: one.seen.problems };
    await one.context.close();
    return result;
  },

  // A slow answer that comes after the question has changed is nobody's.
  async stale(browser, plan) {
    const one = await shown(browser, plan, { mode: "/slow", wait: false });
    await one.element.locator("input").waitFor();
    await one.element.evaluate((element, endpoint) => element.setAttribute("endpoint", endpoint), `${plan.site}/graphql`);
    await one.settled();
    await one.element.locator("input").fill("38100");
    await one.element.locator("input").press("Enter");
    await one.page.waitForFunction(() => /Braunschweig/.test(document.querySelector("integration-directory").shadowRoot.querySelector(".heading").textContent));
    const names = await one.names();
    await one.page.waitForTimeout(5_500);
    const result = { same: JSON.stringify(names) === JSON.stringify(await one.names()), first: names[0], problems: one.seen.problems, events: one.seen.events };
    await one.context.close();
    return result;
  },

  // Attributes: what is on the page and what was asked, for each set of them.
  async attributes(browser, plan, { sets }) {
    const one = await shown(browser, plan, {});
    const found = [];
    for (const given of sets) {
      const before = one.seen.requests.length;
      const events = one.seen.events.length;
      await one.set(given);
      await one.page.waitForTimeout(50);
      const fetched = one.seen.requests.slice(before).filter(({ type }) => type === "fetch");
      const last = fetched[0] && new URL(fetched[0].url);
      found.push({
        method: fetched[0]?.method,
        operation: last?.searchParams.get("operationName"),
        variables: JSON.parse(last?.searchParams.get("variables") ?? "null"),
        events: one.seen.events.slice(events),
        ...(await one.element.evaluate((element) => {
          const root = element.shadowRoot;
          return {
            heading: [root.querySelector(".heading").localName, root.querySelector(".heading").textContent],
            name: root.querySelector(".name")?.localName ?? null,
            names: [...root.querySelectorAll(".name")].map((name) => name.textContent),
            labels: [...root.querySelectorAll("label")].map((label) => label.textContent),
            near: root.querySelectorAll(".near").length,
            chosen: [...root.querySelectorAll("select")].map((select) => select.value),
            scheme: getComputedStyle(root.firstChild).colorScheme,
            web: (({ href, target, rel } = {}) => [href, target, rel])(root.querySelector(".web") ?? undefined),
            link: root.querySelector(".footer .link")?.href ?? null,
            parts: [...new Set([...root.querySelectorAll("[part]")].flatMap((part) => [...part.part]))].sort(),
          };
        })),
      });
      await one.set(Object.fromEntries(Object.keys(given).map((name) => [name, CELLE[name] ?? (name === "endpoint" ? one.endpoint : null)])));
    }
    const before = one.seen.requests.length;
    await one.element.evaluate((element) => element.refresh());
    const refreshed = one.seen.requests.length - before;
    const moved = await one.element.evaluate(async (element) => {
      element.remove();
      document.querySelector("main").append(element);
      return customElements.get("integration-directory").name.length > 0;
    });
    await one.settled();
    await one.element.evaluate((element) => {
      element.style.setProperty("--idir-color-action", "rgb(1, 2, 3)");
      element.style.setProperty("--idir-radius", "9px");
    });
    const submit = await one.element.locator(".submit").evaluate((button) => [getComputedStyle(button).backgroundColor, getComputedStyle(button).borderRadius]);
    const result = { found, refreshed, moved, submit, problems: one.seen.problems, again: (await one.names()).length };
    await one.context.close();
    return result;
  },

  // The regions of a Land, or all, to choose from; the first answer doesn't wait for them.
  async regions(browser, plan, { region }) {
    const one = await shown(browser, plan, { attributes: region ? { region } : {} });
    const first = asked(one.seen)[0];
    await one.page.waitForFunction(() => document.querySelector("integration-directory").shadowRoot.querySelectorAll("[id$=region] option").length > 1);
    const options = await one.element.locator("[id$=region] option").evaluateAll((all) => all.map((option) => [option.value, option.textContent, option.lang]));
    await one.element.locator("[id$=region]").selectOption("03351");
    await one.element.locator(".submit").click();
    await one.page.waitForFunction(() => /Landkreis Celle/.test(document.querySelector("integration-directory").shadowRoot.querySelector(".heading").textContent));
    const result = { first, options, names: await one.names(), asked: asked(one.seen) };
    await one.context.close();
    return result;
  },

  // The page of the town in the documentation.
  async demo(browser, plan, { picture, ...view }) {
    const { context, page, seen } = await opened(browser, view, [plan.site, web.origin]);
    await page.goto(web.add(plan.demo, { "content-security-policy": plan.policy }));
    await page.waitForFunction(() => document.querySelector("integration-directory").shadowRoot?.querySelector(".item"), null, { timeout: 90_000 });
    const text = await page.locator("integration-directory").evaluate((element) => element.shadowRoot.firstChild.innerText);
    if (picture) await page.screenshot({ path: picture, fullPage: true });
    const result = { ...seen, ...(await examined(page)), ...(await left(context, page)), text };
    await context.close();
    return result;
  },
};

// What breaks one view says so there, and the others are still seen.
await run((browser, view, plan) => scenarios[view.scenario](browser, plan, view).catch((error) => ({ failed: String(error) })));
web.close();
