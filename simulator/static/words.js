"use strict";
// The bot's text as WeChat shows it: <a> becomes something to tap, everything else stays text. Nothing is put in as HTML.

const LINK = /<a\s+href=["']([^"']*)["'][^>]*>([^]*?)<\/a>/g;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function renderWords(into, text, onTap) {
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    into.append(text.slice(from, match.index), renderLink(match[1], match[2], onTap));
    from = match.index + match[0].length;
  }
  into.append(text.slice(from));
}

function renderLink(href, label, onTap) {
  if (href.startsWith("weixin://bizmsgmenu?")) {
    const query = new URLSearchParams(href.slice(href.indexOf("?") + 1));
    const tap = element("a", "tap", label); // a button would not flow with the text around it
    tap.href = "#";
    tap.addEventListener("click", (event) => {
      event.preventDefault();
      onTap(query.get("msgmenucontent") || label, query.get("msgmenuid") || "");
    });
    return tap;
  }
  if (!/^(https?|tel):/.test(href)) return document.createTextNode(label);
  const link = element("a", "", label);
  link.href = href;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}
