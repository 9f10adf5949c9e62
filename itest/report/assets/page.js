// The start: theme, list, details that are drawn when they are opened, and the addresses of scenarios.

const items = [...document.querySelectorAll(".case")];
const byAnchor = new Map(DATA.cases.map((each) => [each.anchor, each]));

function drawn(item) {
  if (item.dataset.drawn) return;
  item.dataset.drawn = "yes";
  scenario(item.querySelector(".body"), byAnchor.get(item.id));
}

function visit(each) {
  if (location.hash === `#${each.anchor}`) arrive();
  else location.hash = each.anchor;
}

/** Show the scenario that the address names, whatever is filtered away. */
function arrive() {
  const item = document.getElementById(location.hash.slice(1));
  if (!item || !item.classList.contains("case")) return;
  if (item.hidden) clear();
  const details = item.querySelector("details");
  details.open = true;
  drawn(item);
  item.scrollIntoView();
  details.querySelector("summary").focus({ preventScroll: true });
}

const clear = filters(document.getElementById("filters"), items);
for (const item of items) {
  const details = item.querySelector("details");
  details.addEventListener("toggle", () => details.open && drawn(item));
  // The address names what was opened last, to be handed on; it adds nothing to the way back.
  details.querySelector("summary").addEventListener("click", () => {
    if (!details.open) history.replaceState(null, "", `#${item.id}`);
  });
  if (details.open) drawn(item);
}

const timeline = workers(DATA.cases, visit);
if (timeline) document.getElementById("workers").append(...timeline);

window.addEventListener("hashchange", arrive);
arrive();

const theme = document.getElementById("theme");
const root = document.documentElement;
const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
const named = () => (theme.textContent = isDark() ? "Light" : "Dark");
theme.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  named();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", named);
theme.hidden = false;
named();
