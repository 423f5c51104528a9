/* Shows a choice on the map page at once, before the server has answered it: page.js tells.
 *
 * The colours and keys of all views came with this script (window.charnwoodViews, made by drawing/map_ahead.py). The
 * view that the server sends draws all anew and is what counts; where none comes, the map goes back to what it was.
 */
window.charnwoodAhead = (() => {
  const { scales, views } = window.charnwoodViews;
  const { last, mark, paint } = window.charnwood;
  const UNANSWERED = 10000;  // milliseconds that a choice may be shown without an answer
  const HANDED = 1500;  // after the end of a run, until its view must have reached this frame
  let before = null;  // the view that came last when a choice was shown
  let waiting = null;

  const back = () => {
    if (before && before === last()) {
      paint(before);
      mark(before.chosen);
    }
    before = null;
  };

  const wait = (time) => {
    clearTimeout(waiting);
    waiting = setTimeout(back, time);
  };

  /* The colours and key of a choice, named as the boxes name it, unless areas are marked that another vintage may not have. */
  const show = (edition, measure, way) => {
    const ways = views[edition]?.[measure];
    const [vintage, scale, classes, title] = ways?.[way] ?? ways?.[""] ?? [];
    const now = last();
    if (!title || !now.key) return;
    const same = now.key.title === title && now.vintage === vintage;
    if (same || (now.chosen.length && now.vintage !== vintage)) {
      back();
      return;
    }
    before = now;
    const [colours, labels] = scales[scale];
    paint({ vintage, classes, key: { title, colours, labels } });
    wait(UNANSWERED);
  };

  /* The red line round what a click chose, or round nothing. */
  const choose = (codes) => {
    before = last();
    mark(codes);
    wait(UNANSWERED);
  };

  /* A run of the server has ended, or it cannot be reached: whatever it answers is on its way. */
  const answered = () => { if (before) wait(HANDED); };

  return { show, choose, answered };
})();
