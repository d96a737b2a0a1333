// For a page that frames /embed/v1/directory: gives each of our frames the height of what it shows.
"use strict";

(() => {
  const ours = new URL(document.currentScript.src).origin;

  const isOurs = (frame) => {
    try {
      return new URL(frame.src).origin === ours;
    } catch {
      return false;
    }
  };
  const frames = () => [...document.querySelectorAll("iframe")].filter(isOurs);

  addEventListener("message", ({ data, source }) => {
    if (data?.type !== "netzlotse:height" || !Number.isFinite(data.height)) return;
    // A sandboxed frame has the origin "null", as anybody's has: only who sent it tells it apart.
    const frame = frames().find((one) => one.contentWindow === source);
    if (frame) frame.style.height = `${Math.min(Math.max(Math.ceil(data.height), 100), 20000)}px`;
  });

  // A frame that was ready before this script has told its height to nobody.
  const ask = () => frames().forEach((frame) => frame.contentWindow?.postMessage({ type: "netzlotse:ask" }, "*"));
  ask();
  addEventListener("load", ask);
})();
