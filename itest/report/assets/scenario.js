// One scenario, opened: what broke, its steps, the sequence, the time, the flow of data; of each of its runs.

function scenario(body, each) {
  const blocks = body.querySelector(".blocks");
  const brief = body.querySelector(".brief");
  if (!each.runs) return;
  const holder = el("div", {});
  (blocks || brief)?.before(holder);
  if (!holder.parentNode) body.append(holder);
  brief?.remove();
  blocks?.querySelectorAll(".block").forEach((block) => {
    const holder = el("div", { class: "held" });
    block.replaceWith(holder);
    holder.append(block, copyButton("this block", block.textContent));
  });
  const draw = (run) => {
    const views = { Steps: stepList(run.steps), Sequence: sequence(run), Time: waterfall(run), "Data flow": dataFlow(run) };
    const healthy = ["passed", "flaky", "skipped"].includes(each.status);
    const parts = Object.entries(healthy ? { ...views, "Earlier runs": blocks } : { Failure: blocks, ...views });
    holder.replaceChildren(...runButtons(each, run, draw), tabs(`${each.anchor}-tab`, parts));
  };
  draw(each.runs[each.runs.length - 1]);
}

/** Which of several runs is shown. */
function runButtons(each, shown, draw) {
  if (each.runs.length < 2) return [];
  const buttons = each.runs.map((run, index) =>
    el("button", { type: "button", "aria-pressed": String(run === shown), class: `is-${run.outcome}`, click: () => draw(run) },
      icon(run.outcome), `Run ${index + 1}: ${run.outcome}`));
  return [el("div", { class: "filters runs", role: "group", "aria-label": "Runs of this scenario" }, buttons)];
}

/** Tabs over what there is to show: pairs of a name and its content, null where there is nothing. */
function tabs(prefix, parts) {
  const drawn = parts.filter(([, content]) => content);
  const list = el("div", { role: "tablist", "aria-label": "Views of this scenario" });
  const panels = drawn.map(([, content], index) =>
    el("div", { role: "tabpanel", id: `${prefix}-panel-${index}`, "aria-labelledby": `${prefix}-${index}`, tabindex: "0", hidden: true }, content));
  const choose = (chosen, focus) => {
    [...list.children].forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
      panels[index].hidden = index !== chosen;
    });
    if (focus) list.children[chosen].focus();
  };
  drawn.forEach(([name], index) => {
    const keys = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: drawn.length - 1 };
    const press = (event) => {
      if (!(event.key in keys)) return;
      event.preventDefault();
      choose((keys[event.key] + drawn.length) % drawn.length, true);
    };
    list.append(el("button", { type: "button", role: "tab", id: `${prefix}-${index}`, "aria-controls": `${prefix}-panel-${index}`, click: () => choose(index), keydown: press }, name));
  });
  choose(0, false);
  return el("div", {}, list, panels);
}

function stepList(steps) {
  let phase = "";
  return (steps || []).map((step) => {
    const heading = (step.phase || "") !== phase ? el("p", { class: "phase" }, step.phase) : null;
    phase = step.phase || "";
    return [heading, stepItem(step)];
  });
}

/** A step as a line that opens; its inside is drawn when it first does. */
function stepItem(step) {
  const bad = step.outcome === "failed" || step.outcome === "error";
  const title = step.exchange ? said(step.exchange.title) : said(step.reason) || said(step.endpoint);
  const times = step.tries > 1 ? ` · ${step.tries} attempts` : "";
  const item = el("details", { class: "step" },
    el("summary", {}, el("span", {}, icon(step.outcome, step.outcome)), el("span", { class: "place" }, said(step.place)),
      el("span", { class: "label" }, said(step.label)), el("span", { class: "said path" }, title + times),
      el("span", { class: "took" }, step.outcome === "skipped" ? "" : duration(step.duration || 0))));
  const draw = () => item.children.length < 2 && item.append(el("div", { class: "inner" }, inside(step)));
  item.addEventListener("toggle", draw);
  if (bad) {
    draw();
    item.open = true;
  }
  return item;
}

function inside(step) {
  const parts = [
    step.fault ? el("p", {}, el("code", { class: "r-code" }, said(step.fault[0])), ` ${said(step.fault[1])} ${said(step.fault[2])}`) : null,
    (step.mismatches || []).map(difference),
    attempts(step),
    checks(step),
    exchange(step),
    pairs("Captured", (step.captured || []).map(([name, text]) => [said(name), said(text)])),
    pairs("Handed on to it", (step.handovers || []).map(([name, target, origin]) => [said(target), `${said(name)} ← ${said(origin)}`])),
    pairs("Trace", step.trace ? [["id", said(step.trace)]] : []),
    step.children ? [el("h3", {}, "Steps inside"), stepList(step.children)] : null,
  ];
  return parts.flat().some(Boolean) ? parts : el("p", { class: "facts" }, said(step.reason) || "Nothing more to tell.");
}

let told = "";

function difference(mismatch, index) {
  const heading = el("h3", {}, mismatch.code, el("span", { class: "path" }, said(mismatch.where)));
  // One difference of a whole structure may belong to several mismatches in it; it is shown once.
  const key = JSON.stringify(mismatch.diff || null);
  const again = index > 0 && mismatch.diff && key === told;
  told = key;
  const sentence = mismatch.message ? el("p", {}, said(mismatch.message)) : null;
  return [heading, sentence, again ? null : sides(mismatch), mismatch.hint ? el("p", { class: "facts" }, said(mismatch.hint)) : null];
}

function attempts(step) {
  if (!step.attempts) return null;
  const rows = step.attempts.map(([number, , took, summary]) => [`attempt ${number}`, `${duration(took || 0)}  ${said(summary)}`]);
  return pairs("Attempts", rows);
}

function checks(step) {
  if (!step.checks) return null;
  const items = step.checks.map(([kind, name, passed]) => {
    const outcome = passed ? "passed" : "failed";
    const words = said(kind) === said(name) ? said(name) : `${said(kind)} ${said(name)}`;
    return el("li", {}, icon(outcome, outcome), words);
  });
  return [el("h3", {}, "Checks"), el("ul", { class: "checks" }, items)];
}

function pairs(title, rows) {
  if (!rows.length) return null;
  return [el("h3", {}, title), el("dl", { class: "pairs" }, rows.map(([term, text]) => [el("dt", {}, term), el("dd", {}, text)]))];
}
