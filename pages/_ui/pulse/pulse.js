// The pulse: asks whether what the page shows has moved, waits for the answer, and asks again a moment later.
// If no answer comes (a lost message, a phone that slept, a server that was started again), the page is drawn anew.
// The same when the page has lost the pulse itself. A page that nobody sees rests.

const PATIENCE = [4000, 8000, 16000];
const BUSY = '[data-testid="stApp"][data-test-script-state="running"]';

// Streamlit's own dialogs (a lost connection, an unknown address) are not shown (style.py): nor may they lock us.
const unlock = () => document.querySelectorAll("[inert]").forEach((locked) => locked.removeAttribute("inert"));

const start = () => {
  unlock();
  new MutationObserver(unlock).observe(document.documentElement, { attributeFilter: ["inert"], subtree: true });
  const pulse = { unanswered: 0, busy: 0, tell: () => {} };
  const later = (wait) => {
    clearTimeout(pulse.timer);
    pulse.timer = setTimeout(pulse.ask, wait);
  };
  pulse.ask = () => {
    // A beat that comes just as a run ends makes Streamlit throw away the rest of what the run drew.
    const isBusy = document.querySelector(BUSY) !== null;
    pulse.busy = isBusy ? pulse.busy || Date.now() : 0;
    if (isBusy && Date.now() - pulse.busy < PATIENCE[0]) return later(50);
    pulse.busy = 0;
    pulse.tell(pulse.unanswered > 0);
    if (!document.hidden) (pulse.unanswered || isBusy || !pulse.send ? pulse.redraw : pulse.send)?.();
    later(PATIENCE[Math.min(pulse.unanswered, PATIENCE.length - 1)]);
    pulse.unanswered += 1;
  };
  document.addEventListener("visibilitychange", () => document.hidden || pulse.ask());
  return pulse;
};
const pulse = (globalThis.dekomPulse ??= start());

export default function ({ data, parentElement, setTriggerValue }) {
  if (data.drawing) { // drawn with the whole page, and only then
    pulse.shows = { drawn: data.drawn, drawing: data.drawing };
    pulse.redraw = () => setTriggerValue("beat", { redraw: Date.now() });
    return;
  }
  document.documentElement.lang = data.language; // Streamlit says that every page is in English
  const mine = (pulse.owner = {});
  pulse.send = () => setTriggerValue("beat", { ...pulse.shows, number: data.number });
  const line = parentElement.querySelector("#dekom-pulse");
  pulse.tell = (isSilent) => {
    line.textContent = isSilent ? data.silent : "";
    line.hidden = !isSilent;
  };
  pulse.tell(false);
  pulse.unanswered = 0;
  clearTimeout(pulse.timer);
  pulse.timer = setTimeout(pulse.ask, data.wait);
  return () => {
    if (pulse.owner === mine) pulse.send = undefined;
  };
}
