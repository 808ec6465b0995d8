/** The widget in a frame: its attributes come in the fragment, which no server sees; its events go to the page around it. */
const NAMES = ["boutique", "experience", "lang", "token", "maison", "interests", "theme", "given-name", "family-name", "email", "telephone", "country", "postal-code"];
const wanted = new URLSearchParams(location.hash.slice(1));
const widget = document.createElement("showroom-booking");
for (const name of NAMES) {
  const value = wanted.get(name);
  if (value) widget.setAttribute(name, value);
}
if (wanted.has("lang")) document.documentElement.lang = wanted.get("lang")!;
// What the fragment said is hers: it does not stay in the address.
if (!wanted.has("showroom")) history.replaceState(null, "", location.pathname);

/** Only the maison's own pages may frame this one (frame-ancestors), and nothing personal is told. */
const tell = (type: string, detail: unknown): void => {
  if (parent !== window) parent.postMessage({ type, detail }, "*");
};
for (const name of ["ready", "step", "booked", "error"]) {
  widget.addEventListener(`showroom:${name}`, (event) => tell(event.type, (event as CustomEvent).detail));
}
document.querySelector("main")!.append(widget);
new ResizeObserver(() => tell("showroom:size", { height: Math.ceil(widget.getBoundingClientRect().height) })).observe(widget);
