/* Draws the district inside streamlit-folium's frame, and on the public map page.
 *
 * The shapes come once, with this script (window.charnwoodShapes), and once drawn they stay; a change of
 * measure sends only colours and words, so that nothing blanks and the zoom stays. Folium calls begin()
 * for the map and layer() for each view.
 */
window.charnwood = (() => {
  const palette = window.charnwoodShapes.palette;
  const dashOf = (index) => palette.dashes[index % palette.dashes.length];
  const styleOf = (index) => palette.styles[index % palette.styles.length];
  const codeOf = (area) => area.feature.properties.code;
  const drawn = {};
  const marks = L.layerGroup();  // the red line round what is chosen
  let map = null;
  let labels = [];
  let thick = [];
  let moved = false;  // by a person, or to an area: then a resize no longer shows the whole borough
  let clicked = null;  // an area, and not yet answered by a view
  let last = { chosen: [] };  // the view that came last
  let shown = null;  // the vintage whose areas are on the map
  let pen = null;
  let fit = () => {};  // shows some bounds, at first the whole
  let rest = () => {};  // gives dragging back to what the device wants
  let controls = null;  // what map_controls.js puts on a map that stands in a frame
  let reach = [6, 6];  // pixels from the left and the top that what stands on the map needs

  /* Tell the page what a person did, at once: streamlit-folium is asked for nothing (see hooks.py) and says
     nothing. The time tells a second click on an area from the first. The page's own script hears of no press in
     this frame, and what follows is to be a step for the browser's Back. */
  let tell = (deed) => {
    window.parent.dispatchEvent(new CustomEvent("map-told", { detail: deed }));
    window.Streamlit.setComponentValue({ ...deed, at: Date.now() });
  };

  const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  const escape = (text) => text.replace(/[&<>"']/g, (mark) => ESCAPES[mark]);

  /* A label; `ground` is the neighbourhood on whose ground it may stand, by its place in the list. */
  const text = (kind, content, weight, box, minor, ground) => {
    const icon = L.divIcon({ className: "place " + kind, html: "<span>" + escape(content) + "</span>" });
    const bounds = L.latLngBounds(box);
    const marker = L.marker(bounds.getCenter(), { icon, interactive: false, keyboard: false });
    return { marker, weight, bounds, minor, ground };
  };

  /* By how much of its width and height a place's name may stand aside from its point, the nearest first. */
  const ASIDE = [[0, 0], [0, -0.9], [0, 0.9], [0.55, 0], [-0.55, 0], [0.5, -0.9], [-0.5, -0.9], [0.5, 0.9], [-0.5, 0.9],
    [0, -2], [0, 2], [-0.5, 2], [0.5, 2], [-0.5, -2], [0.5, -2]];

  /* Whether a point lies inside the rings of an area (even-odd), all in one measure. */
  const inside = (rings, x, y) => rings.reduce((within, { points }) => {
    for (let i = 0, j = points.length - 1; i < points.length; j = i, i += 1) {
      const [a, b] = [points[i], points[j]];
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) within = !within;
    }
    return within;
  }, false);

  const ringsOf = ({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates).flat();

  /* The ground of each neighbourhood, in pixels of the map. */
  const grounds = () => drawn[shown].outlines.map(({ shape }) =>
    shape.features.flatMap(({ geometry }) => ringsOf(geometry)).map((ring) => {
      const points = ring.map(([lng, lat]) => map.latLngToContainerPoint([lat, lng]));
      return { points, bounds: L.bounds(points) };
    }));

  /* Whether a box lies on some of a ground. */
  const on = (rings, box) => {
    const near = rings.some(({ bounds }) => bounds.min.x < box.right && bounds.max.x > box.left
      && bounds.min.y < box.bottom && bounds.max.y > box.top);
    if (!near) return false;
    if (rings.some(({ points }) => points.some(({ x, y }) =>
      x > box.left && x < box.right && y > box.top && y < box.bottom))) return true;
    const steps = [0, 0.25, 0.5, 0.75, 1];
    return steps.some((across) => [0, 0.5, 1].some((down) =>
      inside(rings, box.left + across * (box.right - box.left), box.top + down * (box.bottom - box.top))));
  };

  /* Where a label of this size may stand, by its place and the left and top of its box from there: over a
     place's point or close by, or above, beside or below a neighbourhood. */
  const stands = (bounds, { width, height }) => {
    const centre = bounds.getCenter();
    const [north, south] = [bounds.getNorth(), bounds.getSouth()];
    if (north === south) return ASIDE.map(([across, down]) => [centre, (across - 0.5) * width, (down - 0.5) * height]);
    const along = [-0.5, -0.7, -0.3, -0.8, -0.2, -0.9, -0.1, -1, 0];
    return [5, 22, 40].flatMap((gap) => [
      ...along.map((part) => [L.latLng(north, centre.lng), part * width, -height - gap]),
      ...along.map((part) => [L.latLng(centre.lat, bounds.getWest()), -width - gap, part * 2 * height]),
      ...along.map((part) => [L.latLng(south, centre.lng), part * width, gap]),
      ...along.map((part) => [L.latLng(centre.lat, bounds.getEast()), gap, part * 2 * height]),
    ]);
  };

  /* Show the weightiest labels that cover neither one another nor another neighbourhood's ground at this zoom. All
     are measured before the first is moved: each measure after a move would have the browser lay out the map again. */
  const declutter = () => {
    if (!shown) return;
    const far = map.getZoom() < 11.75;
    const { x: wide, y: high } = map.getSize();
    const corner = map.getContainer().getBoundingClientRect();
    const taken = [...map.getContainer().querySelectorAll(".leaflet-bar")].map((bar) => bar.getBoundingClientRect())
      .map(({ left, right, top, bottom }) => ({
        left: left - corner.left, right: right - corner.left, top: top - corner.top, bottom: bottom - corner.top,
      }));
    const held = grounds();
    const room = far && wide < 420 ? 16 : 4;  // a small map has fewer names, or they would hide it
    const sizes = new Map(labels.map(({ marker }) => [marker, marker.getElement()?.firstChild.getBoundingClientRect()]));
    for (const { marker, bounds, minor, weight, ground } of labels) {
      const size = sizes.get(marker);
      if (!size) continue;
      const element = marker.getElement();
      const free = far && (minor || (room > 4 && !weight)) ? undefined : stands(bounds, size).find(([place, across, down]) => {
        const point = map.latLngToContainerPoint(place);
        const box = { left: point.x + across, top: point.y + down };
        box.right = box.left + size.width;
        box.bottom = box.top + size.height;
        const hit = taken.some(
          (other) =>
            box.left < other.right + room && box.right + room > other.left &&
            box.top < other.bottom + room / 2 && box.bottom + room / 2 > other.top
        );
        if (hit || box.left < 0 || box.right > wide || box.top < 0 || box.bottom > high) return false;
        if (held.some((rings, at) => at !== ground && on(rings, box))) return false;
        taken.push(box);
        return true;
      });
      element.style.visibility = free ? "visible" : "hidden";
      if (!free) continue;
      const [place, across, down] = free;
      element.classList.toggle("aside", across !== -size.width / 2 || down !== -size.height / 2);
      marker.setLatLng(place);
      element.firstChild.style.transform = `translate(${across}px, ${down}px)`;
    }
    const near = map.getZoom() >= 12;
    for (const [line, thin, broad] of thick) line.setStyle({ weight: near ? broad : thin });
  };

  /* People who use the keyboard choose areas in the list beside the map, not by 99 tab stops. */
  const quiet = (layer) => {
    layer.on("add", () => {
      const path = layer.getElement && layer.getElement();
      if (path) {
        path.setAttribute("tabindex", "-1");
        path.setAttribute("aria-hidden", "true");
        /* Else a press gives it the focus, the page scrolls to it, and the click ends beside it. */
        path.addEventListener("mousedown", (event) => event.preventDefault());
      }
    });
  };

  /* The line round several areas: the edges that belong to one of them only. */
  const edgesOf = (features) => {
    const edges = new Map();
    for (const { geometry } of features) {
      for (const ring of ringsOf(geometry)) {
        for (let i = 1; i < ring.length; i += 1) {
          const ends = [ring[i - 1], ring[i]].map(([lng, lat]) => [lat, lng]);
          const key = ends.map(String).sort().join();
          edges.set(key, edges.has(key) ? null : ends);
        }
      }
    }
    return [...edges.values()].filter(Boolean);
  };

  /* Whether a click made this choice, or areas are being put together: then the map stays where it is. */
  const stays = (view) =>
    (view.drawing && pen) || String(view.chosen) === clicked;

  /* A map that stands in a frame is a document of its own, for which streamlit-folium says nothing. */
  const frame = (name) => {
    document.title = name;
    document.documentElement.lang = "en-GB";
    if (window.frameElement) window.frameElement.title = name;
    map.getContainer().setAttribute("role", "main");
    const heading = document.createElement("h1");
    heading.textContent = name;
    heading.className = "unseen";
    map.getContainer().append(heading);
    /* folium forbids pinching the page larger; people may need it */
    const scale = "width=device-width, initial-scale=1";
    document.querySelectorAll("meta[name=viewport]").forEach((meta) => meta.setAttribute("content", scale));
  };

  /* `hear` is told of a click on an area; without it the map stands in a frame, and streamlit-folium is. */
  const begin = (leaflet, name, source, hear) => {
    map = leaflet;
    marks.addTo(map);
    if (hear) tell = hear;
    else frame(name);
    /* Leaflet gives the map the focus at a press; without this the page would scroll under the pointer. */
    const focus = HTMLElement.prototype.focus.bind(map.getContainer());
    map.getContainer().focus = () => focus({ preventScroll: true });
    map.getContainer().setAttribute("aria-label", name);
    map.attributionControl.setPrefix(false).addAttribution(escape(source));
    for (const [pane, order] of [["areas", 410], ["towns", 420], ["outlines", 430], ["chosen", 440]]) {
      map.createPane(pane).style.zIndex = order;
      if (pane !== "areas") map.getPane(pane).style.pointerEvents = "none";
    }
    map.getPane("tooltipPane").style.zIndex = 700;
    L.geoJSON(window.charnwoodShapes.builtup, {
      pane: "towns", interactive: false, onEachFeature: (_, layer) => quiet(layer),
      style: { fill: false, color: palette.builtup, weight: 0.9, opacity: 0.55 },
    }).addTo(map);
    const whole = L.geoJSON(Object.values(window.charnwoodShapes.vintages)[0].areas).getBounds();
    for (const event of ["mousedown", "touchstart", "keydown"]) {
      map.getContainer().addEventListener(event, (press) => { moved ||= !press.target.closest(".leaflet-bar"); }, { passive: true });
    }
    map.on("zoomstart", () => { moved = true; });
    /* The wheel moves the page, and with Ctrl the map. */
    map.scrollWheelZoom.enable();
    map.getContainer().addEventListener("wheel", (turn) => {
      if (!turn.ctrlKey && !turn.metaKey) turn.stopImmediatePropagation();
    }, { capture: true, passive: true });
    /* One finger scrolls the page past a map that shows the whole borough, and moves one zoomed in. */
    rest = () => {
      const still = L.Browser.mobile && map.getZoom() <= map.getBoundsZoom(whole);
      map.dragging[still ? "disable" : "enable"]();
    };
    fit = (bounds = whole, all = true) => {
      reach = controls?.room() ?? reach;
      map.fitBounds(bounds, { animate: false, paddingTopLeft: reach, paddingBottomRight: [8, 8], maxZoom: 13.5 });
      moved = !all;
    };
    fit();
    rest();
    if (!hear && window.charnwoodControls) {
      controls = window.charnwoodControls;
      controls.begin(map, whole, fit, () => edgesOf(Object.values(window.charnwoodShapes.vintages)[0].areas.features));
    }
    map.on("zoomend", rest);
    map.on("resize", () => { if (!moved) fit(); });
    map.on("zoomend moveend resize", declutter);
  };

  /* Which neighbourhood a place lies in, by its place in the list. */
  const groundAt = (outlines, lat, lon) => outlines.findIndex(({ shape }) => inside(
    shape.features.flatMap(({ geometry }) => ringsOf(geometry)).map((ring) => ({ points: ring.map(([x, y]) => ({ x, y })) })),
    lon, lat));

  /* What hovering says is moved until the map's frame cuts it at no side and no button lies on it. */
  const keepInside = (said) => {
    const element = said.getElement();
    if (!element) return;
    element.style.translate = "none";
    const [box, frame] = [element, map.getContainer()].map((of) => of.getBoundingClientRect());
    const by = (first, last, least, most) => Math.max(least - first, Math.min(0, most - last));
    const across = by(box.left, box.right, frame.left, frame.right);
    const views = map.getContainer().querySelector(".views")?.getBoundingClientRect();
    const top = views && box.right + across > views.left && box.left + across < views.right ? views.bottom : frame.top;
    element.style.translate = `${across}px ${by(box.top, box.bottom, top, frame.bottom)}px`;
  };

  const areasOf = (vintage) => {
    if (drawn[vintage]) return drawn[vintage];
    const shapes = window.charnwoodShapes.vintages[vintage];
    const areas = L.geoJSON(shapes.areas, {
      pane: "areas",
      onEachFeature: (_, layer) => {
        quiet(layer);
        layer.bindTooltip("", { sticky: true, className: "about", opacity: 1, offset: [6, 0] });
        layer.on("click", () => {
          clicked = codeOf(layer);
          tell({ code: clicked });
        });
        layer.on("mouseover", () => layer.setStyle({ weight: 2.5, color: palette.hovered }).bringToFront());
        layer.on("mouseover mousemove", ({ containerPoint }) => {
          controls?.clear(layer.getTooltip(), containerPoint);
          keepInside(layer.getTooltip());
        });
        layer.on("mouseout", () => layer.setStyle({ weight: 0.8, color: palette.paper }));
      },
    });
    const outlines = L.layerGroup();
    const lines = [];
    shapes.outlines.forEach((outline, index) => {
      for (const [color, dash, far, close] of [[palette.paper, null, 4.5, 7], [palette.outline, dashOf(index), 2.4, 3.4]]) {
        const line = L.geoJSON(outline.shape, {
          pane: "outlines", interactive: false, onEachFeature: (_, layer) => quiet(layer),
          style: { fill: false, color, dashArray: dash, lineCap: "butt", className: dash === null && color === palette.paper ? "casing" : "outline" },
        });
        outlines.addLayer(line);
        lines.push([line, far, close]);
      }
    });
    const names = shapes.outlines.flatMap((outline, index) =>
      outline.clusters.map((box, rank) =>
        text("neighbourhood " + styleOf(index), outline.name, 1e9 - 1e8 * rank, box, rank > 0, index))
    );
    const places = window.charnwoodShapes.places.map(({ name, lat, lon, people, part }) =>
      text("town", name, people, [[lat, lon], [lat, lon]], part, groundAt(shapes.outlines, lat, lon)));
    const words = names.concat(places).sort((one, other) => other.weight - one.weight);
    const inOrder = areas.getLayers().sort((one, other) => (codeOf(one) < codeOf(other) ? -1 : 1));
    drawn[vintage] = { areas, inOrder, lines, outlines: shapes.outlines, words, shapes: outlines };
    return drawn[vintage];
  };

  /* Put the areas, outlines and labels of a vintage on the map, in place of another's. */
  const show = (vintage) => {
    if (shown === vintage) return;
    const layersOf = ({ areas, shapes, words }) => [areas, shapes, ...words.map(({ marker }) => marker)];
    if (shown) layersOf(areasOf(shown)).forEach((layer) => layer.remove());
    shown = vintage;
    labels = areasOf(vintage).words;
    thick = areasOf(vintage).lines;
    layersOf(areasOf(vintage)).forEach((layer) => layer.addTo(map));
    setTimeout(declutter);
  };

  /* Key, colours and what hovering says: the name alone where a view has no texts. Classes are letters, "a" the first
     of the key's colours, and these and texts are in the order of codes. */
  const paint = ({ vintage, key, classes, texts, before, after }) => {
    if (controls) {  // before the areas are drawn, which would have to move
      controls.draw(key, window.charnwoodShapes.vintages[vintage].outlines);
      if (!moved && String(controls.room()) !== String(reach)) fit();
    }
    show(vintage);
    areasOf(vintage).inOrder.forEach((area, at) => {
      const fillColor = key.colours[classes.charCodeAt(at) - 97] ?? palette.none;
      area.setStyle({ fillColor, fillOpacity: 1, weight: 0.8, color: palette.paper, opacity: 1 });
      const name = "<strong>" + escape(area.feature.properties.name) + "</strong>";
      area.setTooltipContent(texts ? name + "<br>" + escape(before + texts[at] + after) : name);
    });
  };

  /* The red line round the areas of these codes, alone; gives those areas. */
  const mark = (codes) => {
    const marked = areasOf(shown).inOrder.filter((area) => codes.includes(codeOf(area)));
    const edges = edgesOf(marked.map((area) => area.feature));
    marks.clearLayers();
    for (const [color, weight] of edges.length ? [[palette.paper, 9], [palette.chosen, 5]] : []) {
      const line = L.polyline(edges, { pane: "chosen", interactive: false, color, weight, className: "chosen" });
      quiet(line);
      line.addTo(marks);
    }
    return marked;
  };

  const layer = (view) => {
    paint(view);
    const marked = mark(view.chosen);
    if (String(view.chosen) !== String(last.chosen)) {
      if (marked.length && !stays(view)) {
        moved = true;
        setTimeout(() => fit(L.featureGroup(marked).getBounds().pad(marked.length > 1 ? 0.3 : 1.5), false));
      }
      clicked = null;
    }
    if (view.drawing && !pen) {
      pen = controls?.pen(() => rest(), (deed) => tell(deed));
      map.doubleClickZoom.disable();  // two quick clicks are two areas
    }
    last = view;
    if (controls) setTimeout(() => window.parent.dispatchEvent(new Event("map-drawn")));  // once it is where it stays
    return L.featureGroup();
  };

  /* Shaded hexagons of counts over the areas; each is wide enough to hold many homes and mark none. */
  const cells = (group, { steps, cells }) => {
    if (!map.getPane("cells")) map.createPane("cells").style.zIndex = 415;
    for (const [lat, lng, fillColor, value] of cells) {
      const corners = steps.map(([up, across]) => [lat + up, lng + across]);
      const cell = L.polygon(corners, { pane: "cells", color: palette.edge, weight: 0.7, fillColor, fillOpacity: 0.9 });
      quiet(cell);
      cell.bindTooltip(escape(value), { sticky: true, className: "about", opacity: 1 });
      cell.on("mouseover mousemove", () => keepInside(cell.getTooltip()));
      group.addLayer(cell);
    }
  };

  return { begin, layer, cells, paint, mark, last: () => last };
})();
