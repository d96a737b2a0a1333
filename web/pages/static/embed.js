// What the embed's page does within a frame: it tells its height, and it searches where the frame forbids forms.
"use strict";

const framed = window.parent !== window;
// WordPress names each frame by a secret in the fragment: #?secret=…
const secret = /[#&?]secret=([A-Za-z0-9]+)/.exec(location.hash)?.[1];

function tellHeight() {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  // The height is no secret, and a sandboxed page can't know who frames it.
  window.parent.postMessage({ type: "netzlotse:height", height }, "*");
  if (secret) window.parent.postMessage({ message: "height", value: height, secret }, "*");
}

/** Go to an address within the frame, which keeps its secret. */
function go(address) {
  const url = new URL(address, location.href);
  if (secret) url.hash = `?secret=${secret}`;
  location.assign(url);
}

if (framed) {
  new ResizeObserver(tellHeight).observe(document.documentElement);
  window.addEventListener("load", tellHeight);
  window.addEventListener("message", (event) => {
    if (event.source === window.parent && event.data?.type === "netzlotse:ask") tellHeight();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("form button");
    // A sandbox without allow-forms drops a form before its submit event: the click still comes, also by the Enter key.
    if (button && button.form.reportValidity()) {
      event.preventDefault();
      go(`${button.form.getAttribute("action")}?${new URLSearchParams(new FormData(button.form))}`);
      return;
    }
    const link = event.target.closest("a[href]");
    const here = new URL(location.href);
    const there = link && !link.target && new URL(link.href);
    if (secret && there && there.origin === here.origin && there.pathname + there.search !== here.pathname + here.search) {
      event.preventDefault();
      go(there);
    }
  });
}
