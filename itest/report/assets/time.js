// Where time went: the waterfall of a scenario's steps, and what each worker did during the run.

const PHASES = ["dns", "connect", "tls", "send", "wait", "receive"];

/** A bar from `start` to `end` on a scale of `from` to `until`, out of 1000. */
function bar(start, end, from, until, attributes, title) {
  const scale = 1000 / Math.max(until - from, 0.001);
  const x = (start - from) * scale;
  const width = Math.max((end - start) * scale, 1.2);
  return svg("rect", { x: x.toFixed(2), width: width.toFixed(2), ...attributes }, svg("title", {}, title));
}

const stretch = (height, ...children) =>
  svg("svg", { viewBox: `0 0 1000 ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" }, children);

/** A row a step: its whole time, its attempts, and of the last one what it waited for. */
function waterfall(run) {
  const steps = allSteps(run.steps).filter(({ step }) => step.started !== undefined && step.outcome !== "skipped");
  if (!steps.length) return el("p", {}, "No step was carried out.");
  const from = Math.min(...steps.map(({ step }) => step.started));
  const until = Math.max(...steps.map(({ step }) => step.started + (step.duration || 0)));
  const seen = PHASES.filter((phase) => steps.some(({ step }) => step.timings && step.timings[phase]));
  const legend = seen.map((phase) => el("li", {}, el("i", { class: `t-${phase}` }), phase));
  return [
    el("ul", { class: "legend" }, legend, el("li", {}, `${duration(until - from)} in all`)),
    el("div", { class: "fall" }, steps.map(({ step, place }) => fallRow(step, place, from, until))),
  ];
}

function fallRow(step, place, from, until) {
  const bars = [bar(step.started, step.started + (step.duration || 0), from, until, { class: "whole", y: 2, height: 12 }, duration(step.duration || 0))];
  for (const [number, started, took] of (step.attempts || []).slice(0, -1))
    bars.push(bar(started || 0, (started || 0) + took, from, until, { class: "fill-skipped", y: 5, height: 6 }, `attempt ${number}: ${duration(took)}`));
  let at = step.last || step.started;
  const parts = [];
  for (const phase of PHASES) {
    const took = (step.timings || {})[phase];
    if (!took) continue;
    bars.push(bar(at, at + took, from, until, { class: `t-${phase}`, y: 2, height: 12 }, `${phase} ${duration(took)}`));
    parts.push(`${phase} ${duration(took)}`);
    at += took;
  }
  const detail = parts.length ? el("span", { class: "sr" }, ` (${parts.join(", ")})`) : null;
  return [el("span", {}, `${place} ${said(step.label)}`), stretch(16, bars), el("span", { class: "took" }, duration(step.duration || 0), detail)];
}

/** A row a worker, a bar a case; the list of scenarios says the same in words. */
function workers(cases, visit) {
  const rows = new Map();
  let until = 0;
  for (const each of cases) {
    const last = each.runs && each.runs[each.runs.length - 1];
    if (!last || last.started === undefined || each.status === "skipped") continue;
    for (const run of each.runs) {
      const end = (run.started || 0) + (run.duration || 0);
      until = Math.max(until, end);
      const drawn = [each, run.started || 0, end, run === last ? each.status : run.outcome];
      rows.set(each.worker || 0, [...(rows.get(each.worker || 0) || []), drawn]);
    }
  }
  if (!rows.size) return null;
  const bars = [...rows.keys()].sort((a, b) => a - b).map((worker) => {
    const drawn = rows.get(worker).map(([each, start, end, status]) => {
      const title = `${DATA.words[status] || status}: ${said(each.title)}, ${duration(end - start)}`;
      const rect = bar(start, end, 0, until, { class: `fill-${status}`, y: 1, height: 14 }, title);
      rect.addEventListener("click", () => visit(each));
      return rect;
    });
    return [el("span", {}, `Worker ${worker + 1}`), stretch(16, drawn), el("span", { class: "took" }, `${drawn.length} ${drawn.length === 1 ? "run" : "runs"}`)];
  });
  return [el("h3", {}, `Workers, over ${duration(until)}`), el("div", { class: "fall workers" }, bars)];
}
