"""What is sent at four o'clock, one click each: the innstilling as Word, PDF, Excel, CSV and JSON, and letters."""

from collections.abc import Callable

import streamlit as st

from dekom.access import Actor
from dekom.clock import local
from dekom.i18n import Message
from dekom.letters import letters
from dekom.plain import NotPlain
from dekom.protocol import protocol
from dekom.protocol_pdf import pdf
from dekom.protocol_word import word
from dekom.record import DRAFT, Edition, Record
from dekom.record_csv import csv_text, record_json
from dekom.record_workbook import workbook
from dekom.store import Store
from dekom.vedtak_actions import load_vedtak
from dekom.versions import Version, check, edition_of, newest_intact
from pages._ui.choice import choice
from pages._ui.edition import edition_line, versions_of
from pages._ui.text import say, t

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CHANGES = 100_000  # of the history, in the workbook


def papers(store: Store, actor: Actor, record: Record) -> None:
    """Draw the downloads of one edition: the newest version, else the draft. All in the meeting's language."""
    case = record.case
    versions = versions_of(store, case.meeting_id, case.ordning)
    version = _pick(record, versions)
    if version is not None:
        wrong = check(version)
        if wrong:
            say(wrong, "bad")
        try:
            record, edition = version.record, version.edition
        except NotPlain:
            return
        if wrong:
            return
    else:
        edition = DRAFT
    edition_line(edition)
    st.text(t("Hele innstillingen med referat, på møtets språk. Ett klikk per fil."))
    language, name = case.language, _file_name(record, edition)

    def entries() -> bytes:
        found = store.whole_history(case.meeting_id, actor, most=MOST_CHANGES)
        until = edition.fastsatt_at
        return workbook(record, edition, [e for e in found if until is None or e.made_at <= until], language)

    _button(
        t("Word, kan redigeres"),
        lambda: word(protocol(record, edition, language)),
        f"{name}.docx",
        WORD,
        "description",
    )
    _button(
        t("PDF, til arkivet"),
        lambda: pdf(protocol(record, edition, language)),
        f"{name}.pdf",
        "application/pdf",
        "picture_as_pdf",
    )
    _button(t("Excel, med formler og historikk"), entries, f"{name}.xlsx", EXCEL, "table")
    _button(
        t("CSV, til andre systemer"), lambda: csv_text(record, edition, language), f"{name}.csv", "text/csv", "csv"
    )
    _button(
        t("JSON, til etterprøving"),
        lambda: record_json(record, edition),
        f"{name}.json",
        "application/json",
        "fingerprint",
    )


def letter_papers(store: Store, record: Record) -> None:
    """Draw the letters: all in one file, and one network's by itself."""
    case = record.case
    versions = versions_of(store, case.meeting_id, case.ordning)
    newest = newest_intact(versions)
    given = {v.nettverk_id: v for v in load_vedtak(store, case.meeting_id, case.ordning, versions)}
    amounts = {i: v.tildelt_kr for i, v in given.items() if v.tildelt_kr is not None}
    if newest is None or not amounts:
        st.text(t("Brevene bygger på vedtaket. Fastsett innstillingen og før inn vedtaket først."))
        return
    innstilling, edition, language = newest.record, newest.edition, case.language
    reasons = {i: v.reason for i, v in given.items()}
    conditions = {i: v.conditions for i, v in given.items()}

    def letter(*ids: str) -> bytes:
        return word(letters(innstilling, edition, amounts, reasons, conditions, ids or None, language))

    lacking = sum(v.lacks_reason for v in given.values())
    if lacking:
        text = "{n} nettverk mangler grunn til avvik. Skriv den under Vedtak før brevene sendes."
        say(Message(text, {"n": lacking}), "bad")
    st.text(t("Grunnlag for brev til {n} nettverk. Sak, dato og underskrift fylles ut av dere.", n=len(amounts)))
    _button(t("Alle i én Word-fil"), letter, t("Brevgrunnlag {year}.docx", year=case.held_on.year), WORD, "mail")
    names = {n.id: n.name for n in case.nettverk if n.id in amounts}
    if names:
        picked = choice(t("Nettverk"), list(names), names.__getitem__, f"letter/{case.meeting_id}/{case.ordning}")
        _button(t("Bare dette nettverket"), lambda: letter(picked), f"brev-{picked}.docx", WORD, "mail")


def _pick(record: Record, versions: tuple[Version, ...]) -> Version | None:
    """Let one choose between the versions and the draft, where there is a draft beside them."""
    case = record.case
    if not versions:
        return None
    names = {v.number: t("Versjon {n}", n=v.number) for v in reversed(versions)}
    if not edition_of(case, versions).is_fastsatt:
        names[0] = t("Utkastet slik det står nå")
    picked = choice(t("Utgave"), list(names), names.__getitem__, f"edition/{case.meeting_id}/{case.ordning}")
    return next((v for v in versions if v.number == picked), None)


def _file_name(record: Record, edition: Edition) -> str:
    case = record.case
    of = {"county": case.county, "ordning": case.ordning_name, "year": case.held_on.year, "n": edition.number}
    if edition.fastsatt_at is None:
        return t("Innstilling {county} {ordning} {year} UTKAST", **of)
    return t(
        "Innstilling {county} {ordning} {year} versjon {n} ({day})", **of, day=f"{local(edition.fastsatt_at):%d.%m.%Y}"
    )


def _button(label: str, data: Callable[[], bytes], file_name: str, mime: str, icon: str) -> None:
    """Draw one download; nothing is made before somebody asks for it."""
    st.download_button(
        label,
        data=data,
        file_name=file_name.replace("/", "-"),
        mime=mime,
        on_click="ignore",
        icon=f":material/{icon}:",
    )
