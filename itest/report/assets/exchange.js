// What was sent and received, and how what was there differs from what was expected.

function exchange(step) {
  const told = step.exchange;
  if (!told) return null;
  if (told.cut) return el("p", { class: "facts" }, "This exchange was left out to keep the report small; run the scenario alone with --html to see it.");
  const sent = (told.sent || []).map(([text, note]) => [said(text), said(note)]);
  const received = (told.received || []).map(said);
  return [
    el(
      "div",
      { class: "exchange" },
      side("Sent", "what was sent", sent),
      side("Received", "what was received", received.map((text) => [text, ""])),
    ),
    pairs("On the way", (told.way || []).map(([what, where]) => [said(what), said(where)])),
    told.command ? command(said(told.label) || "command", said(told.command)) : null,
  ];
}

function side(title, what, lines) {
  if (!lines.length) return el("div", {}, el("h3", {}, title), el("p", { class: "facts" }, "nothing"));
  const shown = lines.map(([text, note]) => [indented(text), note ? el("span", { class: "from" }, `  (${note})`) : null, "\n"]);
  const whole = lines.map(([text]) => text).join("\n");
  return el("div", {}, el("h3", {}, title, copyButton(what, whole)), code(title, shown));
}

const code = (title, shown) => el("pre", { class: "code", tabindex: "0", role: "group", "aria-label": title }, shown);
const command = (label, text) => [el("h3", {}, label, copyButton(`the ${label} command`, text)), code(label, text)];

/** JSON on one line set out on several; a number or text in it stays as it came, so it is not parsed. */
function indented(text) {
  if (!/^[[{]/.test(text) || text.includes("\n")) return text;
  let [out, depth, quoted] = ["", 0, false];
  const newline = () => `\n${"  ".repeat(Math.max(0, depth))}`;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      out += sign === "\\" ? sign + (text[++at] || "") : sign;
      quoted = sign !== '"';
    } else if ("{[".includes(sign) && "}]".includes(text[at + 1])) out += sign + text[++at];
    else if ("{[".includes(sign)) (depth++, (out += sign + newline()));
    else if ("}]".includes(sign)) (depth--, (out += newline() + sign));
    else if (sign === ",") out += sign + newline();
    else if (sign === ":") out += ": ";
    else {
      out += sign;
      quoted = sign === '"';
    }
  }
  return out;
}

/** What was expected beside what was there; lines that stand on both sides are no difference. */
function sides(mismatch) {
  const lines = mismatch.diff || [["-", mismatch.expected, 0], ["+", mismatch.actual, 0]].filter(([, text]) => text);
  const rows = [];
  let pending = [[], []];
  const flush = () => {
    const count = Math.max(...pending.map((half) => half.length));
    for (let index = 0; index < count; index++) rows.push(sideRow(pending[0][index], pending[1][index]));
    pending = [[], []];
  };
  for (const [mark, text] of lines) {
    if (mark === "-" && pending[1].length) flush();
    if (mark === " ") (flush(), rows.push(bothSides(said(text))));
    else pending[mark === "-" ? 0 : 1].push(said(text));
  }
  flush();
  const heads = ["Expected", "Actual"].map((name) => el("th", { scope: "col" }, name));
  return rows.length ? el("table", { class: "sides" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows)) : null;
}

/** A line on both sides; a remark (`… 6 other keys not compared`) stands across them. */
const bothSides = (text) => (/^\s*…/.test(text) ? el("tr", {}, el("td", { class: "rest", colspan: 2 }, text)) : sideRow(text, text));

function sideRow(expected, actual) {
  const same = expected === actual;
  const cell = (text, kind) => el("td", { class: same || text === undefined ? null : kind }, text === undefined ? "" : text);
  return el("tr", {}, cell(expected, "minus"), cell(actual, "plus"));
}
