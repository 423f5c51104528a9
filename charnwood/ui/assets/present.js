/* Shows a briefing one step at a time: keys, a click, buttons, the step in the address.
 *
 * Without this script all steps stand one below another.
 */
(() => {
  /* Every step that there can be, in order: one that another briefing lacks gives way to the last before it. */
  const ORDER = ["title", "where", "deprivation", "domains", "people", "crime", "change", "compared", "worked", "glance", "strengths",
    "remember", "next", "sources", "link"];
  const byId = (id) => document.getElementById(id);
  let steps = [], told = null, current = 0;

  /* A step by its name, or by its number, of which the title slide has none. */
  const asked = () => {
    const step = new URLSearchParams(location.search).get("step") || "title";
    const before = ORDER.slice(0, ORDER.indexOf(step) + 1).reverse();
    const found = before.map((name) => steps.findIndex((section) => section.dataset.step === name)).find((at) => at >= 0);
    return found ?? (Number(step) || 0);
  };

  const show = (number, focus = true) => {
    const last = steps.length - 1;
    current = Math.min(Math.max(number, 0), last);
    const name = steps[current].dataset.step;
    steps.forEach((step, index) => step.classList.toggle("shown", index === current));
    byId("where").textContent = current === 0 ? "Start" : current === last ? "End" : current + " of " + (last - 1);
    byId("back").disabled = current === 0;
    byId("on").disabled = current === last;
    const address = new URL(location.href);
    address.searchParams.set("step", name);
    history.replaceState(null, "", address);
    byId("step").value = name;
    document.querySelectorAll("a.keeps").forEach((link) => {
      const other = new URL(link.href);
      other.searchParams.set("step", name);
      link.href = other.href;
    });
    if (focus) rest();
    scrollTo(0, 0);
  };

  /* A control that was used would take the next space bar for itself. */
  const rest = () => steps[current].querySelector("h2").focus();

  const move = (by) => {
    if (told) told.hidden = true;
    show(current + by);
  };

  const turn = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
    rest();
  };
  const blank = () => document.body.classList.toggle("blank");

  /* Another edition or area: a page of its own, except on a full screen, which a browser leaves with the page. */
  const open = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) return location.assign(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["header", "main", "footer"]) {
      document.querySelector(part).replaceWith(document.adoptNode(page.querySelector(part)));
    }
    document.title = page.title;
    history.replaceState(null, "", address);
    begin();
    rest();
  };

  const KEYS = {
    ArrowRight: () => move(1), ArrowDown: () => move(1), PageDown: () => move(1), " ": (event) => move(event.shiftKey ? -1 : 1),
    ArrowLeft: () => move(-1), ArrowUp: () => move(-1), PageUp: () => move(-1),
    Home: () => show(0), End: () => show(steps.length - 1),
  };
  const LETTERS = { f: turn, b: blank, ".": blank, e: () => document.querySelector("a.keeps").click() };
  for (let digit = 1; digit <= 9; digit++) LETTERS[digit] = () => show(digit);

  /* What a page has of its own, once for each that is shown. */
  const begin = () => {
    steps = [...document.querySelectorAll("section")];
    told = document.querySelector(".told");
    byId("back").addEventListener("click", () => move(-1));
    byId("on").addEventListener("click", () => move(1));
    byId("full").addEventListener("click", turn);
    byId("full").hidden = !document.fullscreenEnabled;
    document.querySelector("main").addEventListener("click", (event) => {
      if (!event.target.closest("a, button, .wide") && !String(getSelection())) move(1);
    });
    document.querySelectorAll("a.keeps").forEach((link) => link.addEventListener("click", (event) => {
      if (!document.fullscreenElement) return;
      event.preventDefault();
      open(link.href);
    }));
    document.querySelector("nav form").addEventListener("submit", (event) => {
      if (!document.fullscreenElement) return;
      event.preventDefault();
      open(new URL("present?" + new URLSearchParams(new FormData(event.target)), location.href));
    });
    show(asked(), false);
  };

  document.body.classList.add("going");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") {
      byId("choose").open = false;
      document.body.classList.remove("blank");
      rest();
    }
    /* What has the focus keeps the keys that are its own. */
    const own = event.target.closest("button, a, summary, select, input");
    const typed = event.key.length === 1;
    if (own && (typed || own.matches("select, input"))) return;
    const act = KEYS[event.key] || (byId("letters").checked && LETTERS[event.key.toLowerCase()]);
    /* A small screen scrolls within a step; up and down are its own there. */
    const tall = document.documentElement.scrollHeight > innerHeight + 8;
    const within = event.key.startsWith("Page") || [" ", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key);
    if (!act || (tall && within)) return;
    event.preventDefault();
    act(event);
  });
  addEventListener("popstate", () => show(asked()));
  begin();
})();
