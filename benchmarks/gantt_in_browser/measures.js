// What both pages are measured with; put into them before their own scripts.
// A mark made in an animation frame says that the frame was prepared: a message posted then comes after it is drawn.
(() => {
  const mark = performance.mark.bind(performance);
  const after = new Set(["planning:painted", "planning:previewed"]);
  performance.mark = (name, options) => {
    if (after.has(name)) {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => mark(`${name}:drawn`);
      channel.port2.postMessage(null);
    }
    return mark(name, options);
  };
  addEventListener("pointermove", (event) => { window.movedAt = event.timeStamp; }, { capture: true });

  // When the last mark of a name was made, in milliseconds since the page began.
  const last = (name) => performance.getEntriesByName(name).at(-1)?.startTime ?? null;

  window.measures = {
    last,
    count: (name) => performance.getEntriesByName(name).length,

    // Milliseconds from the plan being read to the frame with its rows being drawn.
    firstPaint: () => last("planning:painted:drawn") - last("planning:data"),

    // Milliseconds from the last movement of the mouse to the frame with what it comes to.
    preview: () => last("planning:previewed:drawn") - window.movedAt,

    // Scrolls over everything in so many milliseconds: frames per second, the longest frame, the most elements.
    // scroll: (share 0–1) → void; root: what the elements are counted in.
    scrolled: (scroll, root, duration) =>
      new Promise((resolve) => {
        const begun = performance.now();
        let [n, previous, longest, most] = [0, begun, 0, 0];
        const frame = (now) => {
          const share = Math.max(now - begun, 0) / duration;
          if (n) longest = Math.max(longest, now - previous);
          previous = now;
          n += 1;
          if (n % 10 === 0) most = Math.max(most, root().reduce((sum, one) => sum + one.querySelectorAll("*").length, 0));
          if (share >= 1) {
            resolve({ perSecond: (n * 1000) / (now - begun), longest, most });
            return;
          }
          scroll(share);
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
  };
})();
