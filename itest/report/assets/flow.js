// How data flowed: what was declared and whether it held, and what was handed on without being declared.

function dataFlow(run) {
  const flows = run.flows || [];
  const handed = handovers(run.steps || [], "");
  const parts = [];
  if (flows.length) parts.push(el("h3", {}, "Declared"), flows.map(declared));
  if (handed.length) parts.push(el("h3", {}, "Handed on"), handed);
  return parts.length ? parts : null;
}

/** A declared flow: both ends with their values, and why it did not hold; a name that changes on the way is marked. */
function declared(flow) {
  const outcome = flow.outcome;
  const [origin, target] = [said(flow.origin), said(flow.target)];
  const mismatch = flow.mismatch || {};
  const elsewhere = (said(mismatch.message).match(/the same value is at `([^`]+)`/) || [])[1];
  const renamed = elsewhere || (outcome === "passed" && lastName(origin) !== lastName(target));
  const held = renamed ? "arrived, under another name" : "arrived";
  const told = mismatch.message ? `${sentence(said(mismatch.message))} ${sentence(said(mismatch.hint))}` : said(flow.reason) || outcome;
  return el(
    "div",
    { class: `flow is-${outcome}` },
    end(origin, renamed, said(mismatch.expected)),
    el("span", { class: "arrow", "aria-hidden": "true" }, outcome === "passed" ? "→" : "↛"),
    end(target, renamed && !elsewhere, said(mismatch.actual)),
    elsewhere ? [el("span"), el("span", { class: "arrow", "aria-hidden": "true" }, "→"), end(elsewhere, true, said(mismatch.expected))] : null,
    el("span", { class: "told" }, icon(outcome), outcome === "passed" ? held : spoken(told.trim())),
  );
}

const end = (path, renamed, value) =>
  el("span", {}, el("code", {}, renamed ? marked(path) : path), value ? el("code", { class: "value" }, value) : null);

const sentence = (text) => (text && !/[.?!…]$/.test(text) ? `${text}.` : text);

const lastName = (path) => (path.match(/[A-Za-z_][\w-]*(?=[^A-Za-z_]*$)/) || [path])[0];

/** A path with its last name marked. */
function marked(path) {
  const name = lastName(path);
  const at = path.lastIndexOf(name);
  return [path.slice(0, at), el("mark", {}, name), path.slice(at + name.length)];
}

/** A sentence whose quoted places are shown as code. */
const spoken = (sentence) => sentence.split("`").map((part, index) => (index % 2 ? el("code", {}, part) : part));

/** A figure of the handovers among these steps, and one for each scenario that they use. */
function handovers(steps, inside) {
  const own = steps.some((step) => step.handovers) ? [bus(steps, inside)] : [];
  const below = steps.flatMap((step) => handovers(step.children || [], said(step.label)));
  return [...own, ...below];
}

/**
 * Steps below each other; each that hands something on has a line on the right that leads to those that use it. What
 * is handed on stands on the line into its user, which has as much room as it has lines.
 */
function bus(steps, inside) {
  const [nodes, links] = handed(steps);
  const sources = [...new Set(links.map((link) => link.from))];
  const [boxWidth, textRoom, laneGap] = [250, 290, 14];
  const parts = [];
  let y = inside ? 24 : 4;
  for (const node of nodes) {
    const incoming = links.filter((link) => link.to === node);
    const height = Math.max(30, incoming.length * 22 + 12) + (sources.includes(node) ? 8 : 0);
    parts.push(svg("rect", { class: "box", x: 1, y, width: boxWidth, height, rx: 6 }));
    parts.push(label(12, y + height / 2 + 4, node.name, boxWidth - 20, {}));
    incoming.forEach((link, index) => (link.y = y + 22 * (index + 1)));
    node.out = y + height - 8;
    y += height + 10;
  }
  sources.forEach((source, index) => {
    const lane = boxWidth + textRoom + index * laneGap;
    const uses = links.filter((link) => link.from === source);
    const ends = [source.out, ...uses.map((link) => link.y)];
    parts.push(svg("path", { class: "given", d: `M${boxWidth + 1} ${source.out}H${lane}M${lane} ${Math.min(...ends)}V${Math.max(...ends)}` }));
    for (const link of uses) {
      parts.push(svg("path", { class: "given", d: `M${lane} ${link.y}H${boxWidth + 6}` }), head(boxWidth + 3, link.y, -1, "given"));
      parts.push(label(boxWidth + 16, link.y - 4, `${link.name} → ${link.target}`, textRoom - 24, {}));
    }
  });
  const words = links.map((link) => `${link.from.name} gives ${link.name} to ${link.to.name} as ${link.target}`).join("; ");
  const width = boxWidth + textRoom + sources.length * laneGap + 4;
  const title = inside ? label(1, 14, `Inside “${inside}”`, 400, { class: "faint" }) : null;
  return el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": `Handed on${inside ? ` inside ${inside}` : ""}` }, figure(width, y + 2, words, title, parts));
}

/** The steps that hand on or are given something, in order, and the links between them. */
function handed(steps) {
  const known = new Map(steps.map((step) => [step, { name: stepName(step) }]));
  const outer = new Map();
  const links = [];
  for (const step of steps)
    for (const [name, target, origin] of step.handovers || [])
      links.push({ from: owner(said(origin), steps, known, outer), to: known.get(step), name: said(name), target: said(target) });
  const used = new Set(links.flatMap((link) => [link.from, link.to]));
  return [[...outer.values(), ...known.values()].filter((node) => used.has(node)), links];
}

/** The node of an origin: a step by its number, else one that stands for what is outside (`setup`, `input`). */
function owner(origin, steps, known, outer) {
  const [, phase, number] = origin.match(/^(step|cleanup) (\d+)\b/) || [];
  const found = steps.find((step) => number && (step.phase || "step") === phase && said(step.place).split("[")[0] === number);
  if (found) return known.get(found);
  if (!outer.has(origin)) outer.set(origin, { name: origin });
  return outer.get(origin);
}
