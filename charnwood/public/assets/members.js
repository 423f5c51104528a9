/* Counts a list of people by their postcodes. The list stays here: only the file of postcodes is asked for.
 *
 * It reads and counts as figures/members.py does, by rules that come with the file; sentences come with the page.
 */
window.charnwoodMembers = (() => {
  "use strict";
  const { cell, compact, filled, listing, placed, postcodes, spellings, upper } = window.charnwoodSearch;
  const [LSOA11, LSOA21, NAME, WARD, DISTRICT, NEIGHBOURHOOD, DECILES] = [0, 1, 2, 3, 4, 5, 6];

  const prepare = (sent) => {
    const rules = { ...sent.rules };
    rules.written = new RegExp(rules.written, "g");
    rules.cells = new RegExp(rules.cells);
    rules.own = new RegExp(`^(?:${rules.areas.join("|")})\\d`);
    rules.postcode = new RegExp(`^(?:${rules.postcode})$`);
    return { ...sent, rules };
  };

  const held = (index, word) => placed(index, word) !== undefined;

  /* The postcodes that stand in a line; where none does, what a cell of it may be meant for. */
  const ofLine = (index, line) => {
    const written = [...upper(line).matchAll(index.rules.written)].map(([, one, other]) => one + other);
    if (written.length) {
      return written.map((word) =>
        held(index, word) ? word : spellings(word, index.rules).find((one) => held(index, one)) || word);
    }
    for (const one of line.split(index.rules.cells)) {
      const meant = postcodes(one, index.rules);
      const known = meant.find((word) => held(index, word));
      if (known) return [known];
      const whole = compact(one);
      if (meant.length && [whole, ...spellings(whole, index.rules)].includes(meant[0])) return [meant[0]];
    }
    return [];
  };

  const read = (index, text) => {
    const found = [];
    const without = [];
    let lines = 0;
    for (const line of text.split(/\r\n|\r|\n/)) {
      const plain = cell(line);
      if (!plain) continue;
      lines += 1;
      const all = ofLine(index, line);
      if (all.length) found.push(...all);
      else without.push(plain);
    }
    const known = found.filter((word) => held(index, word));
    const unknown = found.filter((word) => !held(index, word) && index.rules.own.test(word));
    const elsewhere = found.filter((word) => !held(index, word) && !index.rules.own.test(word));
    return { lines, found, known, unknown, elsewhere, without };
  };

  /* How many of these postcodes lie in each group of each table, in the order of its rows. */
  const count = (index, known, years, shares) => {
    const tally = { neighbourhood: [], ward: [], district: [] };
    const add = (rows, at) => { rows[at] = (rows[at] || 0) + 1; };
    for (const year of years) tally[`decile${year}`] = new Array(11).fill(0);
    for (const word of known) {
      const place = index.places[placed(index, word)];
      const within = place[WARD] < 0 ? index.names.neighbourhood.length + 1 : index.names.neighbourhood.length;
      add(tally.neighbourhood, place[NEIGHBOURHOOD] < 0 ? within : place[NEIGHBOURHOOD]);
      add(tally.ward, place[WARD] < 0 ? index.names.ward.length : place[WARD]);
      add(tally.district, place[DISTRICT]);
      years.forEach((year, number) => add(tally[`decile${year}`], (place[DECILES + number] || 11) - 1));
    }
    for (const year of years) {
      tally[`share${year}`] = shares.map((share) =>
        tally[`decile${year}`].slice(0, share / 10).reduce((sum, one) => sum + one, 0));
    }
    return tally;
  };

  /* Held postcodes that one slip of the fingers makes of this one. */
  const like = (index, word) => {
    const found = new Set();
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    for (let i = word.match(/^[A-Z]*/)[0].length; i < word.length; i += 1) {
      const turned = word.slice(0, i) + (word[i + 1] || "") + word[i] + word.slice(i + 2);
      for (const other of [turned, ...[...letters].map((letter) => word.slice(0, i) + letter + word.slice(i + 1))]) {
        if (held(index, other)) found.add(other);
      }
    }
    return [...found].slice(0, 3);
  };

  const spaced = (word) => `${word.slice(0, -3)} ${word.slice(-3)}`;
  const number = (value) => value.toLocaleString("en-GB");
  const share = (some, all) => {
    const percent = all ? (100 * some) / all : 0;
    if (percent > 0 && percent < 1) return "under 1%";
    return percent > 99 && percent < 100 ? "over 99%" : `${Math.round(percent)}%`;
  };

  /* Which rows of a table are hidden: small groups, and so that none can be worked out, never one alone. */
  const hidden = (values, fewest) => {
    const small = values.map((value) => value > 0 && value < fewest);
    if (small.filter(Boolean).length === 1) {
      const others = values.map((value, at) => [value, at]).filter(([value, at]) => value > 0 && !small[at]);
      if (others.length) small[others.sort(([one], [other]) => one - other)[0][1]] = true;
    }
    return small;
  };

  const text = async (file) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const starts = (...begun) => begun.every((byte, i) => bytes[i] === byte);
    for (const [name, ...begun] of [["utf-16le", 0xff, 0xfe], ["utf-16be", 0xfe, 0xff]]) {
      if (starts(...begun)) return new TextDecoder(name).decode(bytes);
    }
    if (starts(0x50, 0x4b) || starts(0xd0, 0xcf) || starts(0x25, 0x50, 0x44) || bytes.subarray(0, 4096).includes(0)) return null;
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder("windows-1252").decode(bytes);
    }
  };

  const asCsv = (rows) =>
    `\ufeff${rows.map((row) => row.map((value) => {
      const plain = String(value ?? "");
      const safe = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
      return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    }).join(",")).join("\r\n")}\r\n`;

  const save = (rows, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([asCsv(rows)], { type: "text/csv" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  const element = (name, content = "", more = {}) => Object.assign(document.createElement(name), { textContent: content, ...more });

  const copied = async (sentence) => {
    try {
      await navigator.clipboard.writeText(sentence);
    } catch {  // where no certificate vouches for the page, or it is a file
      const box = document.body.appendChild(element("textarea", sentence));
      box.select();
      document.execCommand("copy");
      box.remove();
    }
  };

  const start = (form) => {
    const own = JSON.parse(form.dataset.said);
    const at = (id) => document.getElementById(id);
    const told = at("told");
    const say = (key, values = {}) => { told.textContent = filled(own.said[key], values); };
    const many = (key, value) => (value === 1 ? own.numbers[key][0] : own.numbers[key][1].replace("{}", number(value)));
    let file = null;
    let asked = null;
    let result = null;

    const load = () => {
      asked = asked || new Promise((done, lost) => {
        const script = element("script", "", { src: form.dataset.postcodes });
        script.onload = () => done(prepare(window.charnwoodPostcodes));
        script.onerror = () => { asked = null; script.remove(); lost(new Error("no postcodes")); };
        document.head.append(script);
      });
      return asked;
    };

    /* Every table: its key, head, names of its groups, counts, and of how many they are shares. */
    const tables = (index, tally, known) => {
      const made = [];
      const add = (key, [head, ...names], values, all) => made.push({ key, head, names, values: names.map((_, i) => values[i] || 0), all });
      const given = own.tables;
      if (index.names.neighbourhood.length) {
        const [head, ...rest] = given.neighbourhood;
        add("neighbourhood", [head, ...index.names.neighbourhood, ...rest], tally.neighbourhood, known);
      }
      for (const year of own.years) add(`share${year}`, given[`share${year}`], tally[`share${year}`], result.placed);
      for (const [key, names] of [["ward", index.names.ward], ["district", index.names.district.map((name) => name || own.elsewhere)]]) {
        const rows = names.map((name, i) => [name, tally[key][i] || 0]).filter(([, value]) => value).sort(([, one], [, other]) => other - one);
        if (rows.length) add(key, [...given[key], ...rows.map(([name]) => name)], rows.map(([, value]) => value), known);
      }
      for (const year of own.years) add(`decile${year}`, given[`decile${year}`], tally[`decile${year}`], known);
      return made;
    };

    const draw = ({ key, head, names, values, all }) => {
      const small = at("hide").checked ? hidden(values, own.fewest) : [];
      const table = element("table");
      table.append(element("caption", head));
      const heads = table.createTHead().insertRow();
      for (const name of ["", ...own.columns, ""]) heads.append(element(name ? "th" : "td", name, name ? { scope: "col" } : {}));
      const body = table.createTBody();
      names.forEach((name, i) => {
        const row = body.insertRow();
        row.append(element("th", name, { scope: "row" }));
        const fewer = filled(own.said.fewer, { fewest: own.fewest });
        row.append(element("td", small[i] ? (values[i] < own.fewest ? fewer : "–") : number(values[i])));
        row.append(element("td", small[i] ? "" : share(values[i], all)));
        const bar = row.insertCell();
        bar.className = "bar";
        if (!small[i]) bar.append(element("i", "", { style: `width:${all ? (100 * values[i]) / all : 0}%` }));
      });
      table.dataset.of = key;
      return table;
    };

    const sentences = () => {
      const { index, tally, known, placed: all } = result;
      if (!known) return [];
      const values = (some, of) => {
        const few = at("hide").checked && ((some > 0 && some < own.fewest) || (of - some > 0 && of - some < own.fewest));
        return few ? null : { count: number(some), known: number(known), placed: number(all), share: share(some, of), district: own.district, area: own.area };
      };
      const names = index.names.neighbourhood;
      const each = names.map((name, i) => [name, tally.neighbourhood[i] || 0]).filter(([, value]) => value);
      const within = each.reduce((sum, [, value]) => sum + value, 0);
      const few = at("hide").checked && each.some(([, value]) => value < own.fewest);
      const told = [];
      const add = (key, found, more = {}) => { if (found) told.push(filled(own.said[key], { ...found, ...more })); };
      if (names.length) {
        add("within", values(within, known), { each: few || each.length < 2 ? "" : `: ${listing(each.map(([name, value]) => `${number(value)} in ${name}`))}` });
      }
      add("here", values(known - (tally.neighbourhood[names.length + 1] || 0), known));
      for (const year of own.years) {
        own.shares.forEach((most, i) => add("deprived", all ? values(tally[`share${year}`][i], all) : null, { most, year }));
      }
      return told;
    };

    const source = () => {
      const day = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
      return filled(own.said.source, { source: own.source, day });
    };

    const facts = () => {
      const { read: found, repeats, once, index, known, placed: all } = result;
      const values = { area: own.area, fewest: own.fewest, region: own.region };
      const held = (words) => (once ? new Set(words).size : words.length);
      const [unknown, elsewhere] = [held(found.unknown), held(found.elsewhere)];
      const said = [["read", { known: number(known), all: number(known + unknown + elsewhere) }]];
      if (repeats) said.push([once ? "once" : "repeats", { repeats: many("repeats", repeats) }]);
      if (unknown) said.push(["unknown", { unknown: many("unknown", unknown) }]);
      if (elsewhere) said.push(["elsewhere", { elsewhere: many("elsewhere", elsewhere) }]);
      if (known > all) said.push(["unplaced", { unplaced: many("unplaced", known - all) }]);
      if (found.without.length) {
        said.push(["without", { lines: many("lines", found.without.length), first: found.without[0].slice(0, 60) }]);
      }
      if (at("hide").checked) said.push(["hidden", {}]);
      return said.map(([key, more]) => filled(own.said[key], { ...values, ...more }));
    };

    const show = () => {
      const { index, read: found } = result;
      at("read").replaceChildren(...facts().map((one) => element("li", one)));
      const told = sentences();
      at("sentences").replaceChildren(...told.map((sentence) => {
        const item = element("li", sentence);
        const button = element("button", own.copy[0], { type: "button" });
        button.setAttribute("aria-label", `${own.copy[0]}: ${sentence}`);
        button.addEventListener("click", async () => {
          await copied(`${sentence} ${source()}`);
          button.textContent = own.copy[1];
          say("copied", { sentence });
          setTimeout(() => { button.textContent = own.copy[0]; }, 2_000);
        });
        item.append(button);
        return item;
      }));
      at("source").textContent = told.length ? `${own.said.with} ${source()}` : filled(own.said.quiet, own);
      at("tables").replaceChildren(...result.tables.map(draw));
      const wrong = [...new Set(found.unknown)].slice(0, 200);
      const left = [...new Set(found.without)].slice(0, 200);
      at("not-found").hidden = !wrong.length && !left.length;
      at("not-found").querySelector("ul").replaceChildren(...left.map((line) =>
        element("li", filled(own.said.left, { line: line.slice(0, 60) }))), ...wrong.map((word) => {
        const others = like(index, word).map(spaced);
        const values = { postcode: spaced(word), others: listing(others).replace(/ and (?=[^ ]+ [^ ]+$)/, " or ") };
        return element("li", filled(own.said[others.length ? "like" : "alone"], values));
      }));
      at("results").hidden = false;
    };

    const work = (index, list) => {
      const found = read(index, list);
      const lines = number(found.lines);
      if (!found.lines) return say("empty");
      if (found.lines > own.most[0]) return say("too_long", { lines, most: number(own.most[0]) });
      if (!found.found.length) return say("none", { lines, example: spaced(own.example) });
      const once = at("once").checked;
      const known = once ? [...new Set(found.known)] : found.known;
      const tally = count(index, known, own.years, own.shares);
      const unplaced = tally[`decile${own.years[0]}`][10];
      const repeats = found.found.length - new Set(found.found).size;
      result = { index, read: found, once, known: known.length, placed: known.length - unplaced, tally, repeats };
      result.tables = tables(index, tally, known.length);
      show();
      told.textContent = facts()[0];
      return at("results").focus();
    };

    const begin = async () => {
      result = null;
      at("results").hidden = true;
      let list = at("list").value;
      if (file) {
        const values = { file: file.name, lines: number(own.most[0]), most: number(own.most[0]) };
        if (file.size > own.most[1]) return say("too_long", { ...values, lines: `more than ${values.lines}` });
        try {
          list = await text(file);
        } catch {
          return say("unread", values);
        }
        if (list === null) return say("no_text", values);
      }
      if (!cell(list)) return say("empty");
      try {
        return work(await load(), list);
      } catch {
        return say("missing");
      }
    };

    form.addEventListener("submit", (event) => { event.preventDefault(); begin(); });
    form.addEventListener("reset", () => { file = null; result = null; told.textContent = ""; at("results").hidden = true; });
    at("file").addEventListener("change", () => { file = at("file").files[0] || null; if (file) begin(); });
    at("list").addEventListener("input", () => { if (file) { file = null; at("file").value = ""; } });
    at("list").addEventListener("focus", () => load().catch(() => {}));
    at("once").addEventListener("change", () => { if (result) begin(); });
    at("hide").addEventListener("change", () => { if (result) show(); });
    form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      if (event.dataTransfer.files.length) { [file] = event.dataTransfer.files; begin(); }
      else { at("list").value = event.dataTransfer.getData("text"); file = null; }
    });
    at("save-counts").addEventListener("click", () => {
      const rows = [["", "group", ...own.columns]];
      for (const { head, names, values, all } of result.tables) {
        const small = at("hide").checked ? hidden(values, own.fewest) : [];
        names.forEach((name, i) => rows.push([head, name, small[i] ? "" : values[i], small[i] ? "" : share(values[i], all)]));
      }
      save([...rows, ["", own.source]], "counts.csv");
    });
    at("save-each").addEventListener("click", () => {
      const { index, read: found } = result;
      const rows = found.found.map((word) => {
        const place = index.places[placed(index, word)];
        if (!place) return [spaced(word), "no"];
        const named = [[WARD, "ward"], [DISTRICT, "district"], [NEIGHBOURHOOD, "neighbourhood"]].map(([i, by]) => index.names[by][place[i]]);
        return [spaced(word), "yes", place[LSOA11], place[LSOA21], place[NAME], ...named, ...place.slice(DECILES).map((one) => one || "")];
      });
      save([own.each, ...rows], "postcodes.csv");
    });
  };

  if (document.getElementById("members")) start(document.getElementById("members"));
  return { count, like, prepare, read };
})();
