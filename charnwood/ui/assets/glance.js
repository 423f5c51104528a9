/* The button for the whole screen, where a browser has one to give; F does the same. */
(() => {
  const full = document.getElementById("full");
  const turn = () =>
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", turn);
})();
