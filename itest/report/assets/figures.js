// What figures share: measures of text and arrows. Figures are drawn with attributes only; the policy allows no styles.

/** About how wide a text is in a figure, in its units (12 px type). */
const textWidth = (text) => text.length * 6.6;

/** A figure with its own description for those who do not see it. */
function figure(width, height, label, ...children) {
  return svg("svg", { class: "figure", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label }, children);
}

function line(x1, y1, x2, y2, attributes) {
  return svg("line", { x1, y1, x2, y2, ...attributes });
}

/** An arrow head whose tip is at x, y; `side` 1 points right, -1 left. */
function head(x, y, side, kind) {
  return svg("path", { class: `head ${kind}`, d: `M${x} ${y}l${-8 * side} -4v8z` });
}

/** A text, cut to what fits; the whole of it shows under the pointer. */
function label(x, y, text, room, attributes) {
  const fits = Math.max(3, Math.floor(room / 6.6));
  const node = svg("text", { x, y, ...attributes }, shortened(text, fits));
  if (text.length > fits) node.append(svg("title", {}, text));
  return node;
}
