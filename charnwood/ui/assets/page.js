/* What Streamlit's pages lack, for people who use the keyboard or listen first of all.
 *
 * Streamlit runs the page anew at a bare "r" and offers to clear its cache at "c"; WCAG 2.1.4 forbids
 * shortcuts of one letter, so here they do nothing. Text boxes take the letters as ever. After a link to
 * another page the focus goes to that page's heading, so that reading goes on there. What a page writes
 * into its address by itself is no step for the browser's Back. A new finding is said to who listens. And
 * the tables, files and texts to copy of ui/html.py work from here: one listener each for the whole document,
 * as Streamlit puts them in anew.
 */
(() => {
  /* All that this script knows of Streamlit and Plotly, which promise none of it: docs/upgrading.md. */
  const HEADING = "[data-testid=stMain] h1";
  const TEXTS = "[data-testid=stMarkdown]";
  const UNFINISHED = "[data-stale=true]";  // elements of the run before
  const DETAILS = ".stHtml details";
  const CHARTS = ".js-plotly-plot";
  const DRAWING = ".main-svg";
  /* The map page's boxes of edition, measure and way to show; how Streamlit tells of an open one, of a run, of its server. */
  const BOXES = ["edition", "measure", "show"].map((key) => `.st-key-choices .st-key-${key} input[role=combobox]`);
  const OPEN = "aria-expanded";
  const APP = "[data-testid=stApp]";
  const [RUN, RESTS] = ["data-test-script-state", "notRunning"];
  const [LINK, HOLDS] = ["data-test-connection-state", "CONNECTED"];
  /* Streamlit reads the address when a person goes back or on in the browser: so it opens another page. */
  const open = (address, push) => {
    push({}, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
  };

  document.documentElement.lang = "en-GB";

  /* A browser's translation puts each text into an element of its own. React, which does not know it, then takes
   * away or looks beside what is no child any more, and the page falls: the element round it is what is meant. */
  const within = (parent, node) => {
    while (node && node.parentNode !== parent) node = node.parentNode;
    return node;
  };
  const { removeChild, insertBefore } = Node.prototype;
  Node.prototype.removeChild = function (child) {
    const held = within(this, child);
    return held || !child ? removeChild.call(this, held) : child;
  };
  Node.prototype.insertBefore = function (child, next) {
    return insertBefore.call(this, child, next && (within(this, next) ?? null));
  };

  const typing = (element) => element.closest?.("input, textarea, select, [contenteditable=true]");
  for (const kind of ["keydown", "keypress", "keyup"]) {
    window.addEventListener(kind, (event) => {
      const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (bare && /^[rc]$/i.test(event.key) && !typing(event.target)) event.stopImmediatePropagation();
    }, true);
  }

  let acted = false;  // since the last step of the address
  let chosen = false;  // something on this page, since it was opened
  for (const kind of ["pointerdown", "keydown", "map-told"]) {  // the last is what map.js says from its frame
    window.addEventListener(kind, (event) => {
      acted = true;
      chosen = !event.target.closest?.(".pages");
    }, true);
  }
  const push = history.pushState.bind(history);
  history.pushState = (state, title, address) => {
    const to = new URL(address ?? location.href, location.href);
    const here = to.pathname === location.pathname;
    // "None chosen" taken where none is leads nowhere, and is no step; nor is it the answer to what was done last,
    // which may be on its way
    const same = here && to.search === location.search;
    if (same || (here && !acted)) history.replaceState(state, title, address);
    else push(state, title, address);
    if (!same) acted = false;
  };

  /* What was opened stays open and what was sorted stays sorted when a choice brings it anew, until another page
     is opened: details and tables are told apart by their place on the page. */
  const opened = new Set();
  const sorted = new Map();
  const said = Object.assign(document.createElement("div"), { className: "unseen" });
  const scrolled = new Map();
  addEventListener("popstate", () => {
    acted = chosen = false;
    if (location.pathname === path) return;
    opened.clear();
    sorted.clear();
    scrolled.clear();
    said.textContent = "";
  });
  const named = (details) => [...document.querySelectorAll(DETAILS)].indexOf(details);

  const heading = () => document.querySelector(HEADING);
  let path = location.pathname;
  let read = null;
  const moved = () => {
    const now = heading();
    if (!now || now.textContent === read) return;
    read = now.textContent;
    if (location.pathname === path) return;
    path = location.pathname;
    const left = document.activeElement;
    const onTheWay = left === document.body || left.closest(".pages, summary");
    if (!onTheWay) return;
    now.tabIndex = -1;
    now.focus();
  };

  document.addEventListener("click", (event) => {
    const details = event.target.closest?.("summary")?.parentElement;
    if (!details?.matches(DETAILS)) return;
    if (details.open) opened.delete(named(details));  // it closes after this
    else opened.add(named(details));
  });
  const reopen = () => {
    for (const details of opened.size ? document.querySelectorAll(`${DETAILS}:not([open])`) : []) {
      if (opened.has(named(details))) details.open = true;
    }
  };

  /* Sort a table by a column: numbers as numbers, empty cells last; the same head again turns it round. */
  const numbered = (table) => [...document.querySelectorAll(".scroll")].indexOf(table.parentElement);
  const sort = (head, up = head.getAttribute("aria-sort") !== "ascending") => {
    const table = head.closest("table");
    const column = head.cellIndex;
    sorted.set(numbered(table), { name: head.textContent, up });
    const body = table.tBodies[0];
    const numeric = (text) => Number(text.replace(/,/g, ""));
    const rows = [...body.rows].map((row) => ({ row, text: row.cells[column].textContent.trim() }));
    const all = rows.every(({ text }) => !Number.isNaN(numeric(text)));
    rows.sort((one, other) => {
      if (!one.text || !other.text) return !one.text - !other.text;
      const order = all ? numeric(one.text) - numeric(other.text)
        : one.text.localeCompare(other.text, "en-GB", { numeric: true });
      return up ? order : -order;
    });
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    body.append(...rows.map(({ row }) => row));
  };

  /* A row chooses its area, or lets go the one that is chosen: a step of the address, like a link. */
  const AREA = "area";
  let focused = "";  // the area whose row had the focus as it chose
  const choose = (row) => {
    const to = new URL(location.href);
    const { area } = row.dataset;
    to.searchParams.set(AREA, row.querySelector("[aria-current]") ? "" : area);
    focused = row.contains(document.activeElement) ? area : "";
    open(to.href, push);
    chosen = true;
  };

  /* A list beside a map: rows that choose, of which one takes the focus by Tab and the arrows go on; colours of
     deciles; what is chosen in sight, and else the place to which somebody scrolled. */
  const list = (table, { code, chosen: marked, deciles, colours, inks }) => {
    const box = table.parentElement;
    const painted = deciles.split(" ").filter(Boolean).map((place) => place - 1);
    const paint = colours.split(" ");
    const [dark, pale] = inks.split(" ");
    table.classList.toggle("many", painted.length > 2);
    for (const place of painted) table.tHead.rows[0].cells[place].classList.add("painted");
    const some = marked.split(" ");
    const inRows = some.length < table.tBodies[0].rows.length ? some : [];  // marks on every row would tell nothing
    for (const row of table.tBodies[0].rows) {
      for (const place of painted) {
        const cell = row.cells[place];
        const colour = paint[cell.textContent - 1];
        cell.className = "painted";
        if (!colour) continue;
        const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
        const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        Object.assign(cell.style, { background: colour, color: light > 0.2 ? dark : pale });
      }
      if (!code) continue;
      const head = row.cells[0];
      const area = row.cells[code - 1].textContent;
      row.dataset.area = area;
      const link = Object.assign(document.createElement("a"), { href: `?${AREA}=${area}`, tabIndex: -1 });
      link.append(...head.childNodes);
      if (inRows.includes(area)) link.setAttribute("aria-current", "true");
      head.append(link);
      if (area === focused) link.focus({ preventScroll: true });
    }
    focused = "";
    const marks = table.querySelectorAll("tbody [aria-current]");
    const first = marks[0] ?? table.querySelector("tbody a");
    if (first) first.tabIndex = 0;
    box.scrollTop = scrolled.get(numbered(table)) ?? 0;
    if (!marks.length) return;
    const [top, row, seen] = [table.tHead.offsetHeight, first.closest("tr"), box.getBoundingClientRect()];
    const at = row.getBoundingClientRect();
    if (at.top < seen.top + top || at.bottom > seen.bottom) box.scrollTop += at.top - seen.top - top;
  };
  document.addEventListener("scroll", ({ target }) => {
    const table = target.matches?.(".scroll") && target.querySelector("table");
    if (table) scrolled.set(numbered(table), target.scrollTop);
  }, true);
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.(".figures tbody a") && event.target.closest("tr");
    const next = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling }[event.key];
    if (!next) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    const link = next.querySelector("a");
    link.tabIndex = 0;
    link.focus();
  });

  /* A table comes as lines of text with tabs between the cells; see html.table. */
  const lay = (text) => {
    const [head, ...rows] = text.textContent.split("\n")
      .map((line) => line.split(/\t+/).map((cell) => cell.trim()));
    const right = new Set(text.dataset.right.split(" ").map((place) => place - 1));
    const put = (parent, tag, content, place) => {
      const cell = parent.appendChild(document.createElement(tag));
      if (right.has(place)) cell.className = "figure";
      if (/^\d{4}-\d\d/.test(content)) cell.style.whiteSpace = "nowrap";  // a day or a month is read in one
      cell.append(content);
      return cell;
    };
    const link = (address) => Object.assign(document.createElement("a"), { href: address, textContent: address });
    const table = document.createElement("table");
    table.className = "figures";
    const heads = table.createTHead().insertRow();
    head.forEach((name, place) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: name });
      put(heads, "th", button, place).scope = "col";
    });
    const body = table.createTBody();
    for (const cells of rows) {
      const row = body.insertRow();
      cells.forEach((cell, place) => {
        const content = cell.startsWith("https://") ? link(cell) : cell;
        if (place) put(row, "td", content, place);
        else put(row, "th", content, place).scope = "row";
      });
    }
    text.replaceWith(table);
    const { name, up } = sorted.get(numbered(table)) ?? {};
    const by = [...heads.cells].find((cell) => cell.textContent === name);
    if (by) sort(by, up);
    if (text.dataset.code !== undefined) list(table, text.dataset);
  };

  /* Say the new finding to who listens, once a choice has changed what the page says (WCAG 4.1.3). */
  said.setAttribute("role", "status");
  let sayings = "";
  let waiting = null;
  const tell = () => {
    const texts = [...document.querySelectorAll(TEXTS)];
    const now = texts.map((text) => text.textContent).join();
    const unfinished = document.querySelector(UNFINISHED);
    if (unfinished) waiting = setTimeout(tell, 300);
    if (unfinished || now === sayings) return;
    sayings = now;
    const finding = texts.map((text) => text.querySelector("p > strong")).find(Boolean);
    said.textContent = chosen ? finding?.textContent ?? "The figures on this page are new." : "";
  };

  /* A first table waits until the browser has nothing else to do, such as to draw a map; later ones do not, so
     that a choice never shows an empty one. */
  let idle = null;
  let first = true;
  const layAll = () => {
    first = false;
    document.querySelectorAll("pre.rows").forEach(lay);
  };
  const tables = () => {
    if (!first) layAll();
    else if (!idle && document.querySelector("pre.rows")) idle = (window.requestIdleCallback ?? setTimeout)(layAll, { timeout: 1000 });
  };

  /* What is chosen on the map page is seen at once: its frame (map_ahead.js) is told as soon as a box shows the choice,
     or an area is clicked, while the server still works. Where anything is unlike this, nothing is told. */
  const app = (state) => document.querySelector(APP)?.getAttribute(state);
  const ahead = () => [...document.querySelectorAll("iframe")]
    .map((frame) => frame.contentDocument?.defaultView).map((window) => window && window.charnwoodAhead).find(Boolean);
  let boxed = null;  // what the boxes say, none on other pages
  const lookAhead = (changes) => {
    const boxes = BOXES.map((box) => document.querySelector(box));
    if (changes.some(({ attributeName }) => [RUN, LINK].includes(attributeName))
      && (app(RUN) === RESTS || app(LINK) !== HOLDS)) ahead()?.answered();
    if (boxes.some((box) => box?.getAttribute(OPEN) === "true")) return;
    const now = boxes.every(Boolean) ? boxes.map(({ value }) => value) : null;
    if (boxed && now && acted && String(now) !== String(boxed) && app(LINK) === HOLDS) ahead()?.show(...now);
    boxed = now;
  };
  new MutationObserver(lookAhead).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["value", OPEN, RUN, LINK],
  });
  addEventListener("map-told", ({ detail }) => {
    if (!boxed || !detail?.code || app(LINK) !== HOLDS) return;
    const chosen = new URLSearchParams(location.search).get(AREA);
    ahead()?.choose(chosen === detail.code ? [] : [detail.code]);
  });

  document.body.append(said);
  new MutationObserver(() => {
    tables();
    moved();
    reopen();
    clearTimeout(waiting);
    waiting = setTimeout(tell, 500);
  })
    .observe(document.documentElement, { childList: true, subtree: true, characterData: true });
  document.documentElement.dataset.tables = "laid";  // from here on: until then their text is in sight

  /* Fetch a file and hand it on whole; where the server could not make it, say what it said. */
  const save = async (link) => {
    const said = link.parentElement.querySelector("[role=status]");
    said.textContent = "The file is being made.";
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) {
        said.textContent = await answer.text();
        return;
      }
      const address = URL.createObjectURL(await answer.blob());
      const made = document.createElement("a");
      made.href = address;
      made.download = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))[1];
      made.click();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
      said.textContent = "";
    } catch {
      said.textContent = "The file did not arrive: the server cannot be reached. Try again later.";
    }
  };

  /* A chart has the width of the screen, which paper has not. */
  const paper = 690;  // pixels between the margins of A4
  const charts = () => document.querySelectorAll(CHARTS);
  addEventListener("beforeprint", () => charts().forEach((chart) => {
    chart.style.zoom = Math.min(1, paper / chart.querySelector(DRAWING).clientWidth);
  }));
  addEventListener("afterprint", () => charts().forEach((chart) => { chart.style.zoom = ""; }));

  const copy = async (button) => {
    const text = button.parentElement.querySelector("code");
    const said = button.parentElement.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = "Copied.";
    } catch {  // not every browser lets a page copy
      getSelection().selectAllChildren(text);
      said.textContent = "Selected: copy it with your browser.";
    }
  };

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    const head = at(".figures thead th");
    const link = at(".files a");
    const button = at(".copied button");
    const row = at("[data-area]");
    if (row && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      choose(row);
    }
    if (head && at("button")) sort(head);
    const page = at(".pages a");
    if ((link || page) && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      if (link) save(link);
      else open(page.href, push);
    }
    if (button) copy(button);
  });
})();
