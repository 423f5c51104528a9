/* The first view of the map's page: the picture is put where map.js will have the map, kept there until the map has drawn
 * its areas, and taken away. It is read where it stands, so that nothing is seen at another place before. A click on one
 * of its areas is answered by the red line at once, and handed to the map as soon as that is there.
 */
(() => {
  /* All that this script knows of Streamlit's page: docs/upgrading.md. */
  const [BAR, SAID] = [".st-key-bar", ".st-key-said p"];  // where it begins, and its finding
  const ALERT = "[data-testid=stAlert]";  // which lies above the map, or says that there is none
  const LONGEST = 15000;  // milliseconds that a page may be without its map
  const NARROW = 560;  // as map_controls.js has it
  const [UNIT, NEAREST, FARTHEST, NEAR] = [13, 13.5, 9, 12];  // zooms: that of a unit of the picture, as map.js has them

  const first = document.querySelector(".first");
  const page = document.querySelector("#root");
  if (!first || !page) return;
  const map = first.querySelector(".map");
  const ground = first.querySelector(".ground");
  const svg = first.querySelector("svg");
  const path = location.pathname;
  let since = 0;  // when Streamlit's page began

  /* Who listens or uses the keyboard waits for the page itself, whose title is then the only one. */
  first.inert = true;
  const title = first.querySelector("h1");
  title.replaceWith(Object.assign(document.createElement("p"), { className: "title", textContent: title.textContent }));

  /* As Leaflet's fitBounds. */
  const fit = () => {
    first.querySelector(".key").open = map.clientWidth >= NARROW;
    const { width, height } = svg.viewBox.baseVal;
    const room = ground.getBoundingClientRect();
    const most = UNIT + Math.log2(Math.min(room.width / width, room.height / height));
    const zoom = Math.max(FARTHEST, Math.min(NEAREST, Math.floor(Math.round(400 * most) / 100) / 4));
    svg.style.width = `${width * 2 ** (zoom - UNIT)}px`;
    svg.style.height = `${height * 2 ** (zoom - UNIT)}px`;
    svg.classList.toggle("near", zoom >= NEAR);
  };

  let at = "";
  const lie = ({ left, top, width, height }) => {
    const now = `position:fixed;left:${left}px;top:${top}px;width:${width}px;height:${height}px`;
    if (now === at) return;
    at = now;
    map.style.cssText = now;
    fit();
  };

  /* Whoever clicks before the map is there chooses an area; again, and it stays, as little else shows yet that it is. */
  const named = new URLSearchParams(location.search).get("area");
  const areas = [...svg.querySelectorAll("path[id]")];
  const codeOf = (area) => area.id.replace("a-", "");
  let wanted = named;
  const within = ({ left, right, top, bottom }, x, y) => x >= left && x < right && y >= top && y < bottom;
  const areaAt = ({ clientX: x, clientY: y }) => {
    const on = (element) => within(element.getBoundingClientRect(), x, y);
    if (!on(map) || on(first.querySelector(".legend"))) return null;
    const place = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
    return areas.find((area) => area.isPointInFill(place));
  };
  const click = (event) => {
    const area = areaAt(event);
    if (!area) return;
    wanted = codeOf(area);
    for (const line of svg.querySelectorAll(".chosen")) line.setAttribute("d", area.getAttribute("d"));
  };
  const hand = () => {
    if (wanted === named) return;
    const { charnwood } = page.querySelector("iframe").contentWindow;
    charnwood.mark([wanted])[0]?.fire("click");
  };

  const end = () => {
    first.remove();
    removeEventListener("resize", fit);
    removeEventListener("click", click, true);
    removeEventListener("map-drawn", drawn);
  };
  /* The map is seen in the picture after that in which it says so. */
  const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => {
    if (first.isConnected) hand();
    end();
  }));
  const follow = () => {
    if (!first.isConnected) return;
    if (!since && page.querySelector(BAR)) since = performance.now();
    first.classList.toggle("held", Boolean(page.querySelector(SAID)));
    const late = since && performance.now() - since > LONGEST;
    if (late || location.pathname !== path || page.querySelector(ALERT)) {
      end();
      return;
    }
    const frame = page.querySelector("iframe");
    const room = frame?.getBoundingClientRect();
    if (room?.height) lie(room);  // it has none until its document has come
    requestAnimationFrame(follow);
  };

  fit();
  addEventListener("resize", fit);
  addEventListener("click", click, true);
  addEventListener("map-drawn", drawn);
  /* Who acts elsewhere wants to see what follows. */
  const act = (event) => { if (since && !(event.type === "pointerdown" && areaAt(event))) end(); };
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, act, true);
  requestAnimationFrame(follow);
})();
