/* Makes pages better that are complete without it: previews and advice on choosing pictures, one sending only,
   progress, focus on what is new, printing. No library, no request to anybody else. */
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (name, text = "", className = "") => {
    const element = document.createElement(name);
    element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  // What is new gets the focus, so that it is read aloud and seen.
  const news = document.querySelector("[data-focus]");
  if (news) {
    const text = news.textContent;
    if (news.getAttribute("role") === "status") {
      news.textContent = "";
      requestAnimationFrame(() => { news.textContent = text; news.focus(); });
    } else news.focus();
  }

  // A form is sent once, and says that it is being sent; one that gives files is sent as often as they are wanted.
  all("form:not([data-many])").forEach((form) => {
    let isSent = false;
    form.addEventListener("submit", (event) => {
      if (isSent) { event.preventDefault(); return; }
      isSent = true;
      const button = event.submitter;
      if (button && button.dataset.busy) {
        button.setAttribute("aria-live", "polite");
        button.textContent = button.dataset.busy;
      }
    });
    window.addEventListener("pageshow", (event) => { if (event.persisted) { isSent = false; location.reload(); } });
  });

  // The browser's own button speaks the browser's language; ours speaks the page's.
  all("input[type=file][data-choose]").forEach((input) => {
    const label = make("label", input.dataset.choose, "button");
    label.htmlFor = input.id;
    all(`label[for="${input.id}"]`).filter((one) => one.textContent === input.dataset.choose).forEach((one) => one.remove());
    input.classList.add("hidden");
    input.after(label);
    // Where nothing else shows what was chosen, its names stand beside the button.
    if (!input.dataset.send && !input.dataset.quality) {
      const names = make("span", "", "muted name names");
      names.setAttribute("role", "status");
      label.after(names);
      input.addEventListener("change", () => { names.textContent = [...input.files].map((file) => file.name).join(", "); });
    }
  });

  // Choosing a file on the page of the pages sends it at once.
  all("input[type=file][data-send]").forEach((input) => {
    const button = all("[data-spare]", input.form).find((one) => one.value === input.dataset.send);
    if (!button) return;
    button.classList.add("hidden");
    button.tabIndex = -1;
    input.addEventListener("change", () => { if (input.files.length) input.form.requestSubmit(button); });
  });

  // The pages chosen in the form: previews, advice, order.
  const field = document.getElementById("filer");
  if (field && field.dataset.quality && "DataTransfer" in window) {
    const words = field.dataset;
    const lang = document.documentElement.lang;
    const advice = new WeakMap();
    const heading = make("h2", words.chosen, "small");
    const list = make("ol", "", "sheets chosen");
    const told = make("p", "", "hidden");
    told.setAttribute("role", "status");
    list.hidden = heading.hidden = true;
    field.closest(".drop").after(heading, list, told);

    const put = (files) => {
      const transfer = new DataTransfer();
      files.forEach((file) => transfer.items.add(file));
      field.files = transfer.files;
      show();
    };
    const button = (text, page, act) => {
      const made = make("button", text, "link");
      made.type = "button";
      made.append(make("span", ` ${page}`, "hidden"));
      made.addEventListener("click", act);
      return made;
    };
    const look = async (file, place) => {
      if (!advice.has(file)) {
        const body = new FormData();
        body.append("file", file);
        body.append("lang", lang);
        advice.set(file, fetch(words.quality, { method: "POST", body }).then(async (answer) => {
          const found = await answer.json();
          return answer.ok ? found.advice.map((one) => one.text) : [found.title];
        }).catch(() => null));
      }
      const found = await advice.get(file);
      place.className = found && found.length ? "field-warning" : found ? "field-good" : "hidden";
      place.textContent = found && found.length ? found.join(". ") : words.good;
    };
    const show = () => {
      const files = [...field.files];
      list.replaceChildren();
      list.hidden = heading.hidden = !files.length;
      files.forEach((file, place) => {
        const page = words.page.replace("{page}", place + 1);
        const item = make("li", "", "card sheet");
        const thumb = make("div", "", "thumb");
        const text = make("div");
        text.append(make("h3", page), make("p", file.name, "muted name"));
        if (file.type === "application/pdf" || /\.pdf$/i.test(file.name)) thumb.append(make("span", "PDF", "file"));
        else {
          const image = make("img");
          image.alt = "";
          image.src = URL.createObjectURL(file);
          image.addEventListener("load", () => URL.revokeObjectURL(image.src));
          image.addEventListener("error", () => image.replaceWith(make("span", file.name.split(".").pop().toUpperCase().slice(0, 4), "file")));
          thumb.append(image);
          const verdict = make("p", words.looking, "muted");
          text.append(verdict);
          look(file, verdict);
        }
        const actions = make("p", "", "actions small");
        const move = (by) => {
          const moved = [...files];
          [moved[place], moved[place + by]] = [moved[place + by], moved[place]];
          put(moved);
          const near = all("button", list.children[place + by]);
          if (near.length) near[0].focus();
        };
        if (place > 0) actions.append(button(words.up, page, () => move(-1)));
        if (place < files.length - 1) actions.append(button(words.down, page, () => move(1)));
        actions.append(button(words.remove, page, () => {
          put(files.filter((one) => one !== file));
          field.focus();
        }));
        text.append(actions);
        item.append(thumb, text);
        list.append(item);
      });
      told.textContent = files.length ? `${words.chosen}: ${files.length}` : "";
    };
    field.addEventListener("change", show);

    const drop = field.closest(".drop");
    drop.append(make("span", drop.dataset.drop, "muted drop-hint"));
    ["dragover", "dragenter"].forEach((name) => drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    }));
    ["dragleave", "drop"].forEach((name) => drop.addEventListener(name, () => drop.classList.remove("over")));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) put([...field.files, ...event.dataTransfer.files]);
    });
    show();
  }

  // How far the letter has come.
  const step = document.getElementById("steg");
  if (step && step.dataset.steps) {
    let pause = 700;
    const ask = async () => {
      try {
        const answer = await fetch(step.dataset.steps, { headers: { Accept: "application/json" } });
        const found = answer.ok ? await answer.json() : { ready: answer.status === 404 };
        if (found.ready) { location.replace(step.dataset.next); return; }
        if (found.text && found.text !== step.textContent) step.textContent = found.text;
      } catch { /* The network comes back, or the link is used. */ }
      pause = Math.min(pause * 1.15, 4000);
      setTimeout(ask, pause);
    };
    setTimeout(ask, pause);
  }

  // A mark leads to its finding and back; the focus goes along.
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href^='#']");
    const aim = link && document.getElementById(link.getAttribute("href").slice(1));
    if (aim && aim.tabIndex >= -1 && aim.focus) setTimeout(() => aim.focus({ preventScroll: true }));
  });

  // Writing a value chooses the radio button it belongs to.
  all("[data-chooses]").forEach((input) => input.addEventListener("input", () => {
    const radio = document.getElementById(input.dataset.chooses);
    if (radio && input.value) radio.checked = true;
  }));

  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    closed.forEach((one) => { one.open = true; });
  });
  window.addEventListener("afterprint", () => closed.forEach((one) => { one.open = false; }));
})();
