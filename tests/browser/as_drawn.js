// What stands on the page as it is drawn now; each function answers with faults in words. Run once a page.
(() => {
  const LONGEST_LINE = 60; // characters
  const SLACK = 2; // px: a glyph's own overhang is no fault

  const named = (one) => `<${one.tagName.toLowerCase()} class="${one.getAttribute("class") || ""}"> ` +
    one.textContent.trim().replace(/\s+/g, " ").slice(0, 60);
  const drawn = (one) => one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
    one.getClientRects().length > 0 && !one.closest(".vh, .ds-skip-link, svg, [aria-hidden=true]");
  const inner = (selector) => [...document.querySelectorAll(selector)].filter(drawn);

  const sheet = new CSSStyleSheet(); // the page's CSP refuses a style element, and rightly
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const dress = (css) => sheet.replaceSync(css);

  const blockOf = (node) => {
    let one = node.parentElement;
    while (getComputedStyle(one).display.startsWith("inline") && one.parentElement) one = one.parentElement;
    return one;
  };

  // Running text by the block it flows in: a choice of a form and a cell of a table are text too.
  const blocks = () => {
    const found = new Map();
    const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (!node.data.trim() || !drawn(node.parentElement) || node.parentElement.closest("h1, select, textarea")) continue;
      const block = blockOf(node);
      found.set(block, [...(found.get(block) || []), node]);
    }
    return found;
  };

  const lengths = (nodes) => {
    const lines = new Map(); // middle of the line → characters on it
    const range = document.createRange();
    for (const node of nodes) {
      for (const word of node.data.matchAll(/\S+/g)) {
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const box = range.getBoundingClientRect();
        const middle = Math.round((box.top + box.bottom) / 8);
        lines.set(middle, (lines.has(middle) ? lines.get(middle) + 1 : 0) + word[0].length);
      }
    }
    return [...lines.values()];
  };

  const longLines = () => [...blocks()].flatMap(([block, nodes]) => {
    const longest = Math.max(...lengths(nodes));
    return longest > LONGEST_LINE ? [`a line of ${longest} characters: ${named(block)}`] : [];
  });

  const smallButtons = (least) => inner("main .main, main .quiet, main button, main summary, header button, header summary")
    .filter((one) => one.getBoundingClientRect().height < least - 0.5)
    .map((one) => `${Math.round(one.getBoundingClientRect().height)} px high: ${named(one)}`);

  const boxed = (style) => style.borderTopWidth !== "0px" || style.backgroundColor !== "rgba(0, 0, 0, 0)" ||
    style.overflowX !== "visible" || style.overflowY !== "visible";

  // Text cut off, run out of its box or off the page.
  const lost = () => {
    const faults = [];
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) {
      const widest = inner("body *").filter((one) => one.getBoundingClientRect().right > innerWidth + SLACK).pop();
      faults.push(`scrolls sideways, ${wide} px at ${innerWidth}: ${widest ? named(widest) : ""}`);
    }
    for (const one of inner("body *")) {
      const style = getComputedStyle(one);
      if (!one.clientHeight || !boxed(style)) continue;
      const scrolls = /auto|scroll/.test(style.overflowX + style.overflowY);
      if (one.scrollHeight > one.clientHeight + SLACK && !scrolls) faults.push(`cut off below: ${named(one)}`);
      if (one.scrollWidth > one.clientWidth + SLACK && !scrolls) faults.push(`cut off at the side: ${named(one)}`);
    }
    return faults;
  };

  // What paper can't do, left on it; or the matter itself missing.
  const onPaper = () => [
    ...inner("header nav, .top__tools, footer.foot, .cjump, main .btns, main :is(.main, .quiet, button)")
      .map((one) => `no use on paper: ${named(one)}`),
    ...inner("main h1").length ? [] : ["no heading on paper"],
  ];

  window.asDrawn = { dress, longLines, smallButtons, lost, onPaper };
})();
