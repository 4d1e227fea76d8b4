"""Agreement with belenios-tool 3.x, in both directions."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from elections.crypto import archive, credentials, encoding, tally, trustees
from elections.crypto.audit import audit
from elections.crypto.ballot import check_ballot, make_ballot
from elections.crypto.election import Question, new_uuid, parse
from elections.crypto.errors import CheckFailed, MissingSupplement
from elections.crypto.group import group_named
from elections.domain.board import archive_bytes
from elections.domain.publishing import publish_result
from tests.elections.crypto.conftest import Tool
from tests.elections.crypto.rounds import Rounds
from tests.elections.crypto.scenario import (
    MOTION,
    SLATE,
    TIMESTAMP,
    Scenario,
    another,
    mutated,
    open_election,
    under_trustees,
)
from tests.elections.crypto.weighted import BLANK, weighted
from tests.factories.elections import AT, make_open_box, make_weighted_roll
from tests.tools.broken_archives import BROKEN, odd_share, write

pytestmark = pytest.mark.belenios
NOT_COUNTED = {"encrypted_tally": None, "partial_decryptions": (), "result": None}


def folder_of(scenario: Scenario, folder: Path, **changes) -> Path:
    (folder / f"{scenario.election.uuid}.bel").write_bytes(scenario.archive(**changes))
    return folder


@pytest.mark.parametrize("name", ["motion", "slate", "full_slate", "several_questions"])
def test_our_archives_pass_all_its_checks(
    name: str, request, belenios_tool: Tool, tmp_path: Path
) -> None:
    scenario = request.getfixturevalue(name)
    folder = folder_of(scenario, tmp_path)
    assert "all checks passed" in belenios_tool("election", "verify", "--dir", folder)
    result = belenios_tool("election", "compute-result", "--dir", folder, both=False)
    assert result.strip() == scenario.result


@pytest.mark.parametrize("group", ["Ed25519", "BELENIOS-2048"])
def test_our_threshold_trustees_count_with_any_two_of_three(
    group: str, belenios_tool: Tool, tmp_path: Path
) -> None:
    """Beside a box of the server's, as the system lays them out."""
    chosen = group_named(group)
    rounds = Rounds(3, 2, chosen)
    shares = rounds.take_up()
    server, _public = trustees.new_keypair(chosen)
    listed = [
        ["Single", trustees.public_message(server, name="server", group=chosen)],
        *json.loads(rounds.list_of_trustees(shares)),
    ]
    box = under_trustees(open_election([MOTION], group=group), encoding.dump(listed))
    for voter, choice in enumerate(([1, 0], [1, 0], [0, 1])):
        box.cast(voter, [choice])
    encrypted = tally.encrypted_tally(box.election, box.ballots)
    keys = {1: server, **dict(enumerate(shares, 2))}
    for missing in (2, 3, 4):
        given = tuple(
            (owner, tally.partial_decryption(box.election, encrypted, key))
            for owner, key in keys.items()
            if owner != missing
        )
        parsed = trustees.parse_trustees(box.trustees, chosen)
        result = tally.result(box.election, parsed, encrypted, dict(given), 3)
        done = replace(box, encrypted_tally=encrypted, decryptions=given, result=result)
        folder = folder_of(done, tmp_path)
        assert "all checks passed" in belenios_tool("election", "verify", "--dir", folder)
        computed = belenios_tool("election", "compute-result", "--dir", folder, both=False)
        assert computed.strip() == result == '{"result":[[2,1]]}'


@pytest.mark.parametrize("group", ["Ed25519", "BELENIOS-2048"])
def test_our_archive_passes_at_every_stage(group: str, belenios_tool: Tool, tmp_path: Path) -> None:
    box = open_election([MOTION], voters=2, group=group)
    box.cast(0, [[1, 0]])
    box.cast(1, [[0, 1]])
    box.cast(0, [[0, 0]])
    done = box.counted()
    for changes in (
        {**NOT_COUNTED, "closed": False, "ballots": []},
        {**NOT_COUNTED, "closed": False},
        {**NOT_COUNTED, "closed": True},
        {"partial_decryptions": (), "result": None},
        {"result": None},
        {},
    ):
        folder = folder_of(done, tmp_path, **changes)
        assert "all checks passed" in belenios_tool("election", "verify", "--dir", folder)


def test_it_finds_our_broken_archives_too(motion, belenios_tool: Tool, tmp_path: Path) -> None:
    """So that "all checks passed" above means something: the same archives with one fault."""
    owner, raw = motion.decryptions[1]
    path = ("decryption_proofs", 0, 0, "response")
    for changes in (
        {"result": '{"result":[[1,2]]}'},
        {"partial_decryptions": [motion.decryptions[0], (owner, mutated(raw, path, another))]},
        {"encrypted_tally": tally.encrypted_tally(motion.election, motion.ballots[:2])},
    ):
        folder = folder_of(motion, tmp_path, **changes)
        said = belenios_tool("election", "verify", "--dir", folder, check=False)
        assert "all checks passed" not in said


def test_it_accepts_our_ballots_one_by_one(
    motion, slate, full_slate, several_questions, belenios_tool: Tool, tmp_path: Path
) -> None:
    for scenario in (motion, slate, full_slate, several_questions):
        folder = tmp_path / scenario.election.uuid
        folder.mkdir()
        folder_of(scenario, folder, **{**NOT_COUNTED, "ballots": [], "closed": False})
        for raw in scenario.ballots:
            (folder / "ballot").write_text(raw)
            said = belenios_tool(
                "election", "verify-ballot", "--dir", folder, "--ballot", folder / "ballot"
            )
            assert "ballot is valid" in said
            broken = mutated(raw, ("answers", 0, "overall_proof", 0, "response"), another)
            (folder / "ballot").write_text(broken)
            said = belenios_tool(
                "election",
                "verify-ballot",
                "--dir",
                folder,
                "--ballot",
                folder / "ballot",
                check=False,
            )
            assert "ballot is valid" not in said


def its_ballot(tool: Tool, folder: Path, code: str, choices: list[list[int]]) -> str:
    (folder / "code").write_text(code)
    (folder / "choices").write_text(json.dumps(choices))
    arguments = ("--privcred", folder / "code", "--choice", folder / "choices")
    return tool("election", "generate-ballot", "--dir", folder, *arguments, both=False).rstrip("\n")


def test_we_accept_its_ballots(belenios_tool: Tool, tmp_path: Path) -> None:
    blank = Question("Which day?", ("Monday", "Friday"), 1, 2, blank=True)
    box = open_election([MOTION, blank])
    folder = folder_of(box, tmp_path)
    for code, choices in zip(
        box.codes,
        ([[1, 0], [1, 0, 0]], [[0, 1], [0, 1, 1]], [[0, 0], [0, 0, 1]]),
        strict=True,
    ):
        raw = its_ballot(belenios_tool, folder, code, choices)
        check_ballot(box.election, raw, credentials=set(box.publics))
        box.ballots.append(raw)
    assert json.loads(box.counted().result) == {"result": [[1, 1], [1, 1, 2]]}


def test_its_ballot_for_a_slate_lacks_the_supplement(belenios_tool: Tool, tmp_path: Path) -> None:
    box = open_election(SLATE, exclusive=[(0, 1)])
    raw = its_ballot(belenios_tool, folder_of(box, tmp_path), box.codes[0], [[1, 0, 0], [0, 1, 0]])
    with pytest.raises(MissingSupplement):
        check_ballot(box.election, raw, credentials=set(box.publics))


def test_it_derives_our_credentials(motion, belenios_tool: Tool) -> None:
    for code, public in zip(motion.codes, motion.publics, strict=True):
        uuid = motion.election.uuid
        said = belenios_tool(
            *("setup", "generate-credentials", "--group", "Ed25519"),
            *("--uuid", uuid, "--derive", code),
            both=False,
        )
        assert said.strip() == public == credentials.derive(code, uuid)[1]


@pytest.mark.parametrize("group", ["Ed25519", "BELENIOS-2048"])
def test_our_weighted_archive_passes_there(group: str, belenios_tool: Tool, tmp_path: Path) -> None:
    box = weighted(group)
    path = tmp_path / f"{box.scenario.election.uuid}.bel"
    path.write_bytes(box.rebuilt())
    assert "all checks passed" in belenios_tool("election", "verify", "--dir", tmp_path)
    computed = belenios_tool("election", "compute-result", "--dir", tmp_path, both=False)
    assert computed.strip() == box.scenario.result == '{"result":[[2,3,1]]}'


@pytest.mark.django_db
def test_archive_of_a_box_with_unequal_votes_passes_there(
    belenios_tool: Tool, tmp_path: Path
) -> None:
    box = make_open_box(on_roll=make_weighted_roll(5, 3, 1))
    for entry, marks in zip(box.entries, ([[1, 0]], [[0, 1]], [[1, 0]]), strict=True):
        box.cast(entry, marks)
    box.close()
    box.decrypt()
    publish_result(election=box.election, by=None, at=AT)
    (tmp_path / f"{box.election.code}.bel").write_bytes(archive_bytes(box.refresh()))

    assert "all checks passed" in belenios_tool("election", "verify", "--dir", tmp_path)
    computed = belenios_tool("election", "compute-result", "--dir", tmp_path, both=False)
    assert computed.strip() == box.election.result_raw == '{"result":[[6,3]]}'


@pytest.mark.parametrize("group", ["Ed25519", "BELENIOS-2048"])
def test_weighted_archive_of_its_making_verifies_here(
    group: str, belenios_tool: Tool, tmp_path: Path
) -> None:
    """From the list of voters to the result by the tool alone: weights, a blank vote, a revote."""
    uuid = new_uuid()
    (tmp_path / "voters").write_text("a,,3\nb,,1\nc,,2\nd,,5\n")
    (tmp_path / "template").write_text(
        json.dumps({"description": "", "name": "", "questions": [BLANK.as_json()]})
    )
    setup = ("--group", group)
    belenios_tool("setup", "generate-trustee-key", *setup, cwd=tmp_path)
    (key,) = tmp_path.glob("*.pubkey")
    (tmp_path / "public_keys.jsons").write_text(key.read_text())
    belenios_tool("setup", "make-trustees", cwd=tmp_path)
    of_box = (*setup, "--uuid", uuid)
    belenios_tool("setup", "generate-credentials", *of_box, "--file", "voters", cwd=tmp_path)
    (listed,) = tmp_path.glob("*.pubcreds")
    # The names of voters are for the authority, and never published.
    entries = [entry.split(",") for entry in json.loads(listed.read_text())]
    weights = {public: int(weight) for public, weight, _name in entries}
    published = [",".join(entry[:2]) for entry in entries]
    (tmp_path / "public_creds.json").write_text(json.dumps(published, separators=(",", ":")))
    (codes,) = tmp_path.glob("*.privcreds")
    secret_of = json.loads(codes.read_text())
    belenios_tool("setup", "make-election", *of_box, "--template", "template", cwd=tmp_path)
    belenios_tool("archive", "init", cwd=tmp_path)
    for voter, choices in (
        ("a", [[0, 0, 1]]),
        ("b", [[0, 0, 1]]),
        ("c", [[1, 0, 0]]),
        ("a", [[0, 1, 0]]),
    ):
        raw = its_ballot(belenios_tool, tmp_path, secret_of[voter], choices)
        belenios_tool(
            *("archive", "add-event", "--type", "Ballot"), stdin=raw, cwd=tmp_path, both=False
        )
    belenios_tool("archive", "add-event", "--type", "EndBallots", cwd=tmp_path, both=False)
    tallied = belenios_tool("election", "compute-encrypted-tally", cwd=tmp_path, both=False)
    path = tmp_path / f"{uuid}.bel"
    box = archive.read(path)
    assert sum(weights.values()) == 11
    assert audit(box).voters == 3
    ours = tally.encrypted_tally(parse(box.election), box.ballots, weights)
    assert json.loads(tallied.splitlines()[0]) == json.loads(ours)


def its_share(tool: Tool, folder: Path, owner: int, *arguments: str | Path) -> str:
    """A partial decryption; what follows it in the output only names its owner."""
    which = "decrypt" if "--privkey" in arguments else "decrypt-threshold"
    arguments = ("--dir", folder, "--trustee-id", str(owner), *arguments)
    return tool("election", which, *arguments, both=False).splitlines()[0]


def test_it_decrypts_what_we_tallied_with_our_keys(belenios_tool: Tool, tmp_path: Path) -> None:
    """Where shares need not be bound: it does not know how."""
    box = open_election([MOTION], bound=False)
    box.cast(0, [[1, 0]])
    box = box.counted()
    folder = folder_of(box, tmp_path, partial_decryptions=(), result=None)
    parsed = trustees.parse_trustees(box.trustees, box.election.group)
    shares = {}
    for owner, private in enumerate(box.privates, 1):
        (folder / "key").write_text(json.dumps(str(private)))
        shares[owner] = its_share(belenios_tool, folder, owner, "--privkey", folder / "key")
    found = tally.result(box.election, parsed, box.encrypted_tally, shares, 1)
    assert found == box.result


def test_it_combines_our_trustees_to_our_key(motion, belenios_tool: Tool, tmp_path: Path) -> None:
    messages = [json.dumps(entry[1]) for entry in json.loads(motion.trustees)]
    (tmp_path / "public_keys.jsons").write_text("\n".join(messages))
    belenios_tool("setup", "make-trustees", "--dir", tmp_path)
    assert (tmp_path / "trustees.json").read_text().rstrip("\n") == motion.trustees
    template = {"description": "", "name": "", "questions": [MOTION.as_json()]}
    (tmp_path / "template").write_text(json.dumps(template))
    belenios_tool(
        *("setup", "make-election", "--dir", tmp_path, "--group", "Ed25519"),
        *("--uuid", motion.election.uuid, "--template", tmp_path / "template"),
    )
    made = json.loads((tmp_path / "election.json").read_text())
    assert made["public_key"] == motion.election.group.encode(motion.election.public_key)


def threshold_set_up(tool: Tool, folder: Path, group: str) -> list[str]:
    """Two of three trustees and a mandatory one set up by the tool; the names of their files."""

    def step(number: int, *arguments: str | Path, stdin: str = "") -> str:
        command = ("setup", "generate-trustee-key-threshold", "--group", group)
        arguments = ("--step", str(number), *arguments)
        return tool(*command, *arguments, stdin=stdin, cwd=folder, both=False)

    contexts = [("--threshold-context", f"{i}/2/3") for i in (1, 2, 3)]
    names = [step(1, *context).strip() for context in contexts]
    (folder / "certs.jsons").write_text(
        "".join((folder / f"{name}.cert").read_text().rstrip("\n") + "\n" for name in names)
    )
    certs = ("--certs", "certs.jsons")
    step(2, *certs)
    (folder / "polynomials.jsons").write_text(
        "".join(
            step(3, *context, *certs, "--key", f"{name}.key")
            for context, name in zip(contexts, names, strict=True)
        )
    )
    step(4, *certs, "--polynomials", "polynomials.jsons")
    outputs = [
        step(5, *certs, "--key", f"{name}.key", stdin=(folder / f"{name}.vinput").read_text())
        for name in names
    ]
    last = step(6, *certs, "--polynomials", "polynomials.jsons", stdin="".join(outputs))
    (folder / "threshold.json").write_text(last)
    for name, output in zip(names, outputs, strict=True):
        (folder / f"{name}.dkey").write_text(json.loads(output)["private_key"])
    tool("setup", "generate-trustee-key", "--group", group, cwd=folder)
    (key,) = folder.glob("*.pubkey")
    (folder / "public_keys.jsons").write_text(key.read_text())
    tool("setup", "make-trustees", cwd=folder)
    return names


@pytest.mark.parametrize("group", ["Ed25519", "BELENIOS-2048"])
def test_we_count_with_threshold_trustees_of_its_making(
    group: str, belenios_tool: Tool, tmp_path: Path
) -> None:
    names = threshold_set_up(belenios_tool, tmp_path, group)
    uuid = new_uuid()
    template = {"description": "", "name": "", "questions": [MOTION.as_json()]}
    (tmp_path / "template").write_text(json.dumps(template))
    belenios_tool(
        *("setup", "make-election", "--group", group, "--uuid", uuid),
        *("--template", "template"),
        cwd=tmp_path,
    )
    election = parse((tmp_path / "election.json").read_text().rstrip("\n"))
    secret, public = credentials.derive(credentials.new_code(), uuid, election.group)
    ballot, _ = make_ballot(election, secret, [[1, 0]])
    texts = {
        "timestamp": TIMESTAMP,
        "election": election.raw,
        "trustees": (tmp_path / "trustees.json").read_text().rstrip("\n"),
        "credentials": credentials.credentials_json([public]),
        "ballots": [ballot],
        "closed": True,
        "encrypted_tally": tally.encrypted_tally(election, [ballot]),
    }
    path = tmp_path / f"{uuid}.bel"
    path.write_bytes(archive.build(**texts))
    (key,) = tmp_path.glob("*.privkey")
    shares = {1: its_share(belenios_tool, tmp_path, 1, "--privkey", key)}
    for owner, name in ((2, names[0]), (4, names[2])):
        keys = ("--key", tmp_path / f"{name}.key", "--decryption-key", tmp_path / f"{name}.dkey")
        shares[owner] = its_share(belenios_tool, tmp_path, owner, *keys)
    parsed = trustees.parse_trustees(texts["trustees"], election.group)
    result = tally.result(election, parsed, texts["encrypted_tally"], shares, 1)
    assert result == '{"result":[[1,0]]}'
    done = archive.build(**texts, partial_decryptions=list(shares.items()), result=result)
    path.write_bytes(done)
    assert "all checks passed" in belenios_tool("election", "verify", "--dir", tmp_path)
    assert audit(archive.read(done)).result == [[1, 0]]


@pytest.mark.parametrize("group", ["Ed25519", "BELENIOS-2048"])
@pytest.mark.parametrize("fault", BROKEN)
def test_we_refuse_what_it_may_pass(
    fault: str, group: str, belenios_tool: Tool, tmp_path: Path
) -> None:
    """Its word is asked for beside ours and not relied upon: which of these it passes differs from
    version to version, and from run to run (``docs/explanation/verifiers.md``)."""
    path = write(tmp_path, BROKEN[fault](group))
    said = belenios_tool("election", "verify", "--dir", tmp_path, check=False)
    assert said
    with pytest.raises(CheckFailed):
        audit(archive.read(path))


def test_it_refuses_an_archive_whose_first_share_lies_and_we_name_the_trustee(
    belenios_tool: Tool, tmp_path: Path
) -> None:
    path = write(tmp_path, odd_share("Ed25519"))
    said = belenios_tool("election", "verify", "--dir", tmp_path, check=False)
    assert "all checks passed" not in said
    report = audit(archive.read(path))
    assert (report.result, report.odd_trustees) == ([[2, 1]], (2,))
