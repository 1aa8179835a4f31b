// Finds titles, headings and paragraphs that hold every word of the query; the entries are in index.js.
const query = document.getElementById("query"), list = document.getElementById("found"), count = document.getElementById("count");

function search() {
  const words = query.value.toLowerCase().split(/\s+/).filter((word) => word.length > 1);
  const holds = (text) => words.every((word) => text.toLowerCase().includes(word));
  const hits = words.length ? ENTRIES.filter(([, , heading, text]) => holds(`${heading} ${text}`)) : [];
  const rank = ([title, , heading, text]) => (text === title && holds(text) ? 0 : text === heading && holds(text) ? 1 : 2);
  hits.sort((a, b) => rank(a) - rank(b)); // titles, then headings, then paragraphs
  count.textContent = words.length ? `${hits.length} found${hits.length > 30 ? ", the first 30 shown" : ""}` : "";
  list.replaceChildren(...hits.slice(0, 30).map(([title, page, heading, text]) => {
    const item = document.createElement("li"), link = document.createElement("a"), extract = document.createElement("div");
    link.href = page;
    link.textContent = heading && heading !== title ? `${title} ${heading}` : title;
    extract.textContent = text.length > 240 ? `${text.slice(0, 240)} …` : text;
    item.append(link, extract);
    return item;
  }));
}

query.addEventListener("input", search);
search();
