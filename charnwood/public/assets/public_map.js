/* The public map: Leaflet in place of the picture, and another view of the same areas without a server.
 *
 * All views came with this script (window.charnwoodViews, made by public/map_page.py); map.js draws.
 */
(() => {
  "use strict";
  const { areas, scales, tenths, texts, views, words } = window.charnwoodViews;
  const box = document.getElementById("map");
  const form = document.getElementById("choices");
  const by = (id) => document.getElementById(id);
  const link = (code) => box.dataset.area.replace("KEY", encodeURIComponent(code));
  const element = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });
  const holder = document.createElement("div");
  let map = null;
  let shown = null;  // its answers by code
  let listed = null;  // the vintage whose areas are in the list
  let pressed = null;  // the area that was pressed last, by code

  /* The view that is chosen; of what the police recorded there is one, whatever the year of the Indices. */
  const keyOf = () => {
    const index = `${form.measure.value}-${form.edition.value}-${form.shown.value}`;
    const one = form.measure.value in views;
    form.shown.disabled = one;
    form.edition.disabled = one;
    return one ? form.measure.value : index;
  };

  const answers = ([vintage, scale, classes, values]) => {
    const [colours] = scales[scale];
    const figures = values ? values.split(";") : [];
    return new Map(areas[vintage].map(([code, name, within], i) => {
      const number = classes[i] === "-" ? -1 : classes.charCodeAt(i) - 97;
      const text = number < 0 ? "" : figures[i] || tenths[number];
      return [code, { name, within, number, colour: colours[number] || words.none, text }];
    }));
  };

  const draw = ([vintage, , classes], colours, head) => {
    const chosen = [pressed].filter((code) => shown.has(code));
    const texts = [...shown.values()].map(({ text }) => text);
    window.charnwood.layer({ vintage, classes, key: { colours }, before: `${head}: `, after: "", texts, chosen });
  };

  const swatch = (colour) => {
    const one = element("span", "", { className: "swatch" });
    one.style.background = colour;
    return one;
  };

  const key = (colours, labels) => {
    const list = by("key");
    list.classList.toggle("close", labels.includes(""));
    list.replaceChildren(...colours.map((colour, i) => {
      const item = document.createElement("li");
      item.append(swatch(colour), labels[i]);
      return item;
    }));
  };

  const list = (vintage) => {
    const body = by("rows");
    if (listed !== vintage) {
      const order = [...shown].sort(([, one], [, other]) => (one.name < other.name ? -1 : 1));
      body.replaceChildren(...order.map(([code, { name, within }]) => {
        const row = document.createElement("tr");
        const first = element("th", "", { scope: "row" });
        first.append(element("a", name, { href: link(code) }));
        if (within) first.append(" ", element("span", words.within.replace("{}", within), { className: "note" }));
        row.append(first, document.createElement("td"));
        row.dataset.code = code;
        return row;
      }));
      listed = vintage;
    }
    for (const row of body.children) {
      const { colour, text } = shown.get(row.dataset.code);
      row.lastChild.replaceChildren(swatch(colour), text);
    }
  };

  /* Map, key, list and finding, all at once; whatever a translation made of the words before is replaced. */
  const show = () => {
    const view = views[keyOf()];
    const [vintage, scale, , , head, column, said] = view;
    const [colours, labels] = scales[scale];
    shown = answers(view);
    draw(view, colours, head);
    key(colours, labels);
    list(vintage);
    for (const [id, text] of [["head", head], ["caption", head], ["column", column]]) by(id).textContent = text;
    ["finding", "note", "source"].forEach((id, i) => { by(id).textContent = texts[said[i]]; });
    tell();
  };

  const kept = () => {
    const state = new URLSearchParams(location.search);
    for (const select of form.elements) {
      if (select.options[0].value === select.value) state.delete(select.name);
      else state.set(select.name, select.value);
    }
    history.replaceState(null, "", `${location.pathname}${state.size ? `?${state}` : ""}${location.hash}`);
  };

  /* What was pressed, below the map, with the way to its page: a bubble would hide a small map. */
  const tell = () => {
    if (!shown.has(pressed)) return;
    const { name, text } = shown.get(pressed);
    const said = document.createElement("p");
    said.append(element("strong", name), `. ${by("column").textContent}: ${text}`);
    const more = document.createElement("p");
    more.append(element("a", words.read, { href: link(pressed) }));
    by("pressed").replaceChildren(said, more);
  };

  const press = ({ code }) => {
    pressed = code;
    show();
  };

  const state = new URLSearchParams(location.search);
  for (const select of form.elements) {
    const wanted = state.get(select.name);
    if ([...select.options].some((option) => option.value === wanted)) select.value = wanted;
    else select.selectedIndex = 0;  // Firefox would keep what was chosen before
  }
  box.append(holder);
  const usual = { attributionControl: true, zoomSnap: 0.25, scrollWheelZoom: false, minZoom: 9, maxZoom: 16 };
  map = L.map(holder, usual).setView([0, 0], 11);
  window.charnwood.begin(map, words.map, words.by, press);
  show();
  box.querySelector(".map-svg").remove();
  form.addEventListener("change", () => { show(); kept(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.matchMedia("print").addEventListener("change", () => map.invalidateSize({ animate: false }));
})();
