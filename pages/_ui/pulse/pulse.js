// The pulse: asks whether what the page shows has moved, waits for the answer, and asks again a moment later.
// If no answer comes (a lost message, a phone that slept, a server that was started again), the page is drawn anew.
// A page that nobody sees rests.

const PATIENCE = [4000, 8000, 16000];

const start = () => {
  const pulse = { unanswered: 0, tell: () => {} };
  pulse.ask = () => {
    clearTimeout(pulse.timer);
    pulse.tell(pulse.unanswered > 0);
    if (!document.hidden) (pulse.unanswered ? pulse.redraw : pulse.send)?.();
    pulse.timer = setTimeout(pulse.ask, PATIENCE[Math.min(pulse.unanswered, PATIENCE.length - 1)]);
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
    if (pulse.owner !== mine) return;
    clearTimeout(pulse.timer);
    pulse.send = pulse.redraw = undefined;
  };
}
