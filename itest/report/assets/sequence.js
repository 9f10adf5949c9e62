// The sequence diagram: who was asked what, in order, and what came back.

const ME = "Scenario";

function sequence(run) {
  const messages = allSteps(run.steps).filter(({ step }) => step.exchange || (step.service && step.outcome !== "skipped"));
  if (!messages.length) return null;
  const partner = (step) => said(step.service) || said(step.action);
  const names = [ME, ...new Set(messages.map(({ step }) => partner(step)))];
  const column = Math.min(440, Math.max(230, Math.floor(960 / (names.length - 1))));
  const [top, row] = [46, 48];
  const at = (name) => 75 + names.indexOf(name) * column;
  const bottom = top + messages.length * row + 6;
  const parts = names.map((name) => [
    line(at(name), 30, at(name), bottom, { class: "rule" }),
    svg("rect", { class: "box", x: at(name) - 70, y: 4, width: 140, height: 28, rx: 6 }),
    label(at(name), 23, name, 130, { "text-anchor": "middle" }),
  ]);
  messages.forEach(({ step, place }, index) => parts.push(message(step, place, at(ME), at(partner(step)), top + index * row)));
  const words = messages.map(({ step }) => `${partner(step)}: ${asked(step)}, ${answered(step)}`).join("; ");
  const drawn = figure(75 + (names.length - 1) * column + 90, bottom + 4, words, parts);
  return el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Sequence" }, drawn);
}

/** There with what was asked, back with a dashed line and what came of it. */
function message(step, place, from, to, y) {
  const bad = step.outcome === "failed" || step.outcome === "error" ? "bad" : "";
  const room = to - from - 24;
  const times = step.tries > 1 ? ` ×${step.tries}` : "";
  return [
    line(from, y + 18, to - 2, y + 18, { class: "stroke" }),
    head(to - 1, y + 18, 1, ""),
    label(from + 10, y + 13, `${place}  ${asked(step)}`, room, {}),
    line(to, y + 36, from + 2, y + 36, { class: `stroke ${bad}`, "stroke-dasharray": "5 4" }),
    head(from + 1, y + 36, -1, bad),
    label(to - 10, y + 32, `${bad ? "✗ " : ""}${answered(step)}${times}`, room, { "text-anchor": "end", class: bad || "faint" }),
  ];
}

const titles = (step) => (step.exchange ? said(step.exchange.title).split(" → ") : []);
const asked = (step) => titles(step)[0] || said(step.endpoint) || said(step.label);
const answered = (step) => titles(step).slice(1).join(" → ") || (step.fault ? said(step.fault[0]) : step.outcome);
