/* What stands on the dashboard's map beside Leaflet's own: its key, the views that are one press away, a small map of
 * where one is, and from near on the layers that are fetched when somebody wants them. map.js calls.
 */
window.charnwoodControls = (() => {
  const { palette, views } = window.charnwoodShapes;
  const NARROW = 560;  // pixels of a map on which the key is closed until it is asked for
  const NEAR = 13;  // the zoom from which layers make sense
  let map = null;
  let whole = null;
  let fit = () => {};
  let key = null;
  let said = "";  // what is in the key
  const LAYERS = { streets: "Street names", wards: "Ward edges", ...(window.charnwoodOwnPoints && { points: "Own points" }) };
  const wanted = {};  // layers by name: whether they are
  let layers = null;  // the group that holds them
  let switches = null;

  const make = (tag, parent, text = "", more = {}) =>
    parent.appendChild(Object.assign(document.createElement(tag), { textContent: text, ...more }));

  const put = (position, name) => {
    const control = L.control({ position });
    control.onAdd = () => {
      const holder = L.DomUtil.create("div", `leaflet-bar ${name}`);
      L.DomEvent.disableClickPropagation(holder);
      L.DomEvent.disableScrollPropagation(holder);
      return holder;
    };
    return control.addTo(map).getContainer();
  };

  const wide = () => map.getSize().x >= NARROW;

  /* Room that the key and the views take from the left and the top, so that nothing of the borough lies under them. */
  const room = () => (key?.open && wide() ? [key.offsetWidth + 20, 8] : [8, wide() ? 8 : 76]);

  const row = (list, mark, text) => {
    const item = make("li", list);
    item.append(mark, text);
    return item;
  };

  const swatch = (colour) => {
    const mark = document.createElement("span");
    mark.className = "swatch";
    mark.style.background = colour;
    return mark;
  };

  const line = (style) => Object.assign(document.createElement("span"), { className: `line ${style}` });

  /* The key of a view: { title, colours, labels }; a label that is empty joins its neighbours. */
  const draw = (view, outlines) => {
    const text = JSON.stringify(view);
    if (text === said) return;
    said = text;
    if (!key) {
      key = make("details", put("bottomleft", "legend"), "", { className: "key", open: wide() });
      key.addEventListener("toggle", () => map.fire("resize"));
    }
    key.replaceChildren();
    make("summary", key, "Key");
    make("p", key, view.title);
    const colours = make("ul", key, "", { className: view.labels.includes("") ? "close" : "", ariaLabel: "Colours of the map" });
    view.colours.forEach((colour, i) => row(colours, swatch(colour), view.labels[i]));
    if (outlines.length) {
      make("p", key, "Priority Neighbourhoods");
      const lines = make("ul", key, "", { ariaLabel: "Outlines" });
      outlines.forEach(({ name }, i) => row(lines, line(palette.styles[i % palette.styles.length]), name));
    }
    if (window.charnwoodShapes.builtup.features.length) {
      row(make("ul", key, "", { ariaLabel: "Lines" }), line("town"), "edge of a built-up part");
    }
    switches ??= layerSwitches();
    key.append(switches);
  };

  /* The layers come with a script of their own, once the first is wanted. */
  const fetched = () => (fetched.once ??= new Promise((come) => {
    document.head.append(Object.assign(document.createElement("script"), { src: window.charnwoodLayersAt, onload: come }));
  }));

  const label = (name, lat, lng, kind) =>
    L.marker([lat, lng], { icon: L.divIcon({ className: `place ${kind}`, html: `<span></span>` }), interactive: false, keyboard: false })
      .on("add", ({ target }) => { target.getElement().firstChild.textContent = name; });

  /* Names that cover no other, those of wards first, where the map is near enough for them. */
  const drawLayers = () => {
    layers.clearLayers();
    if (!window.charnwoodLayers) return;
    if (wanted.points) {
      for (const [, lat, lng] of window.charnwoodLayers.points) {
        L.circleMarker([lat, lng], { pane: "towns", interactive: false, radius: 6, color: palette.paper, weight: 2, fillColor: palette.chosen, fillOpacity: 1 })
          .on("add", ({ target }) => target.getElement().setAttribute("aria-hidden", "true")).addTo(layers);
      }
    }
    if (map.getZoom() < NEAR) return;
    const corner = map.getContainer().getBoundingClientRect();
    const taken = [...map.getContainer().querySelectorAll(".place, .leaflet-bar")]
      .filter((other) => other.style.visibility !== "hidden")
      .map((other) => (other.matches(".place") ? other.firstChild : other).getBoundingClientRect())
      .map(({ left, right, top, bottom }) => [left - corner.left, right - corner.left, top - corner.top, bottom - corner.top]);
    if (wanted.wards) {
      L.geoJSON(window.charnwoodLayers.edges, {
        pane: "towns", interactive: false, style: { fill: false, color: palette.ward, weight: 2.5, dashArray: "10 4 2 4" },
        onEachFeature: (_, edge) => edge.on("add", () => edge.getElement().setAttribute("aria-hidden", "true")),
      }).addTo(layers);
    }
    const seen = map.getBounds();
    for (const kind of Object.keys(LAYERS).reverse().filter((name) => wanted[name])) {
      for (const [name, lat, lng] of window.charnwoodLayers[kind]) {
        if (!seen.contains([lat, lng])) continue;
        const { x, y } = map.latLngToContainerPoint([lat, lng]);
        const [half, high] = kind === "wards" ? [name.length * 4 + 4, 10] : [name.length * 3.2 + 3, 8];
        const box = [x - half, x + half, y - high, y + high];
        if (taken.some(([left, right, top, bottom]) => box[0] < right && box[1] > left && box[2] < bottom && box[3] > top)) continue;
        taken.push(box);
        label(name, lat, lng, kind).addTo(layers);
      }
    }
  };

  const layerSwitches = () => {
    const group = Object.assign(document.createElement("fieldset"), { className: "layers" });
    make("legend", group, "From near");
    for (const [name, text] of Object.entries(LAYERS)) {
      const held = make("label", group);
      const box = make("input", held, "", { type: "checkbox" });
      held.append(text);
      const mark = { wards: line("ward"), points: Object.assign(document.createElement("span"), { className: "point" }) }[name];
      if (mark) held.append(mark);
      box.addEventListener("change", async () => {
        wanted[name] = box.checked;
        await fetched();
        if (box.checked && name !== "points" && map.getZoom() < NEAR) map.setZoom(NEAR, { animate: false });
        else drawLayers();
      });
    }
    make("small", group, "Names stand at police.uk's points, on or near the street. Wards are the small areas that fit them best.");
    layers = L.layerGroup().addTo(map);
    map.on("moveend resize", drawLayers);
    return group;
  };

  /* One press away: the whole, the largest town, each Priority Neighbourhood that lies elsewhere. */
  const viewButtons = () => {
    if (views.length < 2) return;
    const holder = put("topright", "views");
    holder.setAttribute("role", "group");
    holder.setAttribute("aria-label", "Views of the map");
    for (const [name, bounds] of views) {
      make("button", holder, name, { type: "button" })
        .addEventListener("click", () => fit(bounds ?? whole, !bounds));
    }
  };

  /* A small map of the whole with the part in view, while only a part is. */
  const locator = (edges) => {
    const holder = put("bottomright", "locator");
    let box = null;
    const flat = Math.cos((whole.getCenter().lat * Math.PI) / 180);
    const at = ([lat, lng]) => [(lng - whole.getWest()) * flat, whole.getNorth() - lat];
    const [width, height] = at([whole.getSouth(), whole.getEast()]);
    const drawn = () => {
      const d = edges().map((ends) => `M${ends.map((end) => at(end).map((n) => n.toFixed(4)).join(" ")).join("L")}`).join("");
      holder.innerHTML = `<svg viewBox="0 0 ${width} ${height}" aria-hidden="true"><path aria-hidden="true" d="${d}"/><rect/></svg>`;
      return holder.querySelector("rect");
    };
    const follow = () => {
      const seen = map.getBounds();
      holder.hidden = seen.contains(whole);
      if (holder.hidden) return;
      box ??= drawn();
      const [left, top] = at([seen.getNorth(), seen.getWest()]);
      const [right, bottom] = at([seen.getSouth(), seen.getEast()]);
      const clip = (value, most) => Math.min(Math.max(value, 0), most);
      const [x, y] = [clip(left, width), clip(top, height)];
      for (const [name, value] of Object.entries({ x, y, width: clip(right, width) - x, height: clip(bottom, height) - y })) {
        box.setAttribute(name, value);
      }
    };
    map.on("zoomend moveend resize", follow);
    follow();
  };

  /* `show` shows some bounds, `edges` gives those of the whole. */
  const begin = (leaflet, bounds, show, edges) => {
    [map, whole, fit] = [leaflet, bounds, show];
    for (const name of ["chosen", "ward"]) map.getContainer().style.setProperty(`--${name}`, palette[name]);
    viewButtons();
    locator(edges);
  };

  const HINT = "Press and drag round the areas; Esc ends it. By keyboard: the list “Small areas (LSOAs) in it”.";

  /* A button with which a hand draws a line round areas; `rest` gives dragging back, `tell` is told of the line. */
  const pen = (rest, tell) => {
    const box = map.getContainer();
    const control = L.control({ position: "topright" });
    let line = null;
    let on = false;
    const lift = () => {
      if (line) line.remove();
      line = null;
      control.hint.hidden = !on;
    };
    const set = (state) => {
      on = state;
      box.classList.toggle("drawing", on);
      if (on) map.dragging.disable();
      else rest();
      control.button.setAttribute("aria-pressed", String(on));
      control.button.textContent = on ? "Stop drawing" : "Draw round areas";
      lift();
    };
    const at = (event) => map.mouseEventToLatLng(event);
    control.onAdd = () => {
      const holder = L.DomUtil.create("div", "leaflet-bar pen");
      control.button = L.DomUtil.create("button", "", holder);
      control.button.type = "button";
      control.button.addEventListener("click", () => set(!on));
      control.hint = L.DomUtil.create("p", "", holder);
      control.hint.textContent = HINT;
      control.hint.id = "pen-hint";
      control.button.setAttribute("aria-describedby", control.hint.id);
      L.DomEvent.disableClickPropagation(holder);
      return holder;
    };
    control.addTo(map);
    set(false);
    box.addEventListener("keydown", (event) => { if (event.key === "Escape" && on) set(false); });
    box.addEventListener("pointerdown", (event) => {
      if (!on || control.getContainer().contains(event.target)) return;
      box.setPointerCapture(event.pointerId);
      control.hint.hidden = true;  // nothing lies under it while the line is drawn
      line = L.polygon([at(event)], { pane: "chosen", color: palette.chosen, weight: 3, fillOpacity: 0.15, interactive: false }).addTo(map);
    });
    box.addEventListener("pointermove", (event) => { if (line) line.addLatLng(at(event)); });
    box.addEventListener("pointerup", () => {
      const round = line && line.getLatLngs()[0].length > 3 && line.toGeoJSON();
      lift();  // of a mere click nothing is left, and one may still draw
      if (!round) return;
      set(false);
      tell({ line: round });
    });
    box.addEventListener("pointercancel", lift);
    return control;
  };

  /* What hovering says of an area stands on that side of the pointer where it lies under nothing that stands on the map. */
  const clear = (said, { x, y }) => {
    const size = said.getElement();
    if (!size) return;
    const [wide, high, most] = [size.offsetWidth + 14, size.offsetHeight + 14, map.getSize()];
    const corner = map.getContainer().getBoundingClientRect();
    const bars = [...map.getContainer().querySelectorAll(".leaflet-bar:not([hidden])")].map((bar) => bar.getBoundingClientRect());
    const sides = { right: [x, y - high / 2], left: [x - wide, y - high / 2], top: [x - wide / 2, y - high], bottom: [x - wide / 2, y] };
    const [side] = Object.entries(sides).find(([, [left, top]]) =>
      left >= 0 && top >= 0 && left + wide <= most.x && top + high <= most.y && !bars.some((bar) =>
        left < bar.right - corner.left && left + wide > bar.left - corner.left && top < bar.bottom - corner.top && top + high > bar.top - corner.top)) ?? ["auto"];
    if (side === said.options.direction) return;
    said.options.direction = side;
    said.update();
  };

  return { begin, draw, room, clear, pen };
})();
