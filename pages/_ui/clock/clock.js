// A countdown. The server's clock counts: a browser's own may be minutes wrong. Of all that the server has told,
// what took the shortest way is nearest the truth, and an old telling that is drawn again never counts.

const clock = (globalThis.dekomClock ??= { ahead: -Infinity });
const timers = new WeakMap(); // a clock that is drawn again with another end has one timer still
const serverNow = () => performance.now() + clock.ahead;

const two = (number) => String(number).padStart(2, "0");

const written = (seconds) => {
  const all = Math.abs(seconds);
  const [hours, minutes] = [Math.floor(all / 3600), Math.floor((all % 3600) / 60)];
  const text = hours ? `${hours}:${two(minutes)}:${two(all % 60)}` : `${minutes}:${two(all % 60)}`;
  return seconds < 0 ? `\u2212${text}` : text;
};

export default function ({ data, parentElement }) {
  clock.ahead = Math.max(clock.ahead, data.now - performance.now());
  const line = parentElement.querySelector(".dekom-clock");
  const [title, figure, word] = line.querySelectorAll("span");
  title.textContent = data.title;
  figure.setAttribute("aria-label", data.label);
  const draw = () => {
    if (data.ends === null) return;
    const seconds = Math.ceil((data.ends - (data.stopped ?? serverNow())) / 1000);
    const said = [data.stopped ? data.still : "", seconds < 0 ? data.over : data.left].filter(Boolean).join(", ");
    if (figure.textContent !== written(seconds)) figure.textContent = written(seconds);
    if (word.textContent !== said) word.textContent = said;
    line.classList.toggle("over", seconds < 0);
    line.classList.toggle("small", data.small);
  };
  figure.hidden = word.hidden = data.ends === null;
  draw();
  clearInterval(timers.get(line));
  timers.set(line, setInterval(draw, 200));
  return () => clearInterval(timers.get(line));
}
