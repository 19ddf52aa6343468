// Chromium by Playwright and Firefox by Puppeteer (WebDriver BiDi), with the same surface.

import puppeteer from 'puppeteer-core';
import { startChromium } from './browser.mjs';

const PATIENCE = 20_000;

/** Starts a browser; `t` ends it. */
export async function startBrowser(t, name) {
  const browser = await { Chromium, Firefox }[name](t);
  return {
    name,
    /** A tab of its own; errors in it but those that `isExpected`, and what its policy forbade, fail the test. */
    async open(t, options = {}) {
      const { page, close } = await browser.open(options);
      const tab = new Tab(page, browser);
      t.after(async () => {
        const forbidden = await page.evaluate(() => window.forbidden ?? []).catch(() => []);
        await close();
        const problems = [...tab.problems, ...forbidden].filter((problem) => !options.isExpected?.(problem));
        if (problems.length) throw new Error(problems.join('\n'));
      });
      await tab.watch();
      return tab;
    },
  };
}

/** A tab, and what one does in it. */
class Tab {
  problems = [];
  requests = [];
  #page;
  #driver;

  constructor(page, driver) {
    this.#page = page;
    this.#driver = driver;
  }

  async watch() {
    this.#page.on('pageerror', (error) => this.problems.push(error.message));
    this.#page.on('request', (request) => this.requests.push({ url: request.url(), headers: request.headers() }));
    await this.#driver.before(this.#page, () => {
      window.forbidden = [];
      new MutationObserver((_, observer) => {
        if (!document.querySelector('.scroller .row')) return;
        window.firstRow = performance.now();
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true });
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        window.forbidden.push(`${violatedDirective} ${blockedURI}`),
      );
    });
  }

  /** Goes to an address, in front of other tabs: browsers slow down what is behind. */
  async goto(url) {
    await this.#page.bringToFront();
    await this.#page.goto(url);
  }

  reload() {
    return this.#page.reload();
  }

  back() {
    return this.#page.goBack();
  }

  /** The result of `read(argument)` gives in the page. */
  read(read, argument) {
    return this.#page.evaluate(read, argument);
  }

  /** Resolves when `read(argument)` is true in the page. */
  see([read, argument]) {
    return this.#until(() => this.#page.evaluate(read, argument), `${read} ${JSON.stringify(argument)}`);
  }

  /** Clicks the first visible element that `css` selects and that says `text`. */
  async click(css, text = '') {
    await this.#driver.click(await this.#element(css, text));
  }

  async focus(css, text = '') {
    await (await this.#element(css, text)).evaluate((element) => element.focus());
  }

  /** Puts a text into a field, or chooses an option, and leaves the field. */
  async fill(css, text) {
    const field = await this.enter(css, text);
    await field.evaluate((element) => element.dispatchEvent(new Event('change', { bubbles: true })));
  }

  /** Puts a text into a field, stays there, and returns it. */
  async enter(css, text) {
    const field = await this.#element(css, '');
    await field.evaluate((element, text) => {
      element.focus();
      const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), 'value');
      set.call(element, text);
      element.dispatchEvent(new Event('input', { bubbles: true }));
    }, text);
    return field;
  }

  /** Presses the mouse at one place, goes to others, and lets go; each as [x, y] from the top left of the page. */
  async drag([from, ...to], { shift = false } = {}) {
    const { mouse, keyboard } = this.#page;
    if (shift) await keyboard.down('Shift');
    await mouse.move(...from);
    await mouse.down();
    for (const each of to) await mouse.move(...each, { steps: 4 });
    await mouse.up();
    if (shift) await keyboard.up('Shift');
  }

  /** Puts the pointer over the first visible element that `css` selects and that says `text`. */
  async hover(css, text = '') {
    const { x, y, width, height } = await (await this.#element(css, text)).boundingBox();
    await this.#page.mouse.move(x + width / 2, y + height / 2);
  }

  /** Presses the mouse there; returns what lets it go. */
  async hold(css, text = '') {
    await this.hover(css, text);
    await this.#page.mouse.down();
    return () => this.#page.mouse.up();
  }

  /** Clicks with keys held, such as Shift or Control. */
  async clickWith(key, css, text = '') {
    await this.#page.keyboard.down(key);
    await this.click(css, text);
    await this.#page.keyboard.up(key);
  }

  /** Presses keys, one after another; `Shift+ArrowDown` holds the first. */
  async press(...keys) {
    const { keyboard } = this.#page;
    for (const each of keys) {
      const [, held, key = each] = /^(Shift|Control)\+(.+)$/.exec(each) ?? [];
      if (held) await keyboard.down(held);
      await keyboard.press(key);
      if (held) await keyboard.up(held);
    }
  }

  type(text) {
    return this.#page.keyboard.type(text);
  }

  /** How many bytes of JavaScript are in use, without garbage. */
  heap() {
    return this.#driver.heap(this.#page);
  }

  setOffline(isOffline) {
    return this.#driver.setOffline(this.#page, isOffline);
  }

  size(width, height) {
    return this.#driver.size(this.#page, { width, height });
  }

  #element(css, text) {
    const find = ([css, text]) => {
      const says = (each) => each.textContent.includes(text) || each.getAttribute('aria-label')?.includes(text);
      return (
        [...document.querySelectorAll(css)].find((each) => says(each) && each.checkVisibility() && !each.disabled) ??
        null
      );
    };
    return this.#until(async () => (await this.#page.evaluateHandle(find, [css, text])).asElement(), `${css} ${text}`);
  }

  /** The first result of `ask` that counts; it is called with every frame. */
  async #until(ask, what) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const answer = await ask();
      if (answer) return answer;
      if (Date.now() > end)
        throw new Error(`not seen: ${what}\n${await this.read(() => document.body.innerText.slice(0, 1_500))}`);
      await this.read(() => new Promise((resolve) => setTimeout(resolve, 16)));
    }
  }
}

async function Chromium(t) {
  const browser = await startChromium(t);
  return {
    async open({ dark = false, ...options } = {}) {
      const context = await browser.newContext({
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
        viewport: { width: 1280, height: 900 },
        ...options,
      });
      return { page: await context.newPage(), close: () => context.close() };
    },
    before: (page, script) => page.addInitScript(script),
    async heap(page) {
      const session = await page.context().newCDPSession(page);
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      await session.detach();
      return usedSize;
    },
    click: (element) => element.click(),
    setOffline: (page, isOffline) => page.context().setOffline(isOffline),
    size: (page, size) => page.setViewportSize(size),
  };
}

async function Firefox(t) {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env['FIREFOX_BIN'] ?? '/usr/bin/firefox-esr',
    headless: true,
    extraPrefsFirefox: { 'ui.prefersReducedMotion': 1, 'intl.locale.requested': 'en-US' },
  });
  t.after(() => browser.close());
  return {
    async open() {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.setViewport({ width: 1280, height: 900 });
      return { page, close: () => context.close() };
    },
    before: (page, script) => page.evaluateOnNewDocument(script),
    // As Playwright does by itself: not before the element stands still.
    click: (element) => element.asLocator().setTimeout(PATIENCE).click(),
    size: (page, size) => page.setViewport(size),
  };
}
