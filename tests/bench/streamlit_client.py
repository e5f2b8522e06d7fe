"""A browser tab without the browser: what the frontend of Streamlit 1.67 says and keeps, over its own websocket.

It follows that frontend: the element tree (AppRoot), the widget values (WidgetStateManager), the cache of messages
(ForwardMsgCache), the timers of `st.fragment(run_every=…)` (App). Nothing is drawn and no component's JavaScript
runs: the caller fires the events that it would have fired.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

WIRE = {  # kind of widget: the field its value travels in
    "checkbox": "bool_value",
    "text_input": "string_value",
    "text_area": "string_value",
    "selectbox": "string_value",
    "radio": "string_value",
    "button_group": "string_array_value",  # segmented_control and pills
    "multiselect": "string_array_value",
    "slider": "double_array_value",
    "number_input": "double_value",
}


@dataclass(eq=False, slots=True)
class Node:
    """An element or a block on the page, with the script, the run and the fragment that drew it last."""

    proto: Element | Block
    script: str = ""
    run: str = ""
    fragment: str = ""
    hash: str = ""
    children: list["Node"] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.proto.WhichOneof("type") or ""

    @property
    def content(self) -> Any:
        """The message of the element itself, such as a `Metric`."""
        return getattr(self.proto, self.kind) if self.kind else self.proto

    @property
    def id(self) -> str:
        return self.proto.id if isinstance(self.proto, Block) else getattr(self.content, "id", "")

    @property
    def names(self) -> set[str]:
        """What the element can be found by: its `key`, its label, its component's name."""
        parts = self.id.split("-", 2)
        key = parts[2] if parts[0] == "$$ID" and len(parts) == 3 else ""
        return {key, getattr(self.content, "label", ""), getattr(self.content, "component_name", "")}

    @property
    def texts(self) -> list[str]:
        fields = () if self.kind == "html" else ("label", "body", "delta", "message", "text")
        return [text for name in fields if isinstance(text := getattr(self.content, name, ""), str) and text]

    def walk(self) -> Iterator["Node"]:
        """Yield the node and all below it, in the order of the page."""
        yield self
        for child in self.children:
            yield from child.walk()

    def only(self, script: str) -> bool:
        """Keep what one script drew, all the way down; return whether the node itself is kept."""
        self.children = [child for child in self.children if child.only(script)]
        return self.script == script

    def prune(self, run: str, fragments: Iterable[str], inside: bool = False) -> bool:
        """Drop what a finished run (of some fragments) did not draw again; return whether the node itself is kept."""
        if not isinstance(self.proto, Block):
            return self.run == run or self.kind == "toast" or bool(fragments and not (self.fragment and inside))
        if self.run != run and (inside or not fragments):
            return False
        inside = inside or (self.run == run and self.fragment in fragments)
        self.children = [child for child in self.children if child.prune(run, fragments, inside)]
        return True


class Session:
    """One open tab. `errors` is everything that should not happen, `counts` how often the rest did.

    Counted are `sent` and `polls` (reruns asked for, by us and by timers), `runs` and `fragment_runs` (finished),
    `messages` and `bytes` (received), `cached` (messages that came as a reference only).
    """

    def __init__(self, socket: ClientConnection, url: str, page: str) -> None:
        path, _, self.query = page.partition("?")
        self.errors: list[str] = []
        self.counts: Counter[str] = Counter()
        self.closed = False
        self.root = Node(Block(), children=[Node(Block()) for _ in ("main", "sidebar", "event", "bottom")])
        self._socket, self._page_name, self._page_hash, self._run = socket, path.strip("/"), "", ""
        self._context = ContextInfo(timezone="Europe/Oslo", timezone_offset=-60, locale="nb-NO", color_scheme="light")
        self._context.url, self._context.is_embedded = f"{url}/{self._page_name}", False
        self._states: dict[str, WidgetState] = {}
        self._forms: dict[str, dict[str, WidgetState]] = {}  # set, but not submitted
        self._cache: dict[str, tuple[ForwardMsg, int]] = {}  # with the run it was used in last
        self._finished, self._max_age, self._answered = 0, 2, False
        self._timers: dict[str, tuple[float, asyncio.Task[None]]] = {}
        self._news = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(
        cls, url: str, page: str = "", cookies: Mapping[str, str] | None = None, timeout: float = 60
    ) -> Self:
        """Open a page (`""`, `"/hva-om"`, `"/gruppearbeid?n=abc"`) as a new tab does; return when it is drawn."""
        jar = dict(cookies or {})
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())} if jar else {}
        socket = await connect(
            f"ws://{urlsplit(url).netloc}/_stcore/stream",
            origin=Origin(url.rstrip("/")),
            subprotocols=[Subprotocol("streamlit"), Subprotocol(jar.get("_streamlit_xsrf", "PLACEHOLDER_AUTH_TOKEN"))],
            additional_headers=headers,
            max_size=None,
            ping_interval=None,  # a browser answers pings and sends none
        )
        session = cls(socket, url.rstrip("/"), page)
        try:
            await session._rerun()
            await session.wait_for(lambda s: s.counts["runs"], timeout)
        except BaseException:
            await session.close()
            raise
        return session

    async def close(self) -> None:
        """Close the tab."""
        self.closed = True
        await self._socket.close()
        await self._reader

    @property
    def polling(self) -> dict[str, float]:
        """The fragments that are asked for by the clock, and how often (s). Empty for long: the page stands still."""
        return {fragment: interval for fragment, (interval, _) in self._timers.items()}

    def nodes(self) -> Iterator[Node]:
        """Yield every element and block, in the order of the page."""
        return self.root.walk()

    def texts(self) -> list[str]:
        """Return every text of the page's native elements: labels, figures, sentences."""
        return [text for node in self.nodes() for text in node.texts]

    def find(self, name: str, *kinds: str) -> Node:
        """Return the one element of these kinds with this key, label or component name; `LookupError` otherwise."""
        found = [node for node in self.nodes() if (not kinds or node.kind in kinds) and name in node.names]
        if len(found) != 1:
            raise LookupError(f"{len(found)} elements are called «{name}» ({', '.join(kinds)})")
        return found[0]

    def metric(self, label: str) -> str:
        """Return the figure of a metric."""
        return str(self.find(label, "metric").content.body)

    def data(self, component: str) -> Any:
        """Return the `data` a component of ours was last given."""
        proto = self.find(component, "bidi_component").content
        return json.loads(proto.json or proto.mixed.json)

    async def click(self, label: str) -> None:
        """Press a button, or submit the form it belongs to."""
        node = self._usable(label, "button")
        form = node.content.form_id if node.content.is_form_submitter else ""
        self._states |= self._forms.pop(form, {})
        await self._rerun(node.fragment, trigger=WidgetState(id=node.id, trigger_value=True))
        if any(n.content.clear_on_submit for n in self.nodes() if n.kind == "form" and n.content.form_id == form):
            fields = [n for n in self.nodes() if n.kind in WIRE and n.content.form_id == form]
            self._forms[form] = {n.id: _state(n, _value(n, given=False)) for n in fields}

    async def set(self, label: str, value: Any) -> None:
        """Give a widget a value, as a finished change. A widget in a form waits for its button."""
        node = self._usable(label, *WIRE)
        options = _options(node)
        chosen = value if isinstance(value, list) else [value]
        if options and not getattr(node.content, "accept_new_options", False) and not {*chosen} <= {*options, None}:
            raise LookupError(f"«{label}» has no option {value!r}, but {options}")
        state = _state(node, value)
        if node.content.form_id:
            self._forms.setdefault(node.content.form_id, {})[node.id] = state
            return
        self._states[node.id] = state
        if not node.content.ignore_rerun:
            await self._rerun(node.fragment)

    async def fire(self, component: str, events: Mapping[str, Any]) -> None:
        """Send what the component's `setTriggerValue(name, value)` sends, for each name; Python sees it once."""
        node = self._usable(component, "bidi_component")
        payload = json.dumps([{"event": name, "value": value} for name, value in events.items()], ensure_ascii=False)
        trigger = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{node.id}__events", json_trigger_value=payload)
        await self._rerun(node.fragment, trigger=trigger)

    async def wait_for(self, predicate: Callable[[Self], Any], timeout: float = 30) -> Any:
        """Wait until a predicate of the session is true, and return what it returned. `LookupError` is «not yet»."""
        try:
            async with asyncio.timeout(timeout):
                while True:
                    with suppress(LookupError):
                        if found := predicate(self):
                            return found
                    if self.closed:
                        raise ConnectionError(f"the session ended: {self.errors}")
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise TimeoutError(f"after {timeout} s; errors {self.errors}; on screen {self.texts()}") from None

    def _usable(self, name: str, *kinds: str) -> Node:
        node = self.find(name, *kinds)
        if getattr(node.content, "disabled", False):
            raise LookupError(f"«{name}» is disabled")
        return node

    async def _rerun(self, fragment: str = "", trigger: WidgetState | None = None, poll: bool = False) -> None:
        """Ask for a run with every widget's value; a trigger goes with this one only."""
        self.counts["polls" if poll else "sent"] += 1
        state = ClientState(
            query_string=self.query,
            page_script_hash=self._page_hash,
            page_name="" if self._page_hash else self._page_name,
            fragment_id=fragment,
            is_auto_rerun=poll,
            cached_message_hashes=list(self._cache),
            context_info=self._context,
        )
        state.widget_states.widgets.extend([*self._states.values(), *([trigger] if trigger else [])])
        self._answered = False
        await self._socket.send(BackMsg(rerun_script=state).SerializeToString())

    async def _poll(self, fragment: str, interval: float) -> None:
        """What `setInterval` does for a fragment with `run_every`."""
        clock = asyncio.get_running_loop().time
        due = clock()
        while True:
            due += interval
            await asyncio.sleep(due - clock())
            with suppress(ConnectionClosed):
                await self._rerun(fragment, poll=True)

    def _stop_polling(self, fragments: Iterable[str]) -> None:
        for fragment in fragments:
            if fragment in self._timers:
                self._timers.pop(fragment)[1].cancel()

    async def _read(self) -> None:
        try:
            async for data in self._socket:
                assert isinstance(data, bytes)
                self.counts.update(messages=1, bytes=len(data))
                self._receive(ForwardMsg.FromString(data))
                self._news.set()
        except ConnectionClosed:
            pass
        except Exception as fault:  # the frontend would stop with a message
            self.errors.append(f"client: {fault!r}")
        finally:
            if not self.closed:
                self.errors.append(f"disconnected: {self._socket.close_code} {self._socket.close_reason}")
            self.closed = True
            self._stop_polling(list(self._timers))
            self._news.set()

    def _receive(self, message: ForwardMsg) -> None:
        message = self._from_cache(message)
        match message.WhichOneof("type"):
            case "new_session":
                self._start(message)
            case "delta":
                self._draw(message)
            case "script_finished":
                self._finish(message)
            case "navigation":
                self._page_hash = message.navigation.page_script_hash
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "auto_rerun":
                fragment, interval = message.auto_rerun.fragment_id, message.auto_rerun.interval
                if self._timers.get(fragment, (None,))[0] != interval:
                    self._stop_polling([fragment])
                    self._timers[fragment] = interval, asyncio.create_task(self._poll(fragment, interval))
            case "stop_auto_rerun":
                self._stop_polling(message.stop_auto_rerun.fragment_ids)
            case "page_not_found":
                self.errors.append(f"page not found: {message.page_not_found.page_name}")
            case "session_event" if message.session_event.HasField("script_compilation_exception"):
                self.errors.append(message.session_event.script_compilation_exception.message)

    def _from_cache(self, message: ForwardMsg) -> ForwardMsg:
        """Keep a message that may be referred to; give a reference back as a copy of what it stands for."""
        if message.WhichOneof("type") == "ref_hash":
            self.counts["cached"] += 1
            kept, metadata = self._cache[message.ref_hash][0], message.metadata
            message = ForwardMsg()
            message.CopyFrom(kept)
            message.metadata.CopyFrom(metadata)
            self._cache[kept.hash] = kept, self._finished
        elif message.metadata.cacheable:
            self._cache[message.hash] = message, self._finished
        return message

    def _start(self, message: ForwardMsg) -> None:
        """A run begins. One of the whole app ends all timers (it starts them anew), another page empties this one."""
        new, whole, self._answered = message.new_session, not message.metadata.run.fragment_ids, True
        self._run, self._max_age = message.metadata.run.script_run_id, new.config.max_cached_message_age
        if new.page_script_hash != self._page_hash:
            for part in self.root.children:
                part.only(new.main_script_hash)
            self._forget_gone()
        if whole:
            self._stop_polling(list(self._timers))
            self._page_hash = new.page_script_hash

    def _draw(self, message: ForwardMsg) -> None:
        """Put an element or a block in its place."""
        delta, path = message.delta, message.metadata.delta_path
        if delta.new_element.HasField("exception") and not delta.new_element.exception.is_warning:
            self.errors.append(f"exception: {delta.new_element.exception.type} {delta.new_element.exception.message}")
        parent: Node | None = self.root
        for step in path[:-1]:
            parent = next(iter(parent.children[step : step + 1]), None) if parent else None
            if parent:
                parent.run = self._run
        if not parent or not path or not isinstance(parent.proto, Block) or path[-1] > len(parent.children):
            self.errors.append(f"no place at {list(path)}: {str(delta)[:200]}")
            return
        old = next(iter(parent.children[path[-1] :]), None)
        if delta.HasField("new_transient") and old:
            return  # a spinner goes beside what stands there
        proto = delta.add_block if delta.HasField("add_block") else delta.new_element
        node = Node(proto, message.metadata.active_script_hash, self._run, delta.fragment_id, message.hash)
        parent.children[path[-1] : path[-1] + 1] = [node]
        if isinstance(proto, Block):
            if old and isinstance(old.proto, Block) and old.kind == node.kind:
                node.children = old.children if node.kind != "dialog" or old.id == node.id else []
            return
        unchanged = old is not None and old.hash == node.hash  # then the frontend keeps the element as it is
        if node.kind in WIRE and (node.id not in self._states or (node.content.set_value and not unchanged)):
            self._states[node.id] = _state(node, _value(node, given=node.content.set_value))

    def _finish(self, message: ForwardMsg) -> None:
        """A run ends. What it did not draw again goes, and so do the values of widgets that are gone."""
        status, run = message.script_finished, message.metadata.run
        done = {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY}
        if status in done and (run.fragment_ids or run.script_run_id == self._run):
            for part in self.root.children:
                if not part.prune(run.script_run_id, run.fragment_ids):
                    part.children = []
            self._forget_gone()
        if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return
        self.counts["fragment_runs" if run.fragment_ids else "runs"] += 1
        if self._answered:  # else the server may yet refer to what it was just told we have
            self._finished += 1
            for key, (kept, used) in list(self._cache.items()):
                mine = not run.fragment_ids or kept.delta.fragment_id in run.fragment_ids
                if mine and self._finished - used > self._max_age:
                    del self._cache[key]

    def _forget_gone(self) -> None:
        here = {node.id for node in self.nodes()}
        for states in (self._states, *self._forms.values()):
            for gone in states.keys() - here:
                del states[gone]


def _options(node: Node) -> list[str]:
    """Return the texts a widget lets the user choose among."""
    if node.kind == "button_group":
        return [f"{option.content_icon} {option.content}".strip() for option in node.content.options]
    return list(getattr(node.content, "options", []))


def _value(node: Node, given: bool) -> Any:
    """Return the value Python has given a widget, else what it shows before anybody has touched it."""
    values = [
        _optional(node.content, name) for name in (("raw_values", "raw_value", "value") if given else ("default",))
    ]
    value, options = next((v for v in values if v is not None), None), _options(node)
    if given or not options or value is None:
        return value
    return options[value] if isinstance(value, int) else [options[int(index)] for index in value]


def _optional(proto: Any, name: str) -> Any:
    """Return a field, None if it is not there, not set, or an empty list."""
    kind = proto.DESCRIPTOR.fields_by_name.get(name)
    there = kind and (proto.HasField(name) if kind.has_presence else not kind.is_repeated or getattr(proto, name))
    return getattr(proto, name) if there else None


def _state(node: Node, value: Any) -> WidgetState:
    """Return a widget's value as it travels; None travels as no value."""
    wire, state = WIRE[node.kind], WidgetState(id=node.id)
    if node.kind == "slider" and node.content.type == Slider.SELECT_SLIDER:
        wire = "string_array_value"
    elif node.kind == "number_input" and node.content.data_type == node.content.INT:
        wire = "int_value"
    if wire.endswith("array_value"):
        getattr(state, wire).SetInParent()
        getattr(state, wire).data.extend([value] if isinstance(value, (str, int, float)) else value or [])
    elif value is not None:
        setattr(state, wire, int(value) if wire == "int_value" else value)
    return state
