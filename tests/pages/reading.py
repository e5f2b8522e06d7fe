"""Read a page as a person sees it."""

from streamlit.testing.v1 import AppTest


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def figure(app: AppTest, label: str) -> str:
    return next(plain(m.value) for m in app.metric if m.label == label)


def texts(app: AppTest) -> str:
    """Every plain text on the page."""
    return plain("\n".join(t.value for t in app.text))


def button(app: AppTest, label: str):  # type: ignore[no-untyped-def]
    return next(b for b in app.button if b.label == label)


def panel(app: AppTest, name: str) -> AppTest:
    return app.segmented_control(key="panel").set_value(name).run()
