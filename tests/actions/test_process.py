"""The action `run`, over real processes."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from itest.actions.process.action import ProcessAction
from itest.actions.process.running import alive
from itest.model.action import Call, SessionSettings
from itest.model.deadline import Deadline, Stop
from itest.model.exchange import PrepareError


class Shell:
    """A session, and a way to send one step."""

    def __init__(self, folder, max_body=1_000_000, env=None):
        self.folder = folder
        inherited = {"PATH": os.environ["PATH"], "INHERITED": "yes"}
        self.settings = SessionSettings(
            services={}, base_dir=folder, root=folder, env=inherited if env is None else env, max_body=max_body
        )
        self.action = ProcessAction()
        self.session = self.action.open(self.settings)

    def prepare(self, **arguments):
        return self.action.prepare(Call(arguments=arguments, base_dir=self.folder), self.settings)

    def send(self, deadline=None, **arguments):
        return self.session.send(self.prepare(**arguments), deadline or Deadline.after(10, Stop()))

    def python(self, code, deadline=None, **arguments):
        return self.send(deadline, command=[sys.executable, "-c", code], **arguments)


@pytest.fixture
def shell(tmp_path):
    found = Shell(tmp_path)
    yield found
    found.session.close()


def gone(pid: int) -> bool:
    """Whether the process has ended; one that nobody has reaped yet counts as ended."""
    try:
        return "Z" in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_command_gives_output_and_exit_code(shell):
    """Both streams are text without their last line breaks."""
    exchange = shell.send(command="echo out; echo err >&2; exit 3", shell=True)
    assert {"stdout": "out", "stderr": "err", "exit_code": 3} == exchange.fields
    assert None is exchange.error


@pytest.mark.parametrize(
    ("arguments", "stdout"),
    [
        ({"command": ["printf", "%s|", "a b", 2, True]}, "a b|2|true|"),
        ({"command": "printf '%s|' 'a b' c"}, "a b|c|"),
        ({"command": "printf '%s|' $HOME;"}, "$HOME;|"),
        ({"command": "printf '%s|' $((1 + 1)) | tr 2 3", "shell": True}, "3|"),
        ({"command": ["cat"], "stdin": "grüße\n"}, "grüße"),
        ({"command": ["cat"], "stdin": 12}, "12"),
        ({"command": ["cat"]}, ""),
        ({"command": "printf %s $INHERITED$NEW", "shell": True, "env": {"NEW": 1}}, "yes1"),
        ({"command": "printf %s ${INHERITED-unset}", "shell": True, "env": {"INHERITED": None}}, "unset"),
    ],
)
def test_a_command_is_what_was_written(shell, arguments, stdout):
    """A text is split into words and nothing more, unless the shell is asked for."""
    assert stdout == shell.send(**arguments).fields["stdout"]


def test_the_working_folder_is_the_files(shell):
    """`cwd` is relative to it."""
    (shell.folder / "sub").mkdir()
    assert str(shell.folder) == shell.send(command=["pwd"]).fields["stdout"]
    assert str(shell.folder / "sub") == shell.send(command=["pwd"], cwd="sub").fields["stdout"]


@pytest.mark.parametrize(
    ("arguments", "code", "message", "pointer"),
    [
        ({"command": "echo 'a"}, "IT208", "the command cannot be split into words: no closing quotation", ("command",)),
        ({"command": "  "}, "IT208", "the command names no program", ("command",)),
        ({"command": []}, "IT208", "the command names no program", ("command",)),
        ({"command": ["ls", None]}, "IT208", "text or a number is needed here, not null", ("command", 1)),
        ({"command": ["ls", "\0"]}, "IT208", "an argument or variable cannot hold a NUL character", ("command", 1)),
        ({"command": ["ls"], "shell": True}, "IT208", "with `shell: true`, `command` is one text", ("command",)),
        ({"command": ["ls"], "shell": "yes"}, "IT208", "`shell` is true or false", ("shell",)),
        ({"command": ["ls"], "cwd": "nowhere"}, "IT208", "there is no folder `nowhere`", ("cwd",)),
        ({"command": ["ls"], "cwd": "/"}, "IT217", "`/` lies outside the project folder", ("cwd",)),
        ({"command": ["ls"], "env": {"A=B": 1}}, "IT208", "'A=B' cannot be the name of a variable", ("env",)),
        ({"command": ["ls"], "env": {"A": [1]}}, "IT208", "text or a number is needed here, not a list", ("env", "A")),
        ({"command": ["ls"], "env": "A=1"}, "IT208", "`env` is an object", ("env",)),
    ],
)
def test_what_no_process_can_be_started_with_is_refused(shell, arguments, code, message, pointer):
    """The argument at fault is named before anything runs."""
    with pytest.raises(PrepareError) as caught:
        shell.prepare(**arguments)
    assert (code, message, pointer) == (caught.value.code, caught.value.message, caught.value.pointer)


def test_a_program_that_is_not_there_is_not_found(shell):
    """Its name is in the message."""
    error = shell.send(command=["no-such-program"]).error
    assert ("not_found", "IT210", "there is no program `no-such-program`") == (error.kind, error.code, error.message)


def test_a_program_that_cannot_be_started_says_why(shell):
    """A file without leave to run is the system's refusal."""
    (shell.folder / "script").write_text("")
    error = shell.send(command=["./script"]).error
    assert ("process", "IT210", "`./script` cannot be started: Permission denied") == (
        error.kind,
        error.code,
        error.message,
    )


def test_output_of_any_bytes_is_text(shell):
    """What is not UTF-8 shows as the replacement character."""
    assert "a\ufffdb" == shell.send(command=["printf", r"a\377b"]).fields["stdout"]


def test_much_input_and_output_do_not_block_each_other(shell):
    """More than pipes hold goes through in both directions at once."""
    text = "x" * 400_000
    code = "import sys; t = sys.stdin.read(); sys.stderr.write(t); sys.stdout.write(t)"
    fields = shell.python(code, stdin=text).fields
    assert (text, text) == (fields["stdout"], fields["stderr"])


def test_a_command_need_not_read_its_input(shell):
    """The rest is dropped."""
    assert 0 == shell.send(command=["true"], stdin="x" * 400_000).fields["exit_code"]


def test_too_much_output_ends_the_command(tmp_path):
    """An endless writer is stopped at the cap, what it wrote before is there."""
    shell = Shell(tmp_path, max_body=100_000)
    exchange = shell.send(command=["yes"])
    assert ("too_large", "IT205") == (exchange.error.kind, exchange.error.code)
    assert exchange.fields["stdout"].startswith("y\ny\n")
    assert 100_000 >= len(exchange.fields["stdout"])


def test_a_command_ends_at_its_deadline(shell):
    """What it said so far is kept; an exit code it has none."""
    exchange = shell.send(Deadline.after(0.05, Stop()), command=["sleep", "60"])
    assert ("timeout", "IT203") == (exchange.error.kind, exchange.error.code)
    assert {"stdout": "", "stderr": ""} == exchange.fields


@pytest.mark.parametrize(
    "command",
    ["sleep 60 & echo $! > told; wait", "trap '' TERM; echo $$ > told; sleep 60 & sleep 60"],
    ids=["children", "ignores SIGTERM"],
)
def test_a_command_ends_at_the_stop_with_its_children(shell, command):
    """SIGTERM first, then SIGKILL, to all of them."""
    os.mkfifo(shell.folder / "told")
    stop, pids = Stop(), []

    def interrupt_once_told():
        pids.append(int((shell.folder / "told").read_text()))
        stop.set()

    thread = threading.Thread(target=interrupt_once_told)
    thread.start()
    exchange = shell.send(Deadline.after(60, stop), command=command, shell=True)
    thread.join()
    assert ("interrupted", "IT213") == (exchange.error.kind, exchange.error.code)
    assert [True] == [gone(pid) for pid in pids]


def test_a_command_that_closes_its_output_still_has_a_deadline(shell):
    """Its end is waited for, not the end of its pipes."""
    exchange = shell.send(Deadline.after(0.1, Stop()), command="exec >&- 2>&-; sleep 60", shell=True)
    assert "timeout" == exchange.error.kind


def test_what_stays_in_the_background_ends_with_the_session(shell):
    """A child that keeps the pipes open does not hold the step, lives on for later steps, and ends with the session."""
    exchange = shell.send(command="sleep 60 & echo $!", shell=True)
    assert (None, 0) == (exchange.error, exchange.fields["exit_code"])
    child = int(exchange.fields["stdout"])
    assert not gone(child)
    shell.session.close()
    assert gone(child)


def test_a_process_of_its_own_leaves_no_group(shell):
    """A command that has ended leaves nothing to be ended later."""
    pid = int(shell.send(command="echo $$", shell=True).fields["stdout"])
    assert not alive(pid)


def test_an_end_by_signal_is_told_as_a_shell_tells_it(shell):
    """128 and the signal's number."""
    assert 137 == shell.send(command="kill -9 $$", shell=True).fields["exit_code"]


def test_the_request_is_what_was_written(shell):
    """A flow finds command and input there."""
    assert {"command": ["cat"], "stdin": "x"} == shell.send(command=["cat"], stdin="x").request


def test_the_transcript_reads_like_the_exchange(shell):
    """A title, what went in and from which argument, what came out."""
    made = shell.send(command="cat; echo bad >&2", shell=True, stdin="a\nb", env={"X": 1, "Y": None}).transcript()
    assert "cat; echo bad >&2 → exit 0" == made.title
    assert [("X=1", ("env", "X")), ("unset Y", ("env", "Y")), ("a", ("stdin",)), ("b", ("stdin",))] == [
        (line.text, line.pointer) for line in made.sent
    ]
    assert ["a", "b", "stderr: bad"] == [line.text for line in made.received]
    assert "shell" == made.label


def test_the_transcript_of_a_command_that_was_ended_says_so(shell):
    """Its title holds the cause."""
    exchange = shell.send(Deadline.after(0.05, Stop()), command=["sleep", "60"])
    assert f"sleep 60 → {exchange.error.message}" == exchange.transcript().title


def test_the_command_repeats_the_exchange(shell):
    """Run by hand in a shell, it gives the same output."""
    exchange = shell.send(
        command=["sh", "-c", "cat; printf '%s' \"$X${INHERITED-}\""], stdin="it's", env={"X": "a b", "INHERITED": None}
    )
    ran = subprocess.run(["sh", "-c", exchange.transcript().command], capture_output=True, text=True, check=True)
    assert "it'sa b" == exchange.fields["stdout"] == ran.stdout
