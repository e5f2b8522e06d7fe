// The amount table: Excel's habits over numbered events. It decides nothing and computes nothing;
// every text it shows comes from Python and is written as textContent.

// Survives a remount of the element: what is under way, what is half typed, where the cursor stands.
const memories = (globalThis.dekomAmountTables ??= new Map());

// A field is left for good by a click or Tab. When something else takes the focus (such as the message that the
// connection is gone), what is half typed stays half typed.
if (!globalThis.dekomAmountGestures) {
  globalThis.dekomAmountGestures = true;
  const note = (event) => {
    if (event.type === "pointerdown" || event.key === "Tab") globalThis.dekomAmountGesture = performance.now();
  };
  document.addEventListener("pointerdown", note, true);
  document.addEventListener("keydown", note, true);
}
const wasLeftByHand = () => performance.now() - (globalThis.dekomAmountGesture ?? -Infinity) < 1000;

const memoryOf = (key) => {
  if (!memories.has(key)) {
    const client = Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16)).join("");
    memories.set(key, { client, seq: 0, queue: [], drafts: new Map(), last: new Map(), focus: null, timer: 0 });
  }
  return memories.get(key);
};

const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") made.textContent = value;
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
};

const setText = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};

export default function ({ data, parentElement, setTriggerValue }) {
  const memory = memoryOf(data.key);
  const root = parentElement.querySelector("#dekom-amounts");
  memory.emit = () => setTriggerValue("events", memory.queue.slice());
  memory.data = data;
  memory.rows = new Map(data.rows.map((row) => [row.id, row]));

  const acked = data.acked[memory.client] ?? 0;
  memory.queue = memory.queue.filter((event) => event.seq > acked);

  const shape = JSON.stringify([data.columns, data.rows.map((row) => row.id), data.labels, data.readonly]);
  const fresh = root.dataset.shape !== shape;
  if (fresh) {
    root.replaceChildren(build(memory));
    root.dataset.shape = shape;
  }
  update(memory, root);
  if (fresh) restoreFocus(memory, root);
  if (fresh && memory.queue.length) memory.emit();
  watchQueue(memory);
}

// An event that got no answer, as after a lost connection, is sent again; Python skips what it has done.
const watchQueue = (memory) => {
  clearTimeout(memory.timer);
  if (!memory.queue.length) return;
  memory.timer = setTimeout(() => {
    if (memory.queue.length) memory.emit();
    watchQueue(memory);
  }, 2000);
};

const send = (memory, kind, id, more = {}) => {
  memory.seq += 1;
  memory.queue.push({ seq: memory.seq, client: memory.client, kind, id, ...more });
  memory.emit();
  watchQueue(memory);
};

const build = (memory) => {
  const { columns, rows, labels } = memory.data;
  const head = element("tr");
  for (const column of columns) {
    head.append(element("th", { scope: "col", class: column.kind, text: column.label }));
  }
  const body = element("tbody");
  for (const row of rows) {
    body.append(buildRow(memory, row), element("tr", { class: "answer", "data-answer": row.id, hidden: "" }));
  }
  const sum = element("tr", { class: "sum" });
  columns.forEach((column, index) => {
    const attributes = { class: column.kind, "data-cell": column.id };
    sum.append(element(index ? "td" : "th", index ? attributes : { ...attributes, scope: "row" }));
  });
  return element(
    "table",
    { class: memory.data.room ? "room" : columns.length > 9 ? "wide" : "" },
    element("caption", { text: labels.caption }),
    element("thead", {}, head),
    body,
    element("tfoot", {}, sum),
  );
};

const buildRow = (memory, row) => {
  const line = element("tr", { "data-row": row.id });
  for (const column of memory.data.columns) {
    if (column.id === "name" && memory.data.readonly) {
      line.append(element("th", { scope: "row", class: `${column.kind} plain` }));
    } else if (column.id === "name") {
      const button = element("button", { type: "button", "aria-pressed": "false" });
      button.onclick = () => send(memory, "select", row.id);
      line.append(element("th", { scope: "row", class: column.kind }, button));
    } else if (column.id === "amount") {
      line.append(element("td", { class: "amount" }, buildInput(memory, row.id)));
    } else {
      line.append(element("td", { class: column.kind, "data-cell": column.id }));
    }
  }
  return line;
};

const buildInput = (memory, id) => {
  const input = element("input", { type: "text", inputmode: "text", autocomplete: "off", spellcheck: "false" });
  input.dataset.id = id;
  input.onfocus = () => {
    memory.focus = { id };
    if (!memory.drafts.has(id)) input.select();
  };
  // As in Excel: a click picks the whole amount, a double click (or F2) goes into it.
  input.onmousedown = (event) => {
    if (memory.drafts.has(id) || event.detail !== 1) return;
    event.preventDefault();
    input.focus();
    input.select();
  };
  input.oninput = () => {
    const draft = memory.drafts.get(id) ?? {
      seen: memory.rows.get(id).kr,
      after: memory.last.get(id) ?? null,
      under_way: Boolean(lastUnderWay(memory, id)),
    };
    memory.drafts.set(id, { ...draft, text: input.value });
    input.classList.add("typing");
  };
  input.onblur = () => {
    // A rerun may remount the table while somebody types: then the input is gone one tick later, and the
    // text is not finished. Nor is it when the whole window loses focus.
    setTimeout(() => {
      if (!wasLeftByHand() || !input.isConnected || !document.hasFocus() || input.getRootNode().activeElement === input) return;
      if (memory.focus?.id === id) memory.focus = null;
      commit(memory, input);
    }, 0);
  };
  input.onkeydown = (event) => onKey(memory, input, event);
  input.onpaste = (event) => onPaste(memory, input, event);
  return input;
};

const lastUnderWay = (memory, id) => memory.queue.findLast((event) => event.id === id && event.kind === "edit");

const shownText = (memory, id) => lastUnderWay(memory, id)?.text ?? memory.rows.get(id).amount;

const commit = (memory, input) => {
  const id = input.dataset.id;
  const draft = memory.drafts.get(id);
  if (!draft) return;
  memory.drafts.delete(id);
  input.classList.remove("typing");
  // The same text twice is twice the step while the first «+50 000» is still under way.
  if (input.value === memory.rows.get(id).amount && !lastUnderWay(memory, id)) return;
  input.classList.add("pending");
  send(memory, "edit", id, { text: input.value, seen: draft.seen, after: draft.after, under_way: draft.under_way });
  memory.last.set(id, memory.seq);
};

const move = (input, step) => {
  const all = [...input.getRootNode().querySelectorAll("input[data-id]")];
  const next = all[all.indexOf(input) + step];
  if (next) next.focus();
  else input.select();
};

const onKey = (memory, input, event) => {
  const control = event.ctrlKey || event.metaKey;
  const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && !event.isComposing && !event.altKey) {
    event.preventDefault();
    commit(memory, input);
    move(input, step);
  } else if (event.key === "F2") {
    input.setSelectionRange(input.value.length, input.value.length);
  } else if (event.key === "Escape") {
    memory.drafts.delete(input.dataset.id);
    input.value = shownText(memory, input.dataset.id);
    input.classList.remove("typing");
    input.select();
  } else if (control && !memory.drafts.has(input.dataset.id) && ["z", "Z", "y"].includes(event.key)) {
    event.preventDefault();
    send(memory, event.key === "z" ? "undo" : "redo", "");
  }
};

const onPaste = (memory, input, event) => {
  const text = event.clipboardData.getData("text/plain");
  if (!/[\t\n\r]/.test(text.trim())) return;
  event.preventDefault();
  memory.drafts.delete(input.dataset.id);
  input.value = shownText(memory, input.dataset.id);
  input.classList.remove("typing");
  const shown = Object.fromEntries([...memory.rows].map(([id, row]) => [id, row.kr]));
  send(memory, "paste", input.dataset.id, { text: text.slice(0, 300000), shown });
};

const update = (memory, root) => {
  for (const row of memory.data.rows) {
    const line = root.querySelector(`tr[data-row="${CSS.escape(row.id)}"]`);
    line.classList.toggle("selected", row.selected);
    const button = line.querySelector("th button");
    setText(button ?? line.querySelector("th"), row.name);
    button?.setAttribute("aria-pressed", String(row.selected));
    updateCells(line, row.cells);
    const input = line.querySelector("input");
    if (input) updateInput(memory, input, row);
    updateAnswer(memory, root.querySelector(`tr[data-answer="${CSS.escape(row.id)}"]`), row);
  }
  const sum = root.querySelector("tr.sum");
  sum.hidden = !Object.keys(memory.data.sum).length;
  updateCells(sum, memory.data.sum);
};

const updateCells = (line, cells) => {
  for (const cell of line.querySelectorAll("[data-cell]")) {
    const { text = "", note = "", tone = "", shape = "" } = cells[cell.dataset.cell] ?? {};
    if (tone) {
      const mark = JSON.stringify([text, tone, shape]);
      if (cell.dataset.mark !== mark) {
        cell.dataset.mark = mark;
        const sign = element("span", { "aria-hidden": "true", class: "shape", text: shape });
        cell.replaceChildren(element("span", { class: `badge ${tone}` }, sign, element("span", { text })));
      }
    } else {
      delete cell.dataset.mark;
      setText(cell, text);
    }
    cell.title = note;
  }
};

const updateInput = (memory, input, row) => {
  input.setAttribute("aria-label", row.label);
  input.placeholder = memory.data.labels.empty;
  const pending = lastUnderWay(memory, row.id);
  input.classList.toggle("pending", Boolean(pending));
  const draft = memory.drafts.get(row.id);
  const text = draft ? draft.text : shownText(memory, row.id);
  if (input.value === text) return;
  const selected = input.getRootNode().activeElement === input && !draft;
  input.value = text;
  if (selected) input.select();
};

const updateAnswer = (memory, line, row) => {
  const wanted = JSON.stringify([row.note, row.question, memory.data.columns.length]);
  if (line.dataset.shown === wanted) return;
  line.dataset.shown = wanted;
  line.hidden = !row.note && !row.question;
  const cell = element("td", { colspan: memory.data.columns.length, role: "status" });
  if (row.note) cell.append(element("span", { class: "note", text: row.note }));
  if (row.question) {
    cell.append(element("span", { class: "question", text: row.question.text }));
    for (const [answer, text] of row.question.answers) {
      const button = element("button", { type: "button", text });
      button.onclick = () => {
        send(memory, "answer", row.id, { text: answer });
        line.parentElement.querySelector(`input[data-id="${CSS.escape(row.id)}"]`).focus();
      };
      cell.append(button);
    }
  }
  line.replaceChildren(cell);
};

const restoreFocus = (memory, root) => {
  if (!memory.focus) return;
  const input = root.querySelector(`input[data-id="${CSS.escape(memory.focus.id)}"]`);
  if (!input) return;
  const draft = memory.drafts.get(memory.focus.id);
  input.focus({ preventScroll: true });
  if (draft) {
    input.classList.add("typing");
    input.setSelectionRange(input.value.length, input.value.length);
  }
};
