/* The button for the whole screen, where a browser has one to give. */
(() => {
  const full = document.getElementById("full");
  const turn = () =>
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", turn);
})();
