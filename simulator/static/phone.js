"use strict";
// The phone: choose a person, show their chat, do what they do. The server remembers; the page asks again and again.

const POLL = 1000; // milliseconds
const $ = (id) => document.getElementById(id);
const state = { person: null, last: null, setup: { menu: [], scenes: [], places: [] }, speaking: false, shown: 0 };

async function ask(path, options) {
  const response = await fetch(BASE + path, options);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

const post = (path, body) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body || {}) });
const ofPerson = (what) => `people/${encodeURIComponent(state.person.openid)}/${what}`;

// ---- what was read, per person, so that others show how much is new
const readKey = (openid) => `read:${openid}`;
const lastRead = (openid) => Number(localStorage.getItem(readKey(openid)) || 0);
const unreadOf = (person) => (person.last ? Math.max(person.last.id - lastRead(person.openid), 0) : 0);

// ---- the list of people
async function showPeople() {
  state.person = null;
  location.hash = "";
  $("chat-screen").hidden = true;
  $("people-screen").hidden = false;
  delete $("people").dataset.shown; // what was read has changed
  await refreshPeople();
}

async function refreshPeople() {
  const people = await ask("people");
  const news = JSON.stringify(people);
  if (news !== $("people").dataset.shown) $("people").replaceChildren(...people.map(personItem));
  $("people").dataset.shown = news;
}

function personItem(person) {
  const item = element("li");
  const button = element("button");
  const text = element("span", "text", person.nickname);
  const last = person.last ? person.last.text || "" : person.follows ? "" : "还没有关注";
  text.append(element("small", "", last.replace(LINK, "$2").replace(/\s+/g, " ")));
  button.append(renderFace(person), text);
  const unread = unreadOf(person);
  if (unread) button.append(element("span", "count", String(unread)));
  button.addEventListener("click", () => openChat(person));
  item.append(button);
  return item;
}

// ---- the chat
async function openChat(person) {
  Object.assign(state, { person, last: null, shown: 0 });
  location.hash = person.openid;
  $("who").textContent = `${person.nickname}的手机`;
  $("chat").replaceChildren();
  $("people-screen").hidden = true;
  $("chat-screen").hidden = false;
  await refreshSetup();
  await refreshChat();
}

async function refreshChat() {
  const person = state.person;
  if (!person) return;
  const news = await ask(ofPerson(`chat?after=${state.shown}`));
  if (state.person !== person) return;
  const fresh = news.bubbles.filter((bubble) => bubble.id > state.shown);
  for (const bubble of fresh) {
    $("chat").append(renderBubble(bubble, state.last, tapped));
    state.last = bubble;
    state.shown = bubble.id;
  }
  localStorage.setItem(readKey(person.openid), state.shown);
  $("title").textContent = news.typing ? "对方正在输入…" : $("title").dataset.title;
  $("who").textContent = `${person.nickname}的手机 · 客服消息还能收 ${news.left} 条`;
  person.follows = news.follows;
  showFoot();
  if (fresh.length) scrollDown();
}

function scrollDown() {
  $("chat").scrollTop = $("chat").scrollHeight;
}

function showFoot() {
  const follows = state.person.follows;
  $("follow").hidden = follows;
  $("to-menu").hidden = !state.setup.menu.length;
  if (!follows) $("menu").hidden = $("writing").hidden = $("tray").hidden = true;
  else if ($("menu").hidden) $("writing").hidden = false;
}

// ---- acts
async function act(send) {
  $("tray").hidden = true;
  const answered = send();
  setTimeout(refreshChat, 60); // the own bubble, while the webhook is still thinking
  await answered.catch((error) => console.error(error));
  await refreshChat();
}

const tapped = (text, id) => act(() => post(ofPerson("acts"), { act: "tap", text, id }));

function sendText() {
  const text = $("text").value.trim();
  if (!text) return;
  $("text").value = "";
  typed();
  if (state.speaking) act(() => post(ofPerson("voice"), { text, heard: state.heard }));
  else act(() => post(ofPerson("acts"), { act: "text", text }));
}

function typed() {
  const empty = !$("text").value.trim();
  $("send").hidden = empty;
  $("plus").hidden = !empty;
}

function speak(speaking, heard) {
  Object.assign(state, { speaking, heard });
  $("writing").classList.toggle("speaking", speaking);
  $("voice").classList.toggle("icon-keys", speaking);
  $("voice").classList.toggle("icon-voice", !speaking);
  $("text").placeholder = speaking ? (heard ? "说的话（带文字）" : "说的话（不带文字）") : "";
  $("text").focus();
}

function chooseVoice() {
  if (state.speaking) return speak(false, false);
  sheet("把要说的话打出来，当语音发", [
    ["微信现在的样子：只有录音", () => speak(true, false)],
    ["微信从前的样子：录音带文字", () => speak(true, true)],
  ]);
}

// ---- the sheet from below
function sheet(title, items) {
  $("sheet-title").textContent = title;
  $("sheet-items").replaceChildren(
    ...items.map(([label, chosen]) => {
      const button = element("button", "", label);
      button.addEventListener("click", () => {
        $("sheet").hidden = true;
        chosen();
      });
      return button;
    }),
  );
  $("sheet").hidden = false;
}

function choosePlace() {
  const send = ({ label, latitude, longitude }) =>
    act(() => post(ofPerson("acts"), { act: "location", label, latitude, longitude }));
  sheet("发送位置", state.setup.places.map((place) => [place.label, () => send(place)]));
}

async function chooseScene() {
  await refreshSetup();
  const send = ({ scene, label }) => act(() => post(ofPerson("acts"), { act: "scan", scene, label }));
  const other = ["手工输入二维码的内容", askScene];
  sheet("扫一扫：哪个驿站的二维码？", [...state.setup.scenes.map((scene) => [scene.label, () => send(scene)]), other]);
}

function askScene() {
  const scene = (prompt("二维码里的参数") || "").trim();
  if (scene) act(() => post(ofPerson("acts"), { act: "scan", scene, label: scene }));
}

function more() {
  const items = [["扫一扫", chooseScene]];
  if (state.person.follows) items.push(["取消关注", () => act(() => post(ofPerson("acts"), { act: "unfollow" }))]);
  else items.push(["关注公众号", follow]);
  items.push(["模拟：48 小时以后", () => act(() => post(ofPerson("later")))]);
  sheet(state.person.nickname, items);
}

const follow = () => act(() => post(ofPerson("acts"), { act: "follow" }));

// ---- the account's menu
async function refreshSetup() {
  state.setup = await ask("setup");
  for (const old of $("menu").querySelectorAll(".menu-button")) old.remove();
  $("menu").append(...state.setup.menu.map(menuButton));
}

function menuButton(entry) {
  const below = entry.sub_button || [];
  const button = element("button", `menu-button${below.length ? " has-more" : ""}`, entry.name);
  const choose = () => sheet(entry.name, below.map((sub) => [sub.name, () => pressed(sub)]));
  button.addEventListener("click", () => (below.length ? choose() : pressed(entry)));
  return button;
}

function pressed(entry) {
  const view = entry.type === "view";
  act(() => post(ofPerson("acts"), { act: "menu", key: view ? entry.url : entry.key, view }));
  if (view && /^https?:/.test(entry.url)) window.open(entry.url, "_blank", "noopener");
}

function showMenu(shown) {
  $("menu").hidden = !shown;
  $("writing").hidden = shown;
  $("tray").hidden = true;
}

// ---- wiring
function listen(id, happening, listener) {
  $(id).addEventListener(happening, listener);
}

listen("arrive", "click", async () => openChat(await post("people")));
listen("back", "click", showPeople);
listen("more", "click", more);
listen("follow", "click", follow);
listen("form", "submit", (event) => { event.preventDefault(); sendText(); });
listen("send", "click", sendText);
listen("text", "input", typed);
listen("voice", "click", chooseVoice);
listen("sticker", "click", () => act(() => post(ofPerson("acts"), { act: "sticker" })));
listen("plus", "click", () => { $("tray").hidden = !$("tray").hidden; scrollDown(); });
listen("location", "click", choosePlace);
listen("scan", "click", chooseScene);
listen("picture", "click", () => $("file").click());
listen("file", "change", () => {
  const [file] = $("file").files;
  if (file) act(() => ask(ofPerson("picture"), { method: "POST", headers: { "Content-Type": file.type }, body: file }));
  $("file").value = "";
});
listen("to-menu", "click", () => showMenu(true));
listen("to-writing", "click", () => showMenu(false));
listen("sheet-close", "click", () => { $("sheet").hidden = true; });

async function poll() {
  try {
    if (state.person) await refreshChat();
    else await refreshPeople();
    const others = (await ask("people")).filter((person) => !state.person || person.openid !== state.person.openid);
    const unread = others.reduce((sum, person) => sum + unreadOf(person), 0);
    $("unread").hidden = !unread;
    $("unread").textContent = unread;
  } catch (error) {
    console.error(error);
  }
  setTimeout(poll, POLL);
}

async function start() {
  const people = await ask("people");
  const chosen = people.find((person) => person.openid === location.hash.slice(1));
  await (chosen ? openChat(chosen) : showPeople());
  poll();
}

start();
