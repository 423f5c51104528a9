/* Shows a briefing one step at a time: keys, a click, buttons, the step in the address.
 *
 * Without this script all steps stand one below another.
 */
(() => {
  const steps = [...document.querySelectorAll("section")];
  const [back, on, full, choose, letters] = ["back", "on", "full", "choose", "letters"].map((id) => document.getElementById(id));
  const told = document.querySelector(".told");
  let current = 0;

  /* A step by its name, or by its number, of which the title slide has none. */
  const asked = () => {
    const step = new URLSearchParams(location.search).get("step") || "title";
    const named = steps.findIndex((section) => section.dataset.step === step);
    return named >= 0 ? named : Number(step) || 0;
  };

  const show = (number, focus = true) => {
    current = Math.min(Math.max(number, 0), steps.length - 1);
    const name = steps[current].dataset.step;
    steps.forEach((step, index) => step.classList.toggle("shown", index === current));
    document.getElementById("where").textContent = current + 1 + " of " + steps.length;
    back.disabled = current === 0;
    on.disabled = current === steps.length - 1;
    const address = new URL(location.href);
    address.searchParams.set("step", name);
    history.replaceState(null, "", address);
    document.getElementById("step").value = name;
    document.querySelectorAll("a.keeps").forEach((link) => {
      const other = new URL(link.href);
      other.searchParams.set("step", name);
      link.href = other.href;
    });
    if (focus) steps[current].querySelector("h2").focus();
    scrollTo(0, 0);
  };

  const move = (by) => {
    if (told) told.hidden = true;
    show(current + by);
  };

  const turn = () =>
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  const blank = () => document.body.classList.toggle("blank");
  const KEYS = {
    ArrowRight: () => move(1), ArrowDown: () => move(1), PageDown: () => move(1), " ": (event) => move(event.shiftKey ? -1 : 1),
    ArrowLeft: () => move(-1), ArrowUp: () => move(-1), PageUp: () => move(-1),
    Home: () => show(0), End: () => show(steps.length - 1),
  };
  const LETTERS = { f: turn, b: blank, ".": blank, e: () => document.querySelector("a.keeps").click() };
  for (let digit = 1; digit <= 9; digit++) LETTERS[digit] = () => show(digit);

  document.body.classList.add("going");
  back.addEventListener("click", () => move(-1));
  on.addEventListener("click", () => move(1));
  full.addEventListener("click", turn);
  full.hidden = !document.fullscreenEnabled;
  document.querySelector("main").addEventListener("click", (event) => {
    if (!event.target.closest("a, button, .wide") && !String(getSelection())) move(1);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") {
      choose.open = false;
      document.body.classList.remove("blank");
    }
    /* What has the focus keeps the keys that are its own. */
    const own = event.target.closest("button, a, summary, select, input");
    const typed = event.key.length === 1;
    if (own && (typed || own.matches("select, input"))) return;
    const act = KEYS[event.key] || (letters.checked && LETTERS[event.key.toLowerCase()]);
    /* A small screen scrolls within a step; up and down are its own there. */
    const tall = document.documentElement.scrollHeight > innerHeight + 8;
    const within = event.key.startsWith("Page") || [" ", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key);
    if (!act || (tall && within)) return;
    event.preventDefault();
    act(event);
  });
  addEventListener("popstate", () => show(asked()));
  show(asked(), false);
})();
