"use strict";
// Keys and a running sum for marking. Every page works without them: they press what is on it.
(() => {
  const form = document.getElementById("mark");
  if (!form) return;
  const by = id => document.getElementById(id);
  const items = Array.from(form.querySelectorAll("input[name=item]"));
  const adjustment = by("adjustment"), comment = by("comment"), reuse = by("reuse"), sum = by("sum"), help = by("help");

  function number(text) {
    const found = Number(text.trim().replace(",", ".").replace("−", "-"));
    return Number.isFinite(found) ? found : 0;
  }

  let touched = sum.textContent !== "–";
  function show() {
    const most = Number(form.dataset.most);
    const given = items.reduce((all, item) => all + (item.checked ? Number(item.dataset.points) : 0), number(adjustment.value));
    sum.textContent = touched || items.length ? String(Math.round(100 * Math.min(Math.max(given, 0), most)) / 100) : "–";
  }
  form.addEventListener("input", event => {
    if (event.target === reuse) {
      if (reuse.value) comment.value = comment.value.trim() ? `${comment.value.trim()}\n${reuse.value}` : reuse.value;
      reuse.value = "";
    }
    touched = touched || event.target === adjustment;
    show();
  });
  show();

  const nearAll = by("near-all");
  if (nearAll) {
    nearAll.hidden = false;
    nearAll.addEventListener("click", () => {
      const near = Array.from(form.querySelectorAll("input[name=near]")), all = near.every(each => each.checked);
      near.forEach(each => { each.checked = !all; });
    });
  }
  by("help-open").hidden = false;
  by("help-open").addEventListener("click", () => help.showModal());

  let sent = false;
  form.addEventListener("submit", event => {
    if (sent) event.preventDefault(); // a second Enter gives nothing to the next answer
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });

  function edit() {
    by("edit").open = true;
    by("new-item").focus();
  }
  by("go-edit").addEventListener("click", event => {
    event.preventDefault();
    edit();
  });

  const press = id => { const found = by(id); if (found) found.click(); };
  const doing = {
    a: () => adjustment.select(), c: () => comment.focus(), j: () => press("go-after"), k: () => press("go-before"),
    n: () => press("go-waiting"), s: () => press("near-all"), u: () => by("undo").requestSubmit(),
    r: edit, "?": () => help.showModal(),
    Enter: () => form.requestSubmit(by("give")),
  };

  document.addEventListener("keydown", event => {
    const inside = event.target, typing = inside.matches("textarea, select, input:not([type=checkbox])");
    if (event.isComposing || help.open) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.contains(inside)) {
      event.preventDefault();
      form.requestSubmit(by("give"));
    } else if (event.key === "Escape" && typing) {
      inside.blur();
    } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat) {
      if (event.key === "Enter" && inside.matches("a, button, summary")) return;
      const place = "1234567890".indexOf(event.key);
      if (place >= 0 && items[place]) {
        items[place].click();
        items[place].closest("label").scrollIntoView({block: "nearest"});
      } else if (place >= 0 && !items.length) {
        adjustment.select();
        return; // the digit itself goes into the field
      } else if (doing[event.key]) {
        doing[event.key]();
      } else {
        return;
      }
      event.preventDefault();
    }
  });
})();
