"""The table of codes: what each one means, as `itest explain CODE` tells it.

IT1xx a check failed · IT2xx a step could not be carried out · IT3xx a file cannot be meant · IT4xx command line and
project · IT5xx reports · IT9xx a defect of itest.
"""

from __future__ import annotations

from itest.model.record import Record


class Code(Record):
    """A code's short title and its explanation (Markdown, a paragraph or two)."""

    title: str
    explanation: str


CODES: dict[str, Code] = {
    # --- IT1xx: the system under test is wrong -------------------------------------------------------------------
    "IT101": Code(
        "Success was expected",
        "The step says nothing about its outcome, so success is expected: a `request` answers 2xx or 304 (a redirect that is not followed is no success: `follow_redirects: true` follows it), a `run` exits with 0. To expect something else, say so: `expect: {status: 404}` or `expect: {exit_code: 3}`.",
    ),
    "IT102": Code(
        "Status does not match",
        "`expect.status` names one code, a class (`2xx`) or a list of allowed codes, and the answer had another.",
    ),
    "IT103": Code(
        "Schema does not hold",
        "The main field of the result does not satisfy the JSON Schema of `expect.schema`. The message names the place in the data and the keyword that failed.",
    ),
    "IT104": Code(
        "A value does not match",
        "A result field differs from what `expect` says. The block shows where (`body $.items[1].qty`), what was expected, what was there and the line of the expectation.",
    ),
    "IT105": Code(
        "An assertion is false",
        "An expression of `assert` is false, or names something the result does not have. The values of its parts are shown.",
    ),
    "IT106": Code(
        "Nothing to capture",
        "A `capture` found nothing at its path. Add `| default(…)` where nothing is a fair answer.",
    ),
    "IT107": Code(
        "Data did not arrive unharmed",
        "A `flow` says that a value crosses from one step to another, and it did not: it is missing, or another value is there. Where the lost value is found elsewhere in the receiving step, the block names the place (renamed?).",
    ),
    "IT108": Code(
        "A value leaked", "A `flow` with `nowhere_in` says that a value never shows up in the named steps, and it did."
    ),
    "IT109": Code(
        "Never became true", "`retry.until` did not hold before the attempts or the time of `retry` ran out."
    ),
    "IT110": Code(
        "Stopped early",
        "`retry.stop_if` held, the answer asked for a longer wait (`Retry-After`) than `retry` has time for, the scenario's `timeout` came first, or the time of `retry.for` was over while an attempt was under way, so it was not tried again.",
    ),
    "IT111": Code("Too slow", "The step took longer than `expect.time` allows."),
    "IT112": Code(
        "Passed, and was to fail",
        "The scenario says `xfail`: a known fault of the system makes it fail. It passed, so the fault is gone, or the scenario no longer shows it. Take `xfail` away, or mend the scenario.",
    ),
    "IT113": Code(
        "Still going on",
        "The condition of `while` still held after as many runs as its `limit` allows (100 unless said).",
    ),
    # --- IT2xx: the step could not be carried out ----------------------------------------------------------------
    "IT201": Code(
        "An expression cannot be evaluated",
        "A template or expression uses a value that is not there at run time, or does something its values do not allow. `default(…)` covers a whole path.",
    ),
    "IT202": Code(
        "No connection",
        "The endpoint could not be reached: the name did not resolve, the connection was refused or the network said no. The address and the cause are named.",
    ),
    "IT203": Code(
        "Deadline passed",
        "The attempt did not finish within its `timeout` (default 30s), which covers everything from DNS to the last byte.",
    ),
    "IT204": Code(
        "Broken answer",
        "The other side answered something that is not valid in its protocol, or closed the connection before its answer was complete. The phase and what was wrong are named. A request on a kept connection that is closed without a byte of an answer is sent once more by itself where that is harmless: GET, HEAD, OPTIONS, TRACE, PUT, DELETE, and any with an `Idempotency-Key`. Others may have been carried out, so whether to send them again is yours to say (`retry`).",
    ),
    "IT205": Code(
        "Answer too large",
        "The answer is larger than the cap on what a step reads (10 MB, on the wire and decoded). For the body of a `request`, `max_body` says another one: in the step, its service, or `defaults`.",
    ),
    "IT206": Code("TLS failed", "The certificate was rejected or the handshake failed."),
    "IT207": Code(
        "Body cannot be read",
        "The body says it is JSON (or XML) and is not, or it is in a content coding that cannot be undone. The place in the body is named, or the package that is missing. `read_as` says what a body is where its media type does not.",
    ),
    "IT208": Code(
        "Request cannot be made",
        "The rendered step cannot be turned into a request: an address that is no address, a header that may not be sent, a file that is not there.",
    ),
    "IT209": Code("SQL error", "The database refused the statement; its own words are shown."),
    "IT210": Code("Command cannot be run", "The program was not found or could not be started."),
    "IT211": Code("Used scenario failed", "A scenario that is `use`d did not pass; its failing step is named."),
    "IT212": Code(
        "Scenario deadline passed", "The scenario's `timeout` passed; steps that were left did not run, cleanup did."
    ),
    "IT213": Code("Interrupted", "The run was interrupted (Ctrl-C or a signal) before the step could finish."),
    "IT214": Code(
        "Service not there",
        "A service with `start` could not be started, ended before it was ready or while it was needed, was not ready in time, or somebody else listens on its port: already before it was started, or in its place while it was needed; then nothing is sent there. What it was told last (a refused connection, a status, a certificate) and its last output are shown.",
    ),
    "IT215": Code("Setup failed", "A step of the project's `setup` failed, so no scenario could run."),
    "IT216": Code(
        "Expression limit",
        "An expression ran too long or grew too large and was stopped: a regular expression, a repetition or a template beyond the bounds.",
    ),
    "IT217": Code(
        "Outside the project",
        "A file lies outside the project folder. Scenarios reach only what lies under it; links are followed before this is judged.",
    ),
    "IT218": Code(
        "The system refused",
        "An operation on a file, a socket or a process failed in a way that the action does not expect: no descriptors are left, the disk is full or broken. Its own words are shown.",
    ),
    "IT219": Code(
        "Nothing was checked",
        "The scenario ran to its end and no step checked anything, as where all of them are `set` or `wait`. Green is earned: it has not passed.",
    ),
    # --- IT3xx: a file cannot be meant ---------------------------------------------------------------------------
    "IT301": Code(
        "Not YAML",
        "The file is not well-formed YAML, or uses a part of YAML that itest does not accept (custom tags, a second document, NUL).",
    ),
    "IT302": Code("Duplicate key", "A mapping has the same key twice; YAML would silently keep one of them."),
    "IT303": Code("Too much", "The file is too large, too deep, or its aliases expand past the bound."),
    "IT304": Code(
        "Unknown key", "The key means nothing here. A misspelt key that is ignored is a check that never runs."
    ),
    "IT305": Code("Missing key", "A required key is not there."),
    "IT306": Code("Wrong kind of value", "The value cannot be what this key takes."),
    "IT307": Code("Action unclear", "A step has exactly one action (or only `assert`)."),
    "IT308": Code(
        "Undefined name",
        "An expression uses a name that nothing defines before this step, or a `session` is misspelt beside a declared one.",
    ),
    "IT309": Code(
        "Bad template or expression", "The text between `{{` and `}}` (or the expression) is not a Jinja expression."
    ),
    "IT310": Code(
        "Unknown operator",
        "A key that starts with `$` is an operator or a JSONPath selector. A literal key that starts with `$` is written `$$`.",
    ),
    "IT311": Code("Bad operator argument", "The operator takes another kind of argument."),
    "IT312": Code("Bad JSONPath", "The path is not RFC 9535 JSONPath."),
    "IT313": Code("Bad regular expression", "The regular expression does not compile."),
    "IT314": Code(
        "File not found",
        "A file that the scenario names is not there (paths are relative to the file that names them).",
    ),
    "IT315": Code(
        "Bad flow",
        "A flow is `A -> B` or `{from, to}` or `{from, nowhere_in}`; both ends speak of a step's request or result.",
    ),
    "IT316": Code("Duplicate id", "An id is unique in its file, across steps and cleanup."),
    "IT317": Code("Name collision", "A bare name would mean two things here; rename one, or write `vars.name`."),
    "IT318": Code(
        "Not supported yet", "The word is reserved by the language and will come; this version cannot do it."
    ),
    "IT319": Code("Unknown service", "No service of this name is in itest.yaml, or the step has to name one."),
    "IT320": Code("Bad duration", "Durations are `250ms`, `2s`, `1m30s` or a number of seconds."),
    "IT321": Code(
        "Comment glued to a value",
        "In `/a #f` YAML takes `#f` for a comment and silently cuts it. Quote the value, or put the comment on its own line.",
    ),
    "IT322": Code("Bad schema", "The JSON Schema itself is not valid, or refers to something outside (never fetched)."),
    "IT323": Code("Bad XPath", "The expression is not XPath 1.0."),
    "IT324": Code("Bad data rows", "`examples` is a list of objects, an object of lists, or a `file`."),
    "IT325": Code("Cannot read the file", "The file cannot be read as UTF-8 text."),
    "IT326": Code("Bad use", "A used scenario is missing an input, is given one it does not know, or uses itself."),
    # --- IT4xx: command line and project -------------------------------------------------------------------------
    "IT401": Code(
        "Nothing selected", "No scenario is left after the selection; exit code 5. `--pass-with-no-tests` accepts that."
    ),
    "IT402": Code("No such path", "A path on the command line does not exist."),
    "IT403": Code("Unknown environment", "`--env` names an environment that itest.yaml does not have."),
    "IT404": Code("Bad option", "An option's value cannot be meant."),
    "IT405": Code(
        "Value not given",
        "A secret, an environment variable or a required input is used, and neither the command line, the environment nor an .env file has it.",
    ),
    "IT406": Code(
        "Plug-in cannot be used",
        "An installed package offers an action through the entry point `itest.actions` or a reporter through `itest.reporters`, and it cannot be loaded, takes a name that is taken, or is no action or reporter. The message names the package's class and the cause.",
    ),
    # --- IT5xx: reports ------------------------------------------------------------------------------------------
    "IT501": Code(
        "Report not written", "A report could not be written; the run's verdict is on the terminal, the exit code is 4."
    ),
    "IT502": Code(
        "Reporter failed",
        "A reporter of an installed package raised an error while it was told of the run. The run and its other reports went on; the exit code is 4.",
    ),
    # --- IT9xx: ours ---------------------------------------------------------------------------------------------
    "IT901": Code(
        "A defect of itest",
        "Something in itest itself went wrong; the traceback is in the named file. Exit code 3. Please report it.",
    ),
}
