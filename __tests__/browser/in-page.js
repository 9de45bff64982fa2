/** What tests run inside a page: plain JavaScript, since it is not this project's Node that runs it. */

globalThis.inPage = {
  width: () => document.documentElement.scrollWidth,

  focused: () => document.activeElement?.textContent ?? "",

  outline: () => getComputedStyle(document.activeElement).outlineStyle,

  tabStops: () => [...document.querySelectorAll(".matrix a")].filter(({ tabIndex }) => tabIndex === 0).length,

  unfold: () => {
    for (const each of document.querySelectorAll("details")) each.open = true;
  },

  /** How large the drawing is shown: 1 is its own size. */
  scale: () => {
    const drawing = document.querySelector("svg.drawing");
    return drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
  },

  cardFill: () => getComputedStyle(document.querySelector(".card")).fill,

  /** What axe finds; its script was run before. */
  faults: async () =>
    (await globalThis.axe.run()).violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      where: nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)),
    })),

  /** Tries to load everything that a page can load from `base`, and to run and style what was not there before. */
  reachOut: async (base) => {
    const violations = new Set();
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
      violations.add(effectiveDirective),
    );
    const add = (name, attributes, text = "") => {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.textContent = text;
      document.body.append(element);
    };
    add("img", { src: `${base}/img` });
    add("script", { src: `${base}/script` });
    add("script", {}, "document.title = 'taken over'");
    add("link", { rel: "stylesheet", href: `${base}/style` });
    add("iframe", { src: `${base}/frame` });
    add("p", { style: "color:red" });
    await fetch(`${base}/fetch`).catch(() => undefined);
    await new Promise((done) => setTimeout(done, 300));
    return { violations: [...violations].sort(), title: document.title };
  },

  /** Texts of a drawing that leave their box or the sheet, and pairs of texts that lie over each other. */
  misplaced: () => {
    const faults = [];
    const leaves = (own, frame) =>
      own.left < frame.left || own.right > frame.right || own.top < frame.top || own.bottom > frame.bottom;
    for (const box of document.querySelectorAll("g.box-of")) {
      const frame = box.querySelector("rect:last-of-type").getBoundingClientRect();
      for (const text of box.querySelectorAll("text"))
        if (leaves(text.getBoundingClientRect(), frame)) faults.push(`${text.textContent} leaves its box`);
    }
    const sheet = document.querySelector("svg").getBoundingClientRect();
    const texts = [...document.querySelectorAll("text")].map((text) => ({
      said: text.textContent,
      own: text.getBoundingClientRect(),
    }));
    for (const [i, { said, own }] of texts.entries()) {
      if (leaves(own, sheet)) faults.push(`${said} leaves the sheet`);
      for (const other of texts.slice(i + 1)) {
        const across = Math.min(own.right, other.own.right) - Math.max(own.left, other.own.left);
        const down = Math.min(own.bottom, other.own.bottom) - Math.max(own.top, other.own.top);
        if (across > 1 && down > 4) faults.push(`${said} lies over ${other.said}`);
      }
    }
    return faults;
  },
};
