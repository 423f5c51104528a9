/* What Streamlit's pages lack for people who use the keyboard or listen. Loaded once, by ui.navigation.
 *
 * Streamlit runs the page anew at a bare "r" and offers to clear its cache at "c"; WCAG 2.1.4 forbids
 * shortcuts of one letter, so here they do nothing. Text boxes take the letters as ever. A table keeps
 * the tab key for its cells, hundreds of them; here the key leaves the table, and the arrows move in it
 * (WCAG 2.1.2). And after a link to another page the focus goes to that page's heading, so that reading
 * goes on there.
 */
(() => {
  if (window.charnwoodPage) return;
  window.charnwoodPage = true;
  document.documentElement.lang = "en-GB";

  const typing = (element) => element.closest?.("input, textarea, select, [contenteditable=true]");
  for (const kind of ["keydown", "keypress", "keyup"]) {
    window.addEventListener(kind, (event) => {
      const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (bare && /^[rc]$/i.test(event.key) && !typing(event.target)) event.stopImmediatePropagation();
      if (event.key === "Tab" && event.target.closest?.("[data-testid=stDataFrame]")) event.stopImmediatePropagation();
    }, true);
  }

  const heading = () => document.querySelector("[data-testid=stMain] h1");
  let path = location.pathname;
  let read = null;
  new MutationObserver(() => {
    const now = heading();
    if (!now || now.textContent === read) return;
    read = now.textContent;
    if (location.pathname === path) return;
    path = location.pathname;
    const left = document.activeElement;
    const onTheWay = left === document.body || left.closest("[data-testid=stPageLink], summary");
    if (!onTheWay) return;
    now.tabIndex = -1;
    now.focus();
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
})();
