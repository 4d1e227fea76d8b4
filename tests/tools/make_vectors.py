"""Make an election with belenios-tool alone, from the list of voters to the result.

    python -m tests.tools.make_vectors FOLDER TOOL GROUP

TOOL is a belenios-tool of version 2.0, 3.0 or 3.3. Version 2 knows of our two groups only
BELENIOS-2048, and lists threshold trustees in an older form. What ``tests/vectors/valid`` keeps is
left in FOLDER: the archive, what was voted, and the throw-away keys. Vectors never change: this is
how they came about, and how further ones are made.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from elections.crypto.election import new_uuid

Marks = list[list[int]]
Share = tuple[str, str, tuple[str, ...]]
QUESTIONS = [
    {"answers": ["For", "Against"], "min": 0, "max": 1, "question": "Is the motion adopted?"},
    {"answers": ["Monday", "Friday"], "blank": True, "min": 1, "max": 1, "question": "Which day?"},
    {"answers": ["A", "B", "C"], "min": 0, "max": 2, "question": "Who is elected?"},
]
WEIGHTS = {"a": 3, "b": 1, "c": 2, "d": 5}
"""Of four voters one stays away."""
CAST: list[tuple[str, Marks]] = [
    ("a", [[0, 1], [0, 0, 1], [1, 1, 0]]),
    ("b", [[1, 0], [0, 1, 0], [0, 0, 0]]),
    ("c", [[0, 1], [1, 0, 0], [0, 1, 1]]),
    ("a", [[1, 0], [0, 1, 0], [1, 0, 1]]),
]
"""In the order of the box: the last is a's second ballot, in place of the first; c's vote on the
second question is blank."""
KEPT = ("*.bel", "*.key", "*.dkey", "*.privkey", "*.json", "private_creds*.txt")


class Tool:
    """The program in a folder, whichever of its versions it is."""

    def __init__(self, path: str, folder: Path) -> None:
        self._path, self.folder = path, folder
        self.version = self("--version").split()[0]
        self.is_old = self.version.startswith("2.")

    def __call__(self, *arguments: str, stdin: str = "") -> str:
        done = subprocess.run(
            [self._path, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            env={**os.environ, "BELENIOS_USE_URANDOM": "1"},
            cwd=self.folder,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def event(self, kind: str, payload: str = "") -> None:
        self("archive", "add-event", "--type", kind, stdin=payload)

    def write(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text)
        return name

    def read(self, pattern: str) -> str:
        (path,) = self.folder.glob(pattern)
        return path.read_text()


def make_threshold(tool: Tool, group: str) -> list[str]:
    """Three trustees of whom two are enough; the names of their files."""

    def step(number: int, *arguments: str, stdin: str = "") -> str:
        command = ("setup", "generate-trustee-key-threshold", "--group", group)
        return tool(*command, "--step", str(number), *arguments, stdin=stdin)

    contexts: list[tuple[str, ...]] = [("--threshold-context", f"{i}/2/3") for i in (1, 2, 3)]
    firsts = contexts
    if tool.is_old:
        firsts, contexts = [()] * 3, [("--threshold", "2")] * 3
    names = [step(1, *context).strip() for context in firsts]
    if tool.is_old:  # tells more than the name
        names = sorted(path.stem for path in tool.folder.glob("*.cert"))
    made = "".join(tool.read(f"{name}.cert").strip() + "\n" for name in names)
    certs = ("--certs", tool.write("certs.jsons", made))
    step(2, *certs)
    made = "".join(
        step(3, *context, *certs, "--key", f"{name}.key")
        for context, name in zip(contexts, names, strict=True)
    )
    polynomials = ("--polynomials", tool.write("polynomials.jsons", made))
    step(4, *certs, *polynomials)
    outputs = [
        step(5, *certs, "--key", f"{name}.key", stdin=tool.read(f"{name}.vinput")) for name in names
    ]
    tool.write("threshold.json", step(6, *certs, *polynomials, stdin="".join(outputs)))
    for name, output in zip(names, outputs, strict=True):
        tool.write(f"{name}.dkey", json.loads(output)["private_key"])
    return names


def make_trustees(tool: Tool, group: str) -> list[Share]:
    """A mandatory trustee beside two of three: who will decrypt, each with the command and the
    keys that it takes."""
    shares: list[Share] = []
    names = make_threshold(tool, group)
    for owner, name in (("2", names[0]), ("4", names[2])):
        keys = ("--key", f"{name}.key", "--decryption-key", f"{name}.dkey")
        shares.append((owner, "decrypt-threshold", keys))
    tool("setup", "generate-trustee-key", "--group", group)
    public = sorted(tool.folder.glob("*.pubkey"))
    for owner, path in enumerate(public, 1):
        keys = ("--privkey", path.with_suffix(".privkey").name)
        shares.append((str(owner), "decrypt", keys))
    listed = "".join(path.read_text().strip() + "\n" for path in public)
    tool.write("public_keys.jsons", listed)
    tool("setup", "make-trustees")
    (tool.folder / "threshold.json").unlink(missing_ok=True)
    return sorted(shares)


def make_codes(tool: Tool, of_box: tuple[str, ...]) -> dict[str, str]:
    """The voters' codes; their public sides are left as they are published, without names."""
    voters = tool.write("voters", "".join(f"{who},,{n}\n" for who, n in WEIGHTS.items()))
    tool("setup", "generate-credentials", *of_box, "--file", voters)
    listed = json.loads(tool.read("*.pubcreds"))
    published = [",".join(entry.split(",")[:2]) for entry in listed]
    tool.write("public_creds.json", json.dumps(published, separators=(",", ":")))
    secret = tool.read("*.privcreds")
    if tool.is_old:
        lines = (line.split() for line in secret.splitlines())
        codes = {who.partition(",")[0]: code for who, code in lines}
    else:
        codes = json.loads(secret)
    # Codes of version 2 have another form than those of today.
    name = "private_creds_of_version_2.txt" if tool.is_old else "private_creds.txt"
    tool.write(name, "".join(f"{who} {code}\n" for who, code in sorted(codes.items())))
    return codes


def make(tool: Tool, group: str) -> None:
    shares = make_trustees(tool, group)
    of_box = ("--group", group, "--uuid", new_uuid())
    codes = make_codes(tool, of_box)
    template = {"description": "Made with its tool", "name": tool.version, "questions": QUESTIONS}
    tool("setup", "make-election", *of_box, "--template", tool.write("t", json.dumps(template)))
    tool("archive", "init")
    choice = "--ballot" if tool.is_old else "--choice"
    for who, marks in CAST:
        arguments = ("--privcred", tool.write("code", codes[who]))
        arguments += (choice, tool.write("marks", json.dumps(marks)))
        tool.event("Ballot", tool("election", "generate-ballot", "--dir", ".", *arguments))
    tool.event("EndBallots")
    tool.event("EncryptedTally", tool("election", "compute-encrypted-tally"))
    for owner, command, keys in shares:
        given = tool("election", command, "--dir", ".", "--trustee-id", owner, *keys)
        tool.event("PartialDecryption", given)
    tool.event("Result", tool("election", "compute-result"))
    tool("election", "verify")
    cast = [{"voter": who, "votes": WEIGHTS[who], "marks": marks} for who, marks in CAST]
    tool.write("votes.json", json.dumps(cast, separators=(",", ":")) + "\n")
    kept = {path for pattern in KEPT for path in tool.folder.glob(pattern)}
    for path in set(tool.folder.iterdir()) - kept:
        path.unlink()


if __name__ == "__main__":
    into, program, wanted = sys.argv[1:]
    Path(into).mkdir(parents=True)
    make(Tool(program, Path(into)), wanted)
