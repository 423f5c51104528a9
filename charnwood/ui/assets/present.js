/* Shows a briefing one step at a time: arrow keys, buttons, the step in the address.
 *
 * Without this script all steps stand one below another.
 */
(() => {
  const steps = [...document.querySelectorAll("section")];
  const [back, on, full] = ["back", "on", "full"].map((id) => document.getElementById(id));
  const told = document.querySelector(".told");
  let current = 0;

  const asked = () => Number(new URLSearchParams(location.search).get("step")) || 1;

  const show = (number, focus = true) => {
    current = Math.min(Math.max(number, 1), steps.length);
    steps.forEach((step, index) => step.classList.toggle("shown", index + 1 === current));
    document.getElementById("where").textContent = current + " of " + steps.length;
    back.disabled = current === 1;
    on.disabled = current === steps.length;
    const address = new URL(location.href);
    address.searchParams.set("step", current);
    history.replaceState(null, "", address);
    if (focus) steps[current - 1].querySelector("h2").focus();
    scrollTo(0, 0);
  };

  const move = (by) => {
    if (told) told.hidden = true;
    show(current + by);
  };

  const KEYS = {
    ArrowRight: () => move(1), ArrowDown: () => move(1), PageDown: () => move(1),
    ArrowLeft: () => move(-1), ArrowUp: () => move(-1), PageUp: () => move(-1),
    Home: () => show(1), End: () => show(steps.length),
  };

  document.body.classList.add("going");
  back.addEventListener("click", () => move(-1));
  on.addEventListener("click", () => move(1));
  full.addEventListener("click", () =>
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  full.hidden = !document.fullscreenEnabled;
  document.addEventListener("keydown", (event) => {
    /* A small screen scrolls within a step; up and down are its own there. */
    const tall = document.documentElement.scrollHeight > innerHeight + 8;
    const within = event.key.startsWith("Page") || ["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key);
    if (!KEYS[event.key] || event.ctrlKey || event.altKey || event.metaKey || (tall && within)) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  addEventListener("popstate", () => show(asked()));
  show(asked(), false);
})();
