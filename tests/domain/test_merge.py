"""The laws of merging, against a slow second reading of the definitions in plain sets."""

from hypothesis import event, given, settings
from hypothesis import strategies as st

from hengbiao.domain.merge import Edit, apply, chained, difference, resolve, stand

PATHS = ("name", "goal", "funds/total")
ROWS = ("indicators/a", "indicators/b")
CELLS = ("name", "target")
FEWER = settings(max_examples=40)
VALUES = st.sampled_from(["甲", "乙", 5, {"value": "1", "unit": "次"}])


def put(key, *parents, kind="put", **fields):
    return Edit(key, kind, parents, {path.replace("__", "/"): value for path, value in fields.items()})


@st.composite
def some_fields(draw):
    """The fields of one edit: plain fields, whole rows put and dropped, single cells."""
    fields = draw(
        st.dictionaries(
            st.sampled_from(PATHS), VALUES.filter(lambda v: not isinstance(v, dict)) | st.none(), max_size=2
        )
    )
    for row in draw(st.sets(st.sampled_from(ROWS), max_size=2)):
        cells = st.dictionaries(st.sampled_from(CELLS), VALUES, max_size=2)
        shape = draw(st.sampled_from(["put", "drop", "cell"]))
        if shape == "cell":
            fields[f"{row}/{draw(st.sampled_from(CELLS))}"] = draw(VALUES | st.none())
        else:
            fields[row] = draw(cells) if shape == "put" else None
    return fields


@st.composite
def logs(draw, most=8):
    """Edits of one record by offices that now and then see each other's: each names the heads it knew."""
    made = {"a0": Edit("a0", "add", (), {"kind": "project", "unit": "u", **draw(some_fields())})}
    seen = [{"a0"} for _ in range(draw(st.integers(1, 3)))]
    ids = draw(st.permutations([f"{number:02d}" for number in range(most)]))
    for key in ids[: draw(st.integers(0, most))]:
        office = draw(st.integers(0, len(seen) - 1))
        seen[office] |= seen[draw(st.integers(0, len(seen) - 1))]
        heads = seen[office] - {parent for edit in seen[office] for parent in made[edit].parents}
        kind = draw(st.sampled_from(["put"] * 6 + ["add", "drop"]))
        made[key] = Edit(key, kind, tuple(sorted(heads)), {} if kind == "drop" else draw(some_fields()))
        seen[office].add(key)
    return list(made.values())


def ancestors(known, key):
    found, waiting = set(), list(known[key].parents)
    while waiting:
        one = waiting.pop()
        if one in known and one not in found:
            found.add(one)
            waiting += known[one].parents
    return found


def single_settings(edit):
    """What an edit sets, in a dict: "" and rows to present (True) or None, fields and cells to values."""
    if edit.kind == "drop":
        return {"": None}
    found = {"": True}
    for path, value in edit.fields.items():
        parts = path.split("/")
        if len(parts) == 3:
            found["/".join(parts[:2])] = True
            found[path] = value
        elif isinstance(value, dict):
            found[path] = True
            found.update({f"{path}/{cell}": inner for cell, inner in value.items()})
        else:
            found[path] = value
    return found


def heads_of_fields(edits):
    """Edits that set a field and have no descendant that sets it, by the words of the definition."""
    known = {edit.id: edit for edit in edits}
    sets = {key: single_settings(edit) for key, edit in known.items()}
    older = {key: ancestors(known, key) for key in known}
    found = {}
    for path in {path for one in sets.values() for path in one}:
        setting = [key for key in known if path in sets[key]]
        heads = [key for key in setting if not any(key in older[other] for other in setting)]
        found[path] = {key: sets[key][path] for key in heads}
    return found


@FEWER
@given(logs(), st.randoms())
def test_the_order_of_arrival_and_repeats_never_show(log, dice):
    mixed = log + log[:2]
    dice.shuffle(mixed)
    assert resolve(mixed) == resolve(log)


@FEWER
@given(logs())
def test_every_field_shows_the_value_of_its_head_with_the_smallest_id(log):
    shown = {path: heads[min(heads)] for path, heads in heads_of_fields(log).items()}
    found = resolve(log)
    state = {path: value for path, value in shown.items() if path in (*PATHS, "kind", "unit") and value is not None}
    for row in ROWS:
        cells = {cell: shown[f"{row}/{cell}"] for cell in CELLS if shown.get(f"{row}/{cell}") is not None}
        if shown.get(row):
            state[row] = cells
        else:
            assert found.buried.get(row, {}) == cells
    assert found.state == state
    assert found.gone == (shown[""] is None)


@FEWER
@given(logs())
def test_conflicts_are_the_fields_whose_heads_differ_and_that_are_shown(log):
    fields = heads_of_fields(log)
    shown = {path: heads[min(heads)] for path, heads in fields.items()}
    expected = {}
    for path, heads in fields.items():
        values = list(heads.values())
        row = "/".join(path.split("/")[:2])
        hidden = path and (shown[""] is None or (path.count("/") == 2 and shown[row] is None))
        if any(value != values[0] for value in values) and not hidden:
            expected[path] = tuple(sorted(heads))
    assert dict(resolve(log).conflicts) == expected


@FEWER
@given(logs())
def test_an_edit_upon_all_heads_settles_what_it_sets(log):
    before = resolve(log)
    fields = {path: "定" for path in before.conflicts if path.count("/") != 1 and path}
    after = resolve([*log, Edit("zz", "put", before.heads, fields)])
    assert after.heads == ("zz",)
    assert not after.gone
    assert not set(after.conflicts) & (set(fields) | {""})
    assert all(after.state[path] == "定" for path in fields if path.count("/") < 2)


@FEWER
@given(st.lists(some_fields(), max_size=8))
def test_applying_edits_one_upon_the_other_is_resolving_them(many):
    log, state, dropped = [], {}, set()
    for number, drawn in enumerate(many):
        fields = {path: value for path, value in drawn.items() if "/".join(path.split("/")[:2]) not in dropped}
        dropped |= {path for path, value in fields.items() if value is None and path in ROWS}
        parents = (log[-1].id,) if log else ()
        log.append(Edit(f"{number:02d}", "put" if log else "add", parents, fields))
        apply(state, fields)
        assert state == resolve(log).state


@FEWER
@given(logs(), logs())
def test_a_difference_leads_from_one_state_to_the_other(one, other):
    before, after = resolve(one).state, resolve(other).state
    state = {key: dict(value) if isinstance(value, dict) else value for key, value in before.items()}
    apply(state, difference(before, after))
    assert state == after
    assert difference(after, after) == {}


def test_a_difference_in_a_row_names_its_cells_only():
    before = {"indicators/a": {"name": "甲", "weight": "5"}, "goal": "x"}
    after = {"indicators/a": {"name": "乙"}, "indicators/b": {"name": "丙"}}
    assert difference(before, after) == {
        "goal": None,
        "indicators/a/name": "乙",
        "indicators/a/weight": None,
        "indicators/b": {"name": "丙"},
    }


def test_fields_touched_on_one_side_never_conflict():
    log = [put("0", kind="add", name="甲", goal="乙"), put("1", "0", name="丙"), put("2", "0", goal="丁")]
    found = resolve(log)
    assert (found.state, found.heads, dict(found.conflicts)) == ({"name": "丙", "goal": "丁"}, ("1", "2"), {})


def test_two_offices_that_write_the_same_agree():
    log = [put("0", kind="add", name="甲"), put("1", "0", name="乙"), put("2", "0", name="乙")]
    assert not resolve(log).conflicts


def test_two_offices_that_differ_leave_a_conflict_and_the_smaller_id_shows():
    log = [put("0", kind="add", name="甲"), put("1", "0", name="乙"), put("2", "0", name="丙")]
    found = resolve(log)
    assert (found.state["name"], found.conflicts["name"]) == ("乙", ("1", "2"))


def test_dropping_a_record_against_editing_it_is_a_conflict():
    log = [put("0", kind="add", name="甲"), put("1", "0", kind="drop"), put("2", "0", name="乙")]
    found = resolve(log)
    assert (found.gone, dict(found.conflicts)) == (True, {"": ("1", "2")})


def test_dropping_a_row_against_editing_it_is_a_conflict_of_the_row():
    log = [put("0", kind="add", indicators__a={"name": "甲"}), put("2", "0", indicators__a=None), put("1", "0")]
    log[2] = Edit("1", "put", ("0",), {"indicators/a/name": "乙"})
    found = resolve(log)
    assert (found.state, dict(found.conflicts)) == ({"indicators/a": {"name": "乙"}}, {"indicators/a": ("1", "2")})


def test_a_row_that_comes_back_brings_what_a_newer_program_wrote_into_it():
    log = [
        put("0", kind="add", indicators__a={"name": "甲", "mood": "x"}),
        put("1", "0", indicators__a=None),
        put("2", "1", indicators__a={}),
    ]
    assert resolve(log[:2]).buried == {"indicators/a": {"name": "甲", "mood": "x"}}
    assert resolve(log).state == {"indicators/a": {"name": "甲", "mood": "x"}}


def test_a_missing_parent_is_told():
    assert resolve([put("1", "0", name="甲")]).missing == ("0",)


def test_edits_of_a_newer_program_that_make_no_sense_here_do_no_harm():
    log = [
        put("0", kind="add", funds__total=5),
        Edit("1", "put", ("0",), {"funds/total/x": 1}),
        put("2", "0", funds__total=6),
    ]
    found = resolve(log)
    assert found.state["funds/total"] in ({"x": 1}, 6)
    state = {"funds/total": 5}
    apply(state, {"funds/total/x": 1})
    assert state == resolve(log[:2]).state == {"funds/total": {"x": 1}}


@given(st.lists(some_fields(), min_size=1, max_size=6))
@settings(max_examples=400)
def test_a_plain_chain_amounts_to_what_resolving_it_says(chain):
    log = [
        Edit(f"{at}", "put" if at else "add", (f"{at - 1}",) if at else (), fields) for at, fields in enumerate(chain)
    ]
    found = resolve(log)
    state = chained(log)
    event(f"chained: {state is not None}")
    assert state in (None, found.state)
    if state is not None:
        assert (found.heads, dict(found.conflicts), found.missing, found.gone) == ((log[-1].id,), {}, (), False)


def test_what_is_no_plain_chain_is_left_to_resolving():
    add, put = Edit("0", "add", (), {"name": 1, "rows/a": {"x": 1}}), Edit("1", "put", ("0",), {"name": 2})
    assert chained([add, put]) == {"name": 2, "rows/a": {"x": 1}}
    dropped = Edit("1", "put", ("0",), {"rows/a": None})
    assert chained([add, dropped]) == {"name": 1}
    for log in (
        [],
        [put],
        [add, add],
        [put, add],
        [add, Edit("1", "drop", ("0",), {})],
        [add, Edit("1", "put", ("x",), {})],
        [add, put, Edit("2", "put", ("0",), {"name": 3})],
        [add, put._replace(standing=stand([add, put]))],
        [add, dropped, Edit("2", "put", ("1",), {"rows/a": {"y": 1}})],
        [add, dropped, Edit("2", "put", ("1",), {"rows/a/y": 1})],
    ):
        assert not chained(log)


@given(st.lists(st.tuples(st.sampled_from(["put", "put", "drop", "add"]), some_fields()), min_size=1, max_size=6))
@settings(max_examples=300)
def test_a_chain_is_resolved_as_any_other_log(steps):
    """Against the same log in which a put of nothing, upon no edit that is there, hinders the short way."""
    log = [
        Edit(f"{at}", kind if at else "add", (f"{at - 1}",) if at else (), fields if kind != "drop" or not at else {})
        for at, (kind, fields) in enumerate(steps)
    ]
    found = resolve(log)
    slow = resolve([Edit("", "put", (), {}), log[0]._replace(parents=("",)), *log[1:]])
    assert (found.state, found.gone, found.heads, found.buried) == (slow.state, slow.gone, slow.heads, slow.buried)
    assert (found.conflicts, found.missing, found.untold) == ({}, (), ())
