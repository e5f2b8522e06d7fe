"""Where an attachment opens in a tab of its own: an address that a page gives to whoever may see the attachment.

A download button is no way to a phone in a room: Streamlit forgets the file it has made when anybody's pages have run
twice, and with 38 pages that poll, 13 of 20 downloads over a slow network came too late.
"""

import hashlib
import hmac
import secrets
import threading
from collections import OrderedDict
from typing import NamedTuple
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dekom.access import Actor, Forbidden
from dekom.attachments import Attachment, download_name, ending_of
from dekom.i18n import BOKMAL, Message, render
from dekom.store import Store, StoreFault

TYPES = {
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MOST_ADDRESSES = 5_000
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_AS_IT_IS = {"Content-Encoding": "identity"}  # packing what is packed already takes half a second for 10 MB
_UNKNOWN = Message("Denne adressen gjelder ikke lenger. Gå tilbake til siden du kom fra, og åpne vedlegget derfra.")


class _Given(NamedTuple):
    """Whom an address was given to, what it leads to, and the language its page was drawn in."""

    actor: Actor
    attachment: Attachment
    language: str


# The newest addresses given out. Nobody can guess one, and the store is asked about the rights each time one is used.
_GIVEN: OrderedDict[str, _Given] = OrderedDict()
_GIVING = threading.Lock()
_SECRET = secrets.token_bytes(32)


def address_of(attachment: Attachment, actor: Actor, language: str) -> str:
    """Return the address that opens an attachment for this actor; the same one each time the page is drawn."""
    given = _Given(actor, attachment, language)
    text = hmac.new(_SECRET, repr(given).encode("utf-8"), hashlib.sha256).hexdigest()
    with _GIVING:
        _GIVEN[text] = given
        _GIVEN.move_to_end(text)
        while len(_GIVEN) > MOST_ADDRESSES:
            _GIVEN.popitem(last=False)
    return f"/vedlegg/{text}"


def attachment_route(store: Store) -> Route:
    """Return the route that answers those addresses."""

    async def answer(request: Request) -> Response:
        given = _GIVEN.get(request.path_params["text"])
        if given is None:
            return _refusal(404, _UNKNOWN, BOKMAL)
        try:
            content = await run_in_threadpool(store.read_attachment, given.attachment, given.actor)
        except (Forbidden, StoreFault) as refused:
            return _refusal(403, refused.message, given.language)
        name, ending = download_name(given.attachment), ending_of(given.attachment)
        place = "inline" if ending == ".pdf" else "attachment"
        disposition = f"{place}; filename*=utf-8''{quote(name, safe='')}"
        headers = {**_HEADERS, **_AS_IT_IS, "Content-Disposition": disposition}
        return Response(content, media_type=TYPES[ending], headers=headers)

    return Route("/vedlegg/{text}", answer)


def _refusal(status: int, why: Message, language: str) -> Response:
    return PlainTextResponse(render(why, language=language), status_code=status, headers=_HEADERS)
