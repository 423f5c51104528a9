/* "Copy with source" and "Copy picture", in both editions: a finding goes to the clipboard with its source and the
 * address of the page, a chart or map as a picture. A button is in sight only where the browser can do what it says,
 * so never without this script. One listener for the whole document, as the dashboard puts its buttons in anew.
 */
(() => {
  "use strict";
  const able = { text: navigator.clipboard?.writeText || document.queryCommandSupported?.("copy") };
  able.picture = navigator.clipboard?.write && window.ClipboardItem;  // not over http, nor in old browsers
  document.documentElement.dataset.copies = Object.keys(able).filter((kind) => able[kind]).join(" ");

  const plain = (node) => node.textContent.replace(/\s+/g, " ").trim();

  /* Where the page is read: the dashboard has a link with the version of its data; a file on a disk has none. */
  const address = () => {
    const link = [...document.querySelectorAll(".copied code")].at(-1);
    if (link) return plain(link);
    return location.protocol === "file:" ? "" : location.href.split("#")[0];
  };

  /* What stands in elements near a button, or else anywhere on the page. */
  const holder = (button) => (button.closest(".files") ?? button.closest(".take")).parentElement;
  const texts = (selectors = "", button) => selectors.split(", ").filter(Boolean).flatMap((selector) => {
    const near = [...holder(button).querySelectorAll(selector)];
    return (near.length ? near : [...document.querySelectorAll(selector)]).map(plain);
  });

  /* The source that a button names, or else the last line of the note that stands with it; none where it came along. */
  const sourceOf = (button) => {
    const { source } = button.dataset;
    const note = [...holder(button).querySelectorAll(".note p")].at(-1);
    return source ? texts(source, button).join(" ") : note ? plain(note) : "";
  };

  /* What a button copies: words that came with it, those that it names, or its section's with the sources of the page. */
  const wordsOf = (button) => {
    const { copy, words } = button.dataset;
    if (copy || words) return [copy, ...texts(words, button), sourceOf(button), address()];
    const part = button.closest("section").cloneNode(true);
    for (const more of part.querySelectorAll(".take, details, svg, img, .note, [aria-hidden]")) more.remove();
    for (const about of part.querySelectorAll("dt span")) about.textContent = `(${plain(about)}):`;
    const lines = [...part.querySelectorAll("li, p:not(li p), dl > div")].map(plain).filter(Boolean);
    return [`${button.dataset.of}. ${plain(part.querySelector("h2"))}`, ...lines, ...texts(".sources li", button), address()];
  };

  const copyText = async (text) => {
    if (navigator.clipboard?.writeText) return navigator.clipboard.writeText(text);
    const box = Object.assign(document.createElement("textarea"), { value: text });
    box.style.cssText = "position: fixed; opacity: 0";
    const before = document.activeElement;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    before.focus();
    if (!done) throw new Error();
    return undefined;
  };

  /* A picture that the server makes, with its title and source inside. */
  const fetched = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(await answer.text());
    return answer.blob();
  };

  const LOOK = ["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linecap",
    "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "paint-order", "color",
    "display", "visibility"];

  /* The drawing that an image shows: one in its own address, or one of this server. */
  const shown = async ({ src }) => {
    const [, packed] = /^data:.*;base64,(.*)$/.exec(src) ?? [];
    const text = packed ? new TextDecoder().decode(Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0)))
      : await (await fetch(src)).text();
    return new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  };

  /* A drawing of the page as it is, with the look that it has there. */
  const styled = (drawing) => {
    const copy = drawing.cloneNode(true);
    const copies = [copy, ...copy.querySelectorAll("*")];
    [drawing, ...drawing.querySelectorAll("*")].forEach((one, at) => {
      const look = getComputedStyle(one);
      for (const name of LOOK) copies[at].style.setProperty(name, look.getPropertyValue(name));
    });
    return copy;
  };

  /* A drawing, or an image of one, as an image as large as it stands in the page. */
  const image = async (drawing) => {
    const copy = drawing.matches("img") ? await shown(drawing) : styled(drawing);
    const { width, height } = drawing.getBoundingClientRect();
    for (const [name, value] of Object.entries({ xmlns: "http://www.w3.org/2000/svg", width, height })) copy.setAttribute(name, value);
    copy.style.transform = "none";
    const made = new Image();
    made.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
    await made.decode();
    return made;
  };

  const EDGE = 16;
  const SHARP = 2;  // pixels of the picture for each of the screen

  /* Draw lines of text that are no longer than `room`; gives the height that they take. */
  const write = (pen, text, font, top, room) => {
    pen.font = font;
    const high = parseInt(/(\d+)px/.exec(font)[1], 10) * 1.35;
    let line = "";
    let at = top + high;
    for (const word of text.split(" ")) {
      if (line && pen.measureText(`${line} ${word}`).width > room) {
        pen.fillText(line, EDGE, at);
        at += high;
        line = "";
      }
      line += `${line && " "}${word}`;
    }
    pen.fillText(line, EDGE, at);
    return at + high * 0.35 - top;
  };

  /* The marks of a key: a stroke or a box of the colour that it has on the page, then what it means. */
  const key = (pen, marks, top, room, ink) => {
    let [left, at] = [EDGE, top + 20];
    pen.font = "14px sans-serif";
    for (const { look, words } of marks) {
      const wide = 30 + pen.measureText(words).width + 18;
      if (left > EDGE && left + wide > room) [left, at] = [EDGE, at + 22];
      const box = look.backgroundColor !== "rgba(0, 0, 0, 0)";
      pen.fillStyle = pen.strokeStyle = box ? look.backgroundColor : look.borderTopColor;
      pen.lineWidth = parseFloat(look.borderTopWidth) || 2;
      pen.setLineDash({ dashed: [6, 4], dotted: [2, 3] }[look.borderTopStyle] ?? []);
      if (box) pen.fillRect(left, at - 11, 22, 12);
      else pen.stroke(new Path2D(`M${left} ${at - 5}h22`));
      pen.fillStyle = ink;
      pen.fillText(words, left + 28, at);
      left += wide;
    }
    pen.setLineDash([]);
    return marks.length ? at + 12 - top : 0;
  };

  /* A chart or map that stands in the page, with its title, key and source, as a picture. */
  const drawn = async (button) => {
    const part = holder(button).querySelector("[data-drawn]") ? holder(button) : button.closest("figure");
    const box = part.querySelector("[data-drawn]");
    const drawings = [...box.querySelectorAll("svg, img")].filter((one) => !one.parentElement.closest("svg"));
    const around = box.getBoundingClientRect();
    const marks = [...part.querySelectorAll(".key span, .classes li")].map((one) => ({ look: getComputedStyle(one.firstElementChild), words: plain(one) }));
    const paper = getComputedStyle(document.body);
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    const room = Math.max(around.width, 280);
    const draw = async () => {
      pen.scale(SHARP, SHARP);
      pen.fillStyle = paper.backgroundColor === "rgba(0, 0, 0, 0)" ? "#fff" : paper.backgroundColor;
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.fillStyle = paper.color;
      let top = EDGE / 2;
      top += write(pen, [button.dataset.of, ...texts(button.dataset.title, button)].filter(Boolean).join(": "), "bold 18px sans-serif", top, room) + 8;
      pen.save();
      pen.beginPath();
      pen.rect(EDGE, top, around.width, around.height);
      pen.clip();
      for (const one of drawings) {
        const at = one.getBoundingClientRect();
        pen.drawImage(await image(one), EDGE + at.left - around.left, top + at.top - around.top, at.width, at.height);
      }
      letters(pen, box, around, top);
      pen.restore();
      pen.fillStyle = paper.color;
      top += around.height + 8;
      top += key(pen, marks, top, room, paper.color);
      return top + write(pen, sourceOf(button), "12px sans-serif", top, room) + EDGE / 2;
    };
    canvas.width = SHARP * (room + 2 * EDGE);
    canvas.height = SHARP * 4;  // drawn twice: first to learn how high it is
    canvas.height = SHARP * (await draw());
    await draw();
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };

  /* Letters that are no part of a drawing, word by word where they stand: names on a map, what stands beside bars. */
  const letters = (pen, box, around, top) => {
    const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (texts.nextNode()) {
      const { currentNode: text } = texts;
      const look = getComputedStyle(text.parentElement);
      if (look.visibility === "hidden" || text.parentElement.closest("svg, .leaflet-control-container")) continue;
      pen.font = `${look.fontWeight} ${look.fontSize} ${look.fontFamily}`;
      pen.fillStyle = look.color;
      for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        const at = range.getBoundingClientRect();
        const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = pen.measureText(word);
        const place = [EDGE + at.left - around.left, top + (at.top + at.bottom + up - down) / 2 - around.top];
        if (!at.width) continue;
        if (text.parentElement.closest(".place")) {
          Object.assign(pen, { lineWidth: 3, lineJoin: "round", strokeStyle: "#fff" });
          pen.strokeText(word, ...place);
        }
        pen.fillText(word, ...place);
      }
    }
  };

  const copyPicture = (button) => {
    const made = button.dataset.picture ? fetched(button.dataset.picture) : drawn(button);
    return navigator.clipboard.write([new ClipboardItem({ "image/png": made })]);
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.(".take button");
    if (!button) return;
    const said = button.parentElement.querySelector("[role=status]");
    const picture = button.matches(".picture");
    said.textContent = picture ? "The picture is being made." : "";
    try {
      await (picture ? copyPicture(button) : copyText(wordsOf(button).filter(Boolean).join("\n")));
      said.textContent = picture ? "The picture is copied." : "Copied with its source.";
    } catch (error) {
      said.textContent = error.message && picture && error.constructor === Error ? error.message
        : "Your browser did not allow it to be copied.";
    }
  });
})();
