"use strict";
// Turns the pages and keeps the content fresh; what was read last stays when the line is down.
// Written for the browsers of old televisions: no newer language than that of 2009.
(function () {
  var FRESH = 60000, PATIENCE = 15000;     // milliseconds between two looks at the server; how long one may take
  var SHORT = 12000, LONG = 18000;         // how long a list stays, how long a text
  var JOBS = 4, COURSES = 4, POLICIES = 3; // rows on a page; policies between two rounds of jobs
  var HOUR = 3600000;

  var feed = document.body.getAttribute("data-feed");
  var kept = "board:" + feed;
  var data = null;   // what is shown
  var ahead = 0;     // the server's clock minus ours: televisions rarely know the time
  var queue = [];    // pages of this round
  var policy = 0, story = 0;

  function at(id) { return document.getElementById(id); }

  function element(name, kind, text) {
    var made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) made.appendChild(document.createTextNode(text));
    return made;
  }

  // --- the time, as it is in China whatever the set thinks ---

  function china(moment) {
    var there = new Date(moment + 8 * HOUR);
    return {
      month: there.getUTCMonth() + 1, day: there.getUTCDate(), week: "日一二三四五六".charAt(there.getUTCDay()),
      iso: there.toISOString().slice(0, 10),
      clock: there.getUTCHours() + ":" + ("0" + there.getUTCMinutes()).slice(-2)
    };
  }

  function tick() {
    var now = china(new Date().getTime() + ahead);
    at("clock").textContent = now.month + "月" + now.day + "日 星期" + now.week + " " + now.clock;
  }

  // --- content ---

  function current(items) {
    var today = china(new Date().getTime() + ahead).iso, found = [];
    for (var i = 0; i < items.length; i++) if (!items[i].until || items[i].until >= today) found.push(items[i]);
    return found;
  }

  function lists(title, items, size, row) {
    var pages = [];
    for (var first = 0; first < items.length; first += size) {
      pages.push({ title: title, rows: items.slice(first, first + size), row: row, stay: SHORT });
    }
    return pages;
  }

  function round() {
    var jobs = lists("招工", data.jobs, JOBS, jobRow);
    var pages = jobs.concat(lists("免费培训", data.courses, COURSES, courseRow));
    pages = pages.concat(lists("乡亲家里卖的，想买问驿站", data.produce || [], COURSES, goodsRow));
    var policies = current(data.policies), stories = current(data.stories);
    for (var i = 0; i < Math.min(POLICIES, policies.length); i++) {
      pages.push({ item: policies[policy % policies.length], tag: "政策", stay: LONG });
      policy += 1;
    }
    if (stories.length) {
      pages.push({ item: stories[story % stories.length], tag: stories[story % stories.length].kind, stay: LONG });
      story += 1;
    }
    if (!jobs.length) pages.unshift({ empty: "眼下没有登出来的活。留个电话，有了活就告诉您。", stay: SHORT });
    return pages;
  }

  function row(first, right, then) {
    var made = element("div", "row");
    if (right) made.appendChild(element("span", "right", right));
    made.appendChild(element("div", "first", first));
    for (var i = 0; i < then.length; i++) if (then[i]) made.appendChild(element("div", "then", then[i]));
    return made;
  }

  function jobRow(job) { return row(job.title, job.pay, [[job.where, job.kind].join("，"), job.detail]); }
  function courseRow(course) { return row(course.title, course.starts + "开班", [course.where, course.detail]); }

  function goodsRow(goods) { return row(goods.what, goods.where, []); }

  function draw(page) {
    var made = element("div");
    if (page.rows) {
      made.appendChild(element("h2", "", page.title));
      for (var i = 0; i < page.rows.length; i++) made.appendChild(page.row(page.rows[i]));
    } else if (page.item) {
      drawText(made, page.item, page.tag);
    } else {
      made.appendChild(element("h2", "", page.empty));
    }
    at("page").innerHTML = "";
    at("page").appendChild(made);
  }

  function drawText(made, item, tag) {
    var title = element("h2"), length = (item.text.join("") + (item.note || "")).length;
    title.appendChild(element("span", "tag", tag));
    title.appendChild(document.createTextNode(item.title));
    made.appendChild(title);
    for (var i = 0; i < item.text.length; i++) {
      made.appendChild(element("p", length > 130 ? "text long" : "text", item.text[i]));
    }
    if (item.note) made.appendChild(element("p", "note", item.note));
    made.appendChild(element("p", "source", item.source));
  }

  function turn() {
    if (!queue.length && data) queue = round();
    var page = queue.shift();
    if (page) draw(page);
    setTimeout(turn, page ? page.stay : 1000);
  }

  // --- the server, and the days without it ---

  function show(read) {
    data = read;
    at("name").textContent = read.station.name;
    at("phone").innerHTML = "";
    at("phone").appendChild(element(read.station.phone ? "b" : "span", "", read.station.phone || "电话问村干部"));
    at("hours").textContent = read.station.hours;
    at("address").textContent = read.station.address;
    if (read.code && at("code").getAttribute("src") !== read.code) at("code").setAttribute("src", read.code);
  }

  function good(text) {
    var first = !data, read = JSON.parse(text);
    ahead = read.time * 1000 - new Date().getTime();
    show(read);
    at("notice").hidden = true;
    try { localStorage.setItem(kept, text); } catch (full) { /* a set that keeps nothing still shows everything */ }
    if (first) queue = [];
    setTimeout(look, FRESH);
  }

  function bad() {
    if (!data) {
      try { var text = localStorage.getItem(kept); if (text) show(JSON.parse(text)); } catch (broken) { /* nothing kept */ }
    }
    var said = "网断了，正在重新连";
    if (data) {
      var then = china(data.time * 1000), now = china(new Date().getTime() + ahead);
      said = "网断了，显示的是 " + (then.iso === now.iso ? "" : then.month + "月" + then.day + "日 ") + then.clock + " 的内容";
    }
    at("notice").textContent = said;
    at("notice").hidden = false;
    setTimeout(look, FRESH / 4);
  }

  function look() {
    var request = new XMLHttpRequest(), ended = false;
    function end(how) {
      if (ended) return;
      ended = true;
      clearTimeout(limit);
      how();
    }
    var limit = setTimeout(function () { end(bad); request.abort(); }, PATIENCE);
    request.onreadystatechange = function () {
      if (request.readyState !== 4) return;
      end(function () {
        if (request.status !== 200) return bad();
        try { good(request.responseText); } catch (broken) { bad(); }
      });
    };
    request.open("GET", feed, true);
    request.send();
  }

  at("code").onload = function () { at("code").hidden = false; at("scan").textContent = "微信扫一扫"; };
  at("code").onerror = function () { at("code").removeAttribute("src"); at("code").hidden = true; at("scan").textContent = "微信关注“驿站通”"; };
  tick();
  setInterval(tick, 1000);
  look();
  turn();
})();
