// Opens pages in headless Chromium and tells what is seen there, for the tests of itest's HTML.
//
// node look.mjs '<visits>': each visit is {url, scheme, width, javascript, axe, steps}, a step is [verb, ...words] of the
// table below. Prints a JSON list with an answer a visit: {requests, console, violations, answers, opened}; `requests`
// are those beside the page itself, `opened` milliseconds until the page was there and had been drawn.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const VERBS = {
  click: (page, selector) => page.click(selector),
  press: (page, key) => page.keyboard.press(key),
  fill: (page, selector, text) => page.fill(selector, text),
  choose: (page, selector, value) => page.selectOption(selector, value).then(() => null),
  focus: (page, selector) => page.focus(selector),
  wait: (page, selector) => page.waitForSelector(selector).then(() => null),
  count: (page, selector) => page.locator(selector).count(),
  visible: (page, selector) => page.locator(`${selector} >> visible=true`).count(),
  texts: (page, selector) => page.locator(selector).allInnerTexts(),
  content: (page, selector) => page.locator(selector).allTextContents(),
  attribute: (page, selector, name) => page.getAttribute(selector, name),
  focused: (page) => page.evaluate(() => document.activeElement.outerHTML.slice(0, 200)),
  hash: (page) => page.evaluate(() => location.hash),
  evaluate: (page, script) => page.evaluate(script),
  axe: (page) => violations(page),
  shot: (page, path) => page.screenshot({ path, fullPage: false }).then(() => null),
  whole: (page, path) => page.screenshot({ path, fullPage: true }).then(() => null),
};

async function violations(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run(document));
  return found.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

async function look(browser, visit) {
  const context = await browser.newContext({
    colorScheme: visit.scheme ?? "light",
    javaScriptEnabled: visit.javascript ?? true,
    viewport: { width: visit.width ?? 1280, height: visit.height ?? 900 },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const seen = { requests: [], console: [], answers: [] };
  page.on("request", (request) => {
    if (request.url() !== visit.url.split("#")[0] && !request.url().startsWith("data:")) seen.requests.push(request.url());
  });
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && seen.console.push(message.text()));
  page.on("pageerror", (error) => seen.console.push(String(error)));
  page.on("dialog", (dialog) => (seen.console.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  const before = performance.now();
  await page.goto(visit.url, { waitUntil: "load" });
  if (visit.javascript ?? true) await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
  seen.opened = Math.round(performance.now() - before);
  for (const [verb, ...words] of visit.steps ?? []) seen.answers.push((await VERBS[verb](page, ...words)) ?? null);
  await context.close();
  return seen;
}

const browser = await chromium.launch({ executablePath: process.env.ITEST_CHROMIUM });
try {
  const answers = [];
  for (const visit of JSON.parse(process.argv[2])) answers.push(await look(browser, visit));
  console.log(JSON.stringify(answers));
} finally {
  await browser.close();
}
