"use strict";
// A search over files: about.js first, then those with the words asked for, then those with the texts of the hits.
// Files are scripts, which load from file:// too; every word of the minutes goes in as text, never as markup.
(function () {
  const waiting = {};
  const loaded = {};
  const shown = 20;

  window.minuteMiner = function (name, value) { loaded[name] = value; };

  function load(name) {
    if (!(name in waiting)) {
      waiting[name] = new Promise(function (resolve) {
        const script = document.createElement("script");
        script.charset = "utf-8";
        script.src = "search/" + name + ".js";
        script.onload = function () { resolve(loaded[name]); };
        script.onerror = function () { resolve(undefined); };
        document.head.append(script);
      });
    }
    return waiting[name];
  }

  function fold(text) {
    return text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/[\p{Cf}\p{Mn}\p{Me}]/gu, "")
      .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  }

  function shardOf(word) {
    const colon = word.indexOf(":");
    if (colon >= 0) { return word.slice(0, colon); }
    return Array.from(word).slice(0, 3).map(function (one) { return one.codePointAt(0).toString(16); }).join("-");
  }

  function parse(text) {
    const asked = { words: [], without: [], phrases: [], prefixes: [] };
    const pattern = /(-?)"([^"]*)"|(\S+)/g;
    for (const match of text.replace(/[“”]/g, '"').matchAll(pattern)) {
      if (match[3] === undefined) {
        const words = fold(match[2]);
        if (!words) { continue; }
        if (match[1]) { asked.without.push({ phrase: words }); continue; }
        asked.phrases.push(words);
        asked.words.push(...words.split(" "));
        continue;
      }
      const negative = match[3].startsWith("-");
      const raw = negative ? match[3].slice(1) : match[3];
      if (/^(topic|kind|year|committee):./.test(raw)) {
        (negative ? asked.without : asked.words).push(negative ? { word: raw.toLowerCase() } : raw.toLowerCase());
        continue;
      }
      const star = raw.endsWith("*");
      const words = fold(raw).split(" ").filter(Boolean);
      if (!words.length) { continue; }
      if (negative) { asked.without.push(words.length > 1 ? { phrase: words.join(" ") } : { word: words[0] }); continue; }
      if (star) { asked.prefixes.push(words.pop()); }
      asked.words.push(...words);
      if (words.length > 1) { asked.phrases.push(words.join(" ")); }
    }
    return asked;
  }

  function places(gaps) {
    let last = 0;
    return gaps.map(function (gap) { last += gap; return last; });
  }

  async function placesOf(word, files) {
    const name = shardOf(word);
    const shard = files.includes(name) && await load("words/" + name);
    return shard && Object.hasOwn(shard, word) ? places(shard[word]) : [];
  }

  async function placesOfPrefix(prefix, files) {
    const start = shardOf(prefix);
    const names = files.filter(function (name) { return name === start || (Array.from(prefix).length < 3 && name.startsWith(start + "-")); });
    const found = new Set();
    for (const name of names) {
      const shard = (await load("words/" + name)) || {};
      for (const word of Object.keys(shard)) {
        if (word.startsWith(prefix) && !word.includes(":")) { places(shard[word]).forEach(found.add, found); }
      }
    }
    return found;
  }

  async function entry(number, about) {
    const texts = await load("texts/" + Math.floor(number / about.in_a_file));
    return texts ? texts[number % about.in_a_file] : undefined;
  }

  async function find(asked, about) {
    const common = new Set(about.common);
    const ignored = asked.words.filter(function (word) { return common.has(word); });
    const words = asked.words.filter(function (word) { return !common.has(word); });
    let found = null;
    for (const word of words) {
      const here = await placesOf(word, about.files);
      if (found === null) { found = here; continue; }
      const set = new Set(here);
      found = found.filter(function (place) { return set.has(place); });
    }
    for (const prefix of asked.prefixes) {
      const set = await placesOfPrefix(prefix, about.files);
      found = found === null ? Array.from(set).sort(function (a, b) { return a - b; }) : found.filter(function (place) { return set.has(place); });
    }
    for (const one of asked.without) {
      if (one.word) {
        const set = new Set(await placesOf(one.word, about.files));
        found = found && found.filter(function (place) { return !set.has(place); });
      }
    }
    return { found: (found || []).reverse(), ignored: ignored };
  }

  function holds(text, asked) {
    const folded = " " + fold(text) + " ";
    return asked.phrases.every(function (phrase) { return folded.includes(" " + phrase + " "); }) &&
      asked.without.every(function (one) { return !one.phrase || !folded.includes(" " + one.phrase + " "); });
  }

  // The words round the first one found, each found word in <mark>.
  function snippet(text, asked) {
    const pieces = text.split(/([\p{L}\p{N}\p{Mn}\p{Cf}]+)/u);
    const hit = function (piece) {
      const word = fold(piece);
      return word !== "" && (asked.words.includes(word) || asked.prefixes.some(function (prefix) { return word.startsWith(prefix); }));
    };
    const found = pieces.findIndex(hit);
    const first = found < 40 ? 0 : found - 30;
    const paragraph = document.createElement("p");
    if (first > 0) { paragraph.append("… "); }
    for (const piece of pieces.slice(first, first + 110)) {
      if (hit(piece)) {
        const mark = document.createElement("mark");
        mark.textContent = piece;
        paragraph.append(mark);
      } else { paragraph.append(piece); }
    }
    if (pieces.length > first + 110) { paragraph.append(" …"); }
    return paragraph;
  }

  function show(one, asked, committees) {
    const [address, heading, date, committee, label, text] = one;
    const hit = document.createElement("div");
    hit.className = "hit";
    const title = document.createElement("h2");
    const link = document.createElement("a");
    link.href = "items/" + address;
    link.textContent = heading;
    title.append(link);
    const meta = document.createElement("p");
    meta.className = "meta";
    meta.textContent = [date || "undated", committees[committee], label && "paragraph " + label].filter(Boolean).join(" · ");
    hit.append(title, meta, snippet(text, asked));
    return hit;
  }

  async function search(form, results) {
    const asked = parse(form.q.value);
    if (form.committee.value !== "") { asked.words.push("committee:" + form.committee.value); }
    if (form.year.value !== "") { asked.words.push("year:" + form.year.value); }
    if (form.decisions.checked) { asked.words.push("kind:resolution"); }
    results.replaceChildren();
    const count = document.createElement("p");
    results.append(count);
    if (!asked.words.length && !asked.prefixes.length) { count.textContent = "Write a word to search for."; return; }
    count.textContent = "Searching …";
    const about = await load("about");
    if (!about) { count.textContent = "The files of the search could not be loaded."; return; }
    const { found, ignored } = await find(asked, about);
    const committees = Array.from(form.committee.options).slice(1).map(function (option) { return option.textContent; });
    const exact = asked.phrases.length > 0 || asked.without.some(function (one) { return one.phrase; });
    let place = 0;
    const more = document.createElement("button");
    more.type = "button";
    more.textContent = "Show more";
    async function page() {
      let added = 0;
      while (place < found.length && added < shown) {
        const one = await entry(found[place], about);
        place += 1;
        if (one && (!exact || holds(one[5], asked))) { more.before(show(one, asked, committees)); added += 1; }
      }
      more.hidden = place >= found.length;
      return added;
    }
    results.append(more);
    const added = await page();
    const said = added === 0 ? "Nothing was found." : exact ? "Newest first:" :
      found.length.toLocaleString("en-GB") + (found.length === 1 ? " passage" : " passages") + ", newest first:";
    count.textContent = said + (ignored.length ? " Passed over, for they stand nearly everywhere: " + ignored.join(", ") + "." : "");
    more.addEventListener("click", page);
  }

  document.addEventListener("DOMContentLoaded", function () {
    const form = document.getElementById("search");
    const results = document.getElementById("results");
    const given = new URLSearchParams(location.search);
    for (const name of ["q", "committee", "year"]) { if (given.has(name)) { form[name].value = given.get(name); } }
    form.decisions.checked = given.has("decisions");
    if (given.toString()) { search(form, results); }
  });
})();
