/* Finds areas as people type, from an index that comes once and is asked nothing: what is typed stays here.
 *
 * `find` answers as the dashboard's search does (figures/search.py, figures/names.py and clean.py,
 * whose rules come with the index); the rest is a combobox by the WAI-ARIA pattern over the form of the page.
 */
window.charnwoodSearch = (() => {
  "use strict";

  /* Names: the words of a text, and how well they answer to those of a name. */

  const [WHOLE, NAME, LIKE_NAME] = [0, 1, 3];
  const NONE = { slip: 2, about: true };

  const cell = (text) =>
    text.normalize("NFC").replace(/[\p{Cc}\p{Z}]/gu, " ").replace(/[\p{Cf}\p{Cs}\p{Cn}]/gu, "")
      .normalize("NFC").trim().replace(/ +/g, " ");
  const some = (all, keep) => {
    const kept = all.filter(keep);
    return kept.length ? kept : all;
  };

  const wordsOf = (text, rules) => {
    const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/['’‘`]/g, "");
    const found = some(plain.match(/[\p{L}\p{N}]+/gu) || [], (word) => !rules.fillers.has(word));
    return found.map((word) => (Object.hasOwn(rules.short, word) ? rules.short[word] : word));
  };

  /* Letters that two words have in common, in their order. */
  const common = (one, other) => {
    let row = new Array(other.length + 1).fill(0);
    for (const letter of one) {
      const next = [0];
      for (let j = 1; j <= other.length; j += 1) {
        next.push(letter === other[j - 1] ? row[j - 1] + 1 : Math.max(row[j], next[j - 1]));
      }
      row = next;
    }
    return row[other.length];
  };

  const turned = (text, word) => {
    if (text.length !== word.length) return false;
    for (let i = 1; i < text.length - 1; i += 1) {
      if (text.slice(0, i) + text[i + 1] + text[i] + text.slice(i + 2) === word) return true;
    }
    return false;
  };

  /* Whether a typed word stands for one of a name: false as it is or begins, true with a slip, else undefined. */
  const alike = (text, word, last, rules) => {
    if (text === word) return false;
    if (rules.streets.has(word) && turned(text, word)) return true;
    if (rules.streets.has(text)) return undefined;
    if (word.startsWith(text) && text.length >= (last ? rules.start : rules.start + 1)) return false;
    if (rules.streets.has(word) || text[0] !== word[0] || text.length <= rules.start) return undefined;
    const both = text.length + word.length;
    if (200 * Math.min(text.length, word.length) < rules.like * both) return undefined;
    return turned(text, word) || 200 * common(text, word) >= rules.like * both ? true : undefined;
  };

  /* Whether a whole text is like a whole name, each written in one word. */
  const allAlike = (text, name, rules) => {
    const both = text.length + name.length;
    if (text[0] !== name[0] || 200 * Math.min(text.length, name.length) < rules.likeWhole * both) return false;
    return 200 * common(text, name) >= rules.likeWhole * both;
  };

  const answersTo = (text, index) => {
    const typed = some(wordsOf(text, index.rules), (word) => !index.rules.house.test(word));
    const own = typed.map((_, number) => number).filter((number) => !index.rules.streets.has(typed[number]));
    const meant = typed.map((word, number) => {
      const found = new Map();
      for (const other of index.vocabulary) {
        const slip = alike(word, other, number === typed.length - 1, index.rules);
        if (slip !== undefined) found.set(other, slip);
      }
      return found;
    });
    const joined = typed.join("");
    const best = (found, entry) => {
      let least = NONE;
      for (const [words, about] of [[entry.words, false], [entry.place, true]]) {
        for (const word of words) {
          const slip = found.get(word);
          if (slip !== undefined && (slip < least.slip || (slip == least.slip && about < least.about))) {
            least = { slip, about };
          }
        }
      }
      return least;
    };
    return {
      typed,
      level(entry) {
        if (typed.length === entry.words.length && typed.every((word, i) => word === entry.words[i])) return WHOLE;
        if (own.some((number) => entry.words.some((word) => meant[number].has(word)))) {
          const words = meant.map((found) => best(found, entry));
          if (!words.includes(NONE) && own.some((number) => !words[number].about)) {
            return NAME + words.some((word) => word.about) + 2 * words.some((word) => word.slip);
          }
        }
        return joined.length > index.rules.joined && allAlike(joined, entry.words.join(""), index.rules) ? LIKE_NAME : undefined;
      },
      closeness: (entry) => [-meant.filter((found) => entry.words.some((word) => found.has(word))).length, entry.words.length],
      covers: (entry) => entry.words.every((word) => meant.some((found) => found.has(word))),
    };
  };

  /* Postcodes as people type them. */

  const upper = (text) => cell(text).normalize("NFKC").toUpperCase();
  const compact = (text) => upper(text).replace(/[^\p{L}\p{N}]+/gu, "");

  const spellings = (word, rules) => {
    const letters = [...word];
    const doubtful = letters.filter((letter) => letter in rules.takenFor).length;
    if (letters.length < 5 || letters.length > 7 || doubtful > 5) return [];
    const mixed = letters.reduce(
      (all, letter) => all.flatMap((begun) => [...(rules.takenFor[letter] || letter)].map((other) => begun + other)),
      [""]
    );
    return mixed.filter((other) => rules.postcode.test(other));
  };

  const postcodes = (text, rules) => {
    const words = upper(text).match(/[A-Z0-9]+/g) || [];
    const pairs = words.slice(1).flatMap((word, i) =>
      words[i].length <= 4 && word.length === 3 ? [words[i] + word] : []);
    const tried = [compact(text), ...words, ...pairs];
    const whole = tried.filter((word) => rules.postcode.test(word));
    return [...new Set([...whole, ...tried.flatMap((word) => spellings(word, rules))])];
  };

  const partOf = (text) => {
    const words = (upper(text).match(/[A-Z0-9]+/g) || []).join(" ");
    const plain = words.replace(/^([A-Z]{1,2}) (?=\d)/, "$1");
    const found =
      /^([A-Z]{1,2}\d[A-Z\d]?) (\d[A-Z]?)$/.exec(plain) ||
      /^([A-Z]{1,2}\d{1,2}|[A-Z]{1,2}\d[A-Z])(\d[A-Z]?)?$/.exec(plain) ||
      /^([A-Z]{1,2}\d)(\d[A-Z])$/.exec(plain);
    return found ? [found[1], found[2] || ""] : null;
  };

  /* Where a postcode lies: an area's number, below 0 a district, null unknown, undefined for no such postcode. */
  const placed = (index, postcode) => {
    const [places, ends] = index.postcodes[postcode.slice(0, -2)] || [[], ""];
    const [one, other] = [...postcode.slice(-2)].map((letter) => index.rules.units.indexOf(letter));
    const mark = one < 0 || other < 0 ? "" : ends[one * index.rules.units.length + other] || "";
    return mark && mark !== "." ? places[mark.charCodeAt(0) - 48] : undefined;
  };

  /* Whether a postcode, or a part of one, begins as those of no area that is held. */
  const other = (index, text) => !index.rules.letters.includes(/^[A-Z]+/.exec(text)[0]);

  const district = (index, number) => Object.values(index.districts)[-1 - number];

  /* Answers. */

  const hit = (index, number, name) => {
    const [key, own, , about] = index.areas[number];
    if (index.names.wholes[number]?.includes(name)) {
      return { key, name, area: "", about: filled(index.words.asWard, { ward: own }) };
    }
    const whole = index.names.parts.some(([place, area]) => area === number && place === name) ? `part of ${own}` : own;
    return name && !own.startsWith(name) ? { key, name, area: whole, about } : { key, name: own, area: "", about };
  };

  const hits = (index, found) => {
    const all = new Map();
    for (const [number, name] of found) if (!all.has(number)) all.set(number, hit(index, number, name));
    return [...all.values()].slice(0, index.rules.most);
  };

  const named = (index, text) => {
    const answers = answersTo(text, index);
    const found = [];
    index.entries.forEach((entry, number) => {
      const level = answers.typed.length ? answers.level(entry) : undefined;
      if (level !== undefined) found.push([level, entry.order, ...answers.closeness(entry), number]);
    });
    const best = Math.min(...found.map(([level]) => level));
    const kept = found.filter(([level]) => level <= Math.max(best, NAME));
    kept.sort((one, other) => one.map((value, i) => value - other[i]).find((difference) => difference) || 0);
    const entries = kept.map((key) => index.entries[key[4]]);
    const answered = hits(index, entries.map((entry) => [entry.area, entry.text]));
    const whole = best === WHOLE;
    if (!answered.length) return { hits: [], outcome: "no_name" };
    if (answered.length > 1) return { hits: answered, outcome: "several", whole };
    const sure = answers.covers(entries[0]);
    return { hits: answered, outcome: sure ? "name" : "like", sure, whole };
  };

  const ofPostcode = (index, postcode) => {
    const text = `${postcode.slice(0, -3)} ${postcode.slice(-3)}`;
    const place = placed(index, postcode);
    if (place === undefined) return { hits: [], outcome: other(index, text) ? "other_postcode" : "unknown_postcode", text };
    if (place === null) return { hits: [], outcome: "postcode_nowhere", text };
    if (place < 0) return { hits: [], outcome: "postcode_outside", text, districts: [district(index, place)] };
    return { hits: hits(index, [[place]]), outcome: "postcode", sure: true, text };
  };

  const ofPart = (index, [outward, rest]) => {
    const text = `${outward} ${rest}`.trim();
    const places = [];
    for (const [sector, [known, ends]] of Object.entries(index.postcodes)) {
      if (sector.slice(0, -1) !== outward || (rest && sector.slice(-1) !== rest[0])) continue;
      [...ends].forEach((mark, i) => {
        const first = index.rules.units[Math.floor(i / index.rules.units.length)];
        if (mark !== "." && (rest.length < 2 || first === rest[1])) places.push(known[mark.charCodeAt(0) - 48]);
      });
    }
    const counts = new Map();
    for (const place of places) if (place !== null && place >= 0) counts.set(place, (counts.get(place) || 0) + 1);
    if (!places.length) return { hits: [], outcome: other(index, text) ? "other_part" : "unknown_part", text };
    if (!counts.size) {
      const districts = [...new Set(places.map((place) => (place === null ? "" : district(index, place))))];
      return { hits: [], outcome: "part_outside", text, districts };
    }
    const order = [...counts].sort(([, one], [, other]) => other - one);
    return { hits: hits(index, order.map(([area]) => [area])), outcome: "part", text, areas: counts.size };
  };

  const find = (index, raw) => {
    const text = cell([...raw].slice(0, index.rules.longest[1]).join(""));
    if (!text) return { hits: [], outcome: "empty" };
    const codes = upper(text).match(/(?<![A-Z0-9])[EW]01\d{6}(?![A-Z0-9])/g) || [];
    if (codes.length) {
      const code = codes.find((one) => index.numbers.has(one));
      if (!code) return { hits: [], outcome: "unknown_code", text: codes[0] };
      return { hits: hits(index, [[index.numbers.get(code)]]), outcome: "code", sure: true, text: code };
    }
    const meant = postcodes(text, index.rules);
    const held = meant.find((postcode) => placed(index, postcode) !== undefined);
    if (held || (meant.length && [meant[0], ...spellings(meant[0], index.rules)].includes(compact(text)))) {
      return ofPostcode(index, held || meant[0]);
    }
    const found = named(index, [...text].slice(0, index.rules.longest[0]).join(""));
    const part = partOf(text);
    if (part && !found.whole) return ofPart(index, part);
    return meant.length && /\p{Nd}/u.test(text) && !found.sure ? ofPostcode(index, meant[0]) : found;
  };

  const listing = (texts) => (texts.length > 1 ? `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}` : texts.join(""));
  const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const labelOf = ({ name, area }) => (area ? `${name}, in ${area}` : name);

  const said = (index, found) => {
    const own = index.words;
    const text = found.text || "";
    const areas = found.areas === 1 ? own.area : filled(own.areas, found);
    const values = { text, district: own.district, held: own.held, letters: own.letters, hits: found.hits.length, areas };
    values.labels = listing(found.hits.map(labelOf));
    values.outside = listing((found.districts || []).map((name) => name || own.elsewhere));
    values.most = found.areas > found.hits.length ? filled(own.most, values) : "";
    return filled(own.sentences[found.outcome], values);
  };

  /* The index as it is sent, made ready. */
  const prepare = (sent) => {
    const rules = { ...sent.rules };
    for (const name of ["streets", "fillers"]) rules[name] = new Set(rules[name]);
    for (const name of ["house", "postcode"]) rules[name] = new RegExp(`^(?:${rules[name]})$`);
    const places = sent.areas.map((area) => new Set([...sent.words.about, ...area[4].split(" ")]));
    const entries = [];
    const add = (text, area, street) =>
      entries.push({
        text, area, words: wordsOf(text, rules), place: places[area],
        order: street ? rules.kinds : sent.areas[area][2],
      });
    for (const area of sent.names.order) add(sent.areas[area][1].split(" (before")[0], area, false);
    for (const [text, areas] of Object.entries(sent.names.places)) for (const area of areas) add(text, area, false);
    for (const [text, areas] of Object.entries(sent.names.streets)) for (const area of areas) add(text, area, true);
    const vocabulary = new Set(entries.flatMap((entry) => [...entry.words, ...entry.place]));
    const numbers = new Map(sent.areas.map(([key], number) => [key, number]));
    return { ...sent, rules, entries, vocabulary, numbers };
  };

  /* The combobox. Whatever a translation wraps the words in, what is chosen hangs on the options themselves. */

  const combobox = (form) => {
    const input = form.querySelector("input");
    const list = form.querySelector("[role=listbox]");
    const status = form.querySelector("[role=status]");
    let index = null;
    let asked = null;
    let active = -1;
    let answers = [];

    const load = () => {
      asked = asked || (location.protocol === "file:" ? Promise.reject() : fetch(form.dataset.index))
        .then((response) => (response.ok ? response.json() : Promise.reject(response.status)))
        .then((sent) => { index = prepare(sent); if (document.activeElement === input && input.value) show(); })
        .catch(() => { asked = null; if (input.value) status.textContent = form.dataset.failed || ""; });
      return asked;
    };

    const mark = (number) => {
      active = number;
      [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === number)));
      if (number < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", list.children[number].id);
        list.children[number].scrollIntoView({ block: "nearest" });
      }
    };

    const close = () => {
      mark(-1);
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
    };

    const option = ({ name, area, about }, number) => {
      const item = document.createElement("li");
      item.id = `${input.id}-${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const title = document.createElement("span");
      title.className = "name";
      title.textContent = labelOf({ name, area });
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = about;
      item.append(title, " ", kind);
      return item;
    };

    const show = () => {
      if (!index) return null;
      const text = input.value.trim();
      const found = text.length > 1 ? find(index, text) : { hits: [], outcome: "empty" };
      answers = found.hits;
      list.replaceChildren(...answers.map(option));
      mark(-1);
      list.hidden = !answers.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      const count = answers.length > 1 ? index.words.several : index.words.one;
      status.textContent = answers.length
        ? `${found.outcome === "several" ? "" : `${said(index, found)} `}${filled(count, { hits: answers.length })}`
        : said(index, found);
      return found;
    };

    const go = (number) => {
      close();
      location.href = form.dataset.area.replace("KEY", encodeURIComponent(answers[number].key));
    };

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.addEventListener("focus", load);
    if (document.activeElement === input) load();
    input.addEventListener("input", () => { load(); show(); });
    form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
    list.addEventListener("mousedown", (event) => event.preventDefault());  // the box keeps the focus
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) go([...list.children].indexOf(item));
    });
    input.addEventListener("keydown", (event) => {
      const many = list.children.length;
      const open = !list.hidden && many;
      const to = { ArrowDown: active + 1, ArrowUp: active < 0 ? many - 1 : active - 1, Home: 0, End: many - 1 }[event.key];
      if (event.key === "Escape") {
        event.preventDefault();
        if (open) close();
        else { input.value = ""; status.textContent = ""; }
      } else if (event.key === "Enter" && open && active >= 0) {
        event.preventDefault();
        go(active);
      } else if (to !== undefined && (event.key.startsWith("Arrow") || active >= 0)) {
        event.preventDefault();
        if (!open && !show()?.hits.length) return;
        mark(to >= list.children.length ? -1 : to);
      }
    });
    form.addEventListener("submit", (event) => {
      if (!index) return;  // the form asks the server, or leads to the list of all areas
      event.preventDefault();
      const found = show();
      if (found.hits.length && found.sure) go(0);
      else input.focus();
    });
  };

  if (typeof document !== "undefined") document.querySelectorAll("form[data-index]").forEach(combobox);
  return { cell, compact, filled, find, listing, placed, postcodes, prepare, said, spellings, upper };
})();
