"use strict";
// One bubble each, by its kind.

const phone = document.getElementById("phone");
const BASE = phone.dataset.base;
const SEPARATE_AFTER = 300; // seconds of silence, after which WeChat shows the time

function renderBubble(bubble, previous, onTap) {
  const rendered = document.createDocumentFragment();
  if (!previous || bubble.at - previous.at > SEPARATE_AFTER) rendered.append(element("div", "time", timeOf(bubble.at)));
  rendered.append(bubble.side === "note" || bubble.kind === "failure" ? renderNote(bubble) : renderRow(bubble, onTap));
  if (bubble.kind === "voice") rendered.append(element("div", "voice-words", voiceWords(bubble)));
  return rendered;
}

function timeOf(seconds) {
  const china = { timeZone: "Asia/Shanghai" }; // the person is there, wherever this browser is
  const at = new Date(seconds * 1000);
  const day = (moment) => moment.toLocaleDateString("zh-CN", { ...china, month: "long", day: "numeric" });
  const clock = at.toLocaleTimeString("zh-CN", { ...china, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return day(at) === day(new Date()) ? clock : `${day(at)} ${clock}`;
}

function voiceWords(bubble) {
  return `（模拟语音：${bubble.text}${bubble.heard ? "" : "，微信不转文字"}）`;
}

function renderNote(bubble) {
  const note = element("div", "note", bubble.text);
  if (bubble.reason) note.append(element("span", "reason", bubble.reason));
  return note;
}

function renderFace(person) {
  const tone = [...person.openid].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 5;
  return element("div", `face tone-${tone}`, person.nickname[0]);
}

function renderRow(bubble, onTap) {
  const row = element("div", `row ${bubble.side}`);
  row.dataset.id = bubble.id;
  const face = bubble.side === "me" ? renderFace(state.person) : element("img", "face");
  if (bubble.side !== "me") Object.assign(face, { src: phone.dataset.accountPicture, alt: "" });
  const box = element("div", "bubble");
  (CONTENT[bubble.kind] || CONTENT.text)(box, bubble, onTap);
  row.append(face, box);
  return row;
}

const CONTENT = {
  text(box, bubble, onTap) {
    if (bubble.side === "me") box.textContent = bubble.text;
    else renderWords(box, bubble.text, onTap);
  },
  voice(box, bubble) {
    box.append(element("span", "voice-mark", `${bubble.seconds}″`));
  },
  sticker(box) {
    box.classList.add("bare");
    box.append(element("span", "sticker"));
  },
  image(box, bubble) {
    box.classList.add("bare");
    const picture = element("img", "picture");
    picture.src = `${BASE}files/${encodeURIComponent(bubble.media)}`;
    picture.alt = "图片";
    picture.addEventListener("load", scrollDown);
    box.append(picture);
  },
  location(box, bubble) {
    box.classList.add("bare");
    const place = element("div", "place");
    place.append(element("span", "", bubble.text), element("i"));
    box.append(place);
  },
  msgmenu(box, bubble, onTap) {
    renderWords(box, bubble.text, onTap);
    const choices = element("div", "choices");
    for (const choice of bubble.choices) {
      const button = element("button", "", choice.text);
      button.addEventListener("click", () => onTap(choice.text, choice.id));
      choices.append(button);
    }
    box.append(choices);
    if (bubble.tail) box.append(element("div", "", bubble.tail));
  },
};
