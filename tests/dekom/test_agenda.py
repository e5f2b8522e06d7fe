"""How the day goes against its agenda, on the demo's date: Norwegian winter time is one hour after UTC."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.agenda import Day, Line, Progress, day_of, delay_text, item_name, timer_ends, timer_of
from dekom.clock import local
from dekom.i18n import render
from dekom.proceedings import AgendaItem, Proceedings, Timer

HELD_ON = date(2022, 3, 9)
BEFORE = datetime(2022, 3, 8, 18, 0)


def utc(clock: str) -> datetime:
    """Return a Norwegian time of day in the meeting as UTC."""
    moment = datetime.fromisoformat(f"2022-03-09T{clock}")
    return moment - timedelta(hours=1)


def item(item_id: str, starts: str, ends: str, started: str = "", ended: str = "") -> AgendaItem:
    times = (utc(started) if started else None, utc(ended) if ended else None)
    return AgendaItem(item_id, starts, ends, "", item_id.upper(), "", "", *times)


def meeting(*items: AgendaItem, held_on: date = HELD_ON) -> Proceedings:
    return Proceedings("m", held_on, items)


def at(clock: str, *items: AgendaItem) -> Day:
    return day_of(meeting(*items), utc(clock))


def times(line: Line) -> str:
    return "–".join(f"{local(m):%H:%M}" if m else "?" for m in (line.starts_at, line.ends_at))


def late(day: Day) -> str:
    return " ".join(render(part) for part in delay_text(day.delay_minutes))


A, B, LUNCH, C = (
    item("a", "10:00", "10:15"),
    item("b", "10:15", "11:45"),
    item("lunch", "12:00", "12:45"),
    item("c", "12:45", "13:00"),
)


def test_day_before_the_meeting_nothing_is_late() -> None:
    day = day_of(meeting(A, B), BEFORE + timedelta(hours=3))
    assert [times(line) for line in day.lines] == ["10:00–10:15", "10:15–11:45"]
    assert late(day) == "Mot planen I rute"
    assert (day.current, day.next, day.is_started, day.is_over) == (None, day.lines[0], False, False)
    assert day.expected_end == day.planned_end == utc("11:45")


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ("09:00", "Mot planen I rute"),
        ("10:00:59", "Mot planen I rute"),
        ("10:01", "Etter planen 1 min"),
        ("10:31", "Etter planen 31 min"),
    ],
)
def test_meeting_that_does_not_start_is_late_from_its_first_minute(clock: str, said: str) -> None:
    assert late(at(clock, A, B)) == said


@pytest.mark.parametrize(
    ("started", "now", "said"),
    [
        ("10:00", "10:01", "Mot planen I rute"),
        ("10:00:59", "10:01", "Mot planen I rute"),
        ("10:01", "10:01", "Etter planen 1 min"),
        ("09:59:01", "10:01", "Mot planen I rute"),
        ("09:59", "10:01", "Foran planen 1 min"),
        ("10:00", "10:15:59", "Mot planen I rute"),
        ("10:00", "10:16", "Etter planen 1 min"),
    ],
)
def test_delay_counts_whole_minutes_from_when_the_current_item_is_expected_to_end(
    started: str, now: str, said: str
) -> None:
    assert late(at(now, replace(A, started_at=utc(started)), B)) == said


def test_item_that_starts_late_keeps_its_length_and_a_gap_takes_up_the_rest() -> None:
    day = at("10:21", item("a", "10:00", "10:15", "10:20"), B, LUNCH, C)
    assert [times(line) for line in day.lines] == ["10:20–10:35", "10:35–12:05", "12:05–12:50", "12:50–13:05"]
    assert (day.due_at, day.expected_end, day.planned_end) == (utc("10:35"), utc("13:05"), utc("13:00"))
    assert late(day) == "Etter planen 20 min"
    soon = at("10:11", item("a", "10:00", "10:15", "10:10"), B, LUNCH, C)
    assert soon.expected_end == utc("13:00"), "the quarter before lunch is free"
    assert late(soon) == "Etter planen 10 min"


def test_item_that_runs_over_pushes_the_rest_and_no_pause_is_shortened() -> None:
    day = at("12:10", item("a", "10:00", "10:15", "10:00", "10:15"), replace(B, started_at=utc("10:15")), LUNCH, C)
    assert [times(line) for line in day.lines[1:]] == ["10:15–12:10", "12:10–12:55", "12:55–13:10"]
    assert day.due_at == utc("11:45")
    assert late(day) == "Etter planen 25 min"


def test_nothing_begins_before_its_time_unless_it_is_started() -> None:
    done = item("a", "10:00", "10:15", "09:50", "09:55")
    assert [times(line) for line in at("09:56", done, B).lines] == ["09:50–09:55", "10:15–11:45"]
    assert late(at("09:56", done, B)) == "Mot planen I rute"
    early = at("09:57", done, replace(B, started_at=utc("09:56")))
    assert (times(early.lines[1]), late(early)) == ("09:56–11:26", "Foran planen 19 min")
    assert early.lines[0].over_minutes == -10


def test_between_items_the_next_one_waits_for_the_clock() -> None:
    day = at("10:40", item("a", "10:00", "10:15", "10:00", "10:25"), B)
    assert (times(day.lines[1]), late(day), day.lines[0].over_minutes) == ("10:40–12:10", "Etter planen 25 min", 10)
    assert (day.current, day.next) == (None, day.lines[1])


def test_item_that_is_passed_by_is_not_counted_and_says_so() -> None:
    day = at("10:20", A, item("b", "10:15", "11:45", "10:15"), C)
    assert [line.progress for line in day.lines] == [Progress.FORBI, Progress.NAA, Progress.GJENSTAAR]
    assert (times(day.lines[0]), day.expected_end, day.next) == ("?–?", utc("13:00"), day.lines[2])
    late_start = at("10:31", replace(A, started_at=utc("10:30")), item("b", "10:15", "11:45", "10:15", "10:30"), C)
    assert [line.progress for line in late_start.lines] == [Progress.NAA, Progress.FERDIG, Progress.GJENSTAAR]


@pytest.mark.parametrize(
    ("starts", "ends"), [("", ""), ("10:15", ""), ("", "11:45"), ("11:45", "10:15"), ("9.15", "x"), ("10:15", "10:15")]
)
def test_item_without_both_times_has_unknown_length_and_is_named(starts: str, ends: str) -> None:
    day = at("10:05", item("a", "10:00", "10:15", "10:05"), item("b", starts, ends), item("c", "10:15", "10:30"))
    assert [i.id for i in day.untimed] == ["b"]
    assert (day.lines[1].ends_at, times(day.lines[2]), day.expected_end) == (None, "10:20–10:35", utc("10:35"))
    current = at("10:40", item("b", starts, ends, "10:20"), item("c", "10:15", "10:30"))
    assert (current.due_at, current.lines[0].ends_at, times(current.lines[1])) == (None, None, "10:40–10:55")
    assert late(current) == "Etter planen 25 min"


def test_without_any_times_nothing_is_known() -> None:
    day = at("10:40", item("b", "", "", "10:20"), item("c", "", ""))
    assert (day.expected_end, day.planned_end, late(day)) == (None, None, "Mot planen Ukjent")
    assert day_of(meeting(), utc("10:00")) == Day(HELD_ON, ())


def test_item_taken_up_again_has_the_time_it_had_left() -> None:
    first, pause = item("b", "10:15", "11:45", "10:15"), item("lunch", "12:00", "12:45", "11:15", "12:00")
    day = at("12:10", first, pause, C)
    assert day.due_at == utc("12:30"), "an hour before lunch, half an hour after"
    assert [line.progress for line in day.lines] == [Progress.NAA, Progress.FERDIG, Progress.GJENSTAAR]


def test_finished_day_stands_still() -> None:
    done = (item("a", "10:00", "10:15", "10:00", "10:15"), item("b", "10:15", "11:45", "10:15", "11:57"))
    for moment in (utc("12:00"), utc("12:00") + timedelta(days=400)):
        day = day_of(meeting(*done), moment)
        assert (day.is_over, day.expected_end, late(day)) == (True, utc("11:57"), "Etter planen 12 min")


def test_rehearsal_on_another_day_lays_the_plan_on_that_day() -> None:
    rehearsed = replace(A, started_at=datetime(2022, 3, 8, 9, 5))
    day = day_of(meeting(rehearsed, B), datetime(2022, 3, 8, 9, 6))
    assert (day.on, day.due_at, late(day)) == (date(2022, 3, 8), datetime(2022, 3, 8, 9, 20), "Etter planen 5 min")


def test_plan_is_in_norwegian_time_summer_and_winter() -> None:
    summer = day_of(meeting(A, held_on=date(2022, 6, 1)), BEFORE)
    assert summer.planned_end == datetime(2022, 6, 1, 8, 15)
    assert at("09:00", A).planned_end == datetime(2022, 3, 9, 9, 15)


def test_name_of_an_item_has_its_number_where_it_has_one() -> None:
    assert render(item_name(replace(A, sak="8/2022", title="{pool}"))) == "8/2022 {pool}"
    assert render(item_name(A)) == "A"


def test_presentation_ends_when_its_minutes_are_up_and_each_room_has_its_own() -> None:
    timer = Timer("rom-1", "fosen", utc("14:00"), 360)
    assert timer_ends(timer) == timer_ends(replace(timer, ended_at=utc("14:04"))) == utc("14:06")
    there = replace(meeting(), timers=(timer,))
    assert (timer_of(there, "rom-1"), timer_of(there, "rom-2")) == (timer, None)


@st.composite
def days(draw: st.DrawFn) -> tuple[Proceedings, datetime]:
    """A day with gaps whose first items have been done, the next is perhaps taken up."""
    clock, began = 8 * 60, utc("08:00") + timedelta(minutes=draw(st.integers(-20, 60)))
    count = draw(st.integers(1, 7))
    done = draw(st.integers(0, count))
    items = []
    for number in range(count):
        start = clock + draw(st.sampled_from((0, 0, 10)))
        clock = start + draw(st.integers(1, 90))
        times_of_day = (f"{start // 60:02d}:{start % 60:02d}", f"{clock // 60:02d}:{clock % 60:02d}")
        started = ended = None
        if number <= done:
            started = began
        if number < done:
            ended = began = began + timedelta(seconds=draw(st.integers(0, 7200)))
        items.append(AgendaItem(f"i{number}", *times_of_day, "", "", "", "", started, ended))
    return meeting(*items), began + timedelta(seconds=draw(st.integers(0, 7200)))


@given(days(), st.integers(0, 7200))
def test_what_is_ahead_follows_in_order_with_planned_lengths_and_time_only_moves_it_on(
    found: tuple[Proceedings, datetime], seconds: int
) -> None:
    proceedings, moment = found
    day, later = (day_of(proceedings, m) for m in (moment, moment + timedelta(seconds=seconds)))
    free = moment
    for line in day.ahead:
        assert line.starts_at and line.ends_at and line.planned_start and line.planned_length
        if line.progress is Progress.GJENSTAAR:
            assert line.starts_at == max(line.planned_start, free)
            assert line.ends_at - line.starts_at == line.planned_length
        free = line.ends_at
    if day.expected_end and later.expected_end:
        assert later.expected_end >= day.expected_end
        assert (later.delay_minutes or 0) >= (day.delay_minutes or 0)
