// Elements, and what every part needs. Texts of a run reach the page as text nodes and attributes only.

const DATA = JSON.parse(document.getElementById("data").textContent);
const SVG = "http://www.w3.org/2000/svg";

/** A text of the data by its number. */
const said = (number) => DATA.texts[number || 0];

/** An element with attributes (functions listen, null and false are left out) and children (texts, nodes, lists). */
function el(name, attributes, ...children) {
  return filled(document.createElement(name), attributes, children);
}

function svg(name, attributes, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** The icon of a status; its word stands beside it, or is given here for those who do not see it. */
function icon(status, word) {
  const drawn = svg("svg", { class: `icon is-${status}`, "aria-hidden": "true" }, svg("use", { href: `#i-${status}` }));
  return word ? [drawn, el("span", { class: "sr" }, `${word}: `)] : drawn;
}

function duration(ms) {
  if (ms < 99.5) return `${ms < 9.95 && ms > 0 ? Math.max(0.1, ms).toFixed(1) : Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(seconds < 9.995 ? 2 : 1)}s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}m${String(whole % 60).padStart(2, "0")}s`;
  return `${Math.floor(whole / 3600)}h${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")}m`;
}

const shortened = (text, limit) => (text.length > limit ? `${text.slice(0, limit - 1)}…` : text);

/** A button that copies a text and says so. */
function copyButton(what, text) {
  const button = el("button", { type: "button", class: "quiet", "aria-label": `Copy ${what}` }, "Copy");
  button.addEventListener("click", async () => {
    const copied = await copy(text);
    button.textContent = copied ? "Copied" : "Not copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
  return button;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page from a disk may be refused the clipboard; a selection may still be copied.
    const field = el("textarea", { class: "sr", "aria-hidden": "true" });
    field.value = text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }
}

/** Every step with its place (`2.1` is the first inside the second), those of used scenarios after their step. */
function allSteps(steps, above = "") {
  return (steps || []).flatMap((step) => {
    const place = `${above ? `${above}.` : ""}${step.phase ? `${step.phase} ` : ""}${said(step.place)}`;
    return [{ step, place }, ...allSteps(step.children, place)];
  });
}

const stepName = (step) => `${step.phase ? `${step.phase} ` : ""}${said(step.place)} ${said(step.label)}`;
