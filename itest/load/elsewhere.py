"""Elsewhere: words that mean something at another place of a file, or in another tool, and what is written here.

Each table has, for one place in a file, the advice and the words it is given for. A word that is misspelt is not here:
`did you mean` finds it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from itest.evaluate.matching.operators import OPERATORS as KNOWN_OPERATORS
from itest.model.values import Pointer

_STEP = "it belongs to the step, beside the action"
_SCENARIO = "it belongs to the scenario, at the top of the file"
_PROJECT = "it belongs to itest.yaml"
_A_STEP = "it belongs in a step, under `steps`"

_STEP_ALONE = "if each while session retry capture expect assert id"
_STEP_WORDS = f"{_STEP_ALONE} timeout continue_on_failure"
_SCENARIO_WORDS = "tags owner links inputs outputs examples steps cleanup flow reruns locks quarantine xfail"

_ADVICE: Mapping[str, Mapping[str, str]] = {
    "top": {
        _A_STEP: f"request sql run use set wait {_STEP_ALONE}",
        _PROJECT: "services environments defaults setup teardown",
        "write `name`": "title test_name scenario test",
        "a list of scenarios stands at the top of a file, not in one of them": "scenarios",
        "write `steps`": "tests stages jobs testcases tasks requests calls",
        "write `vars`": "variables env environment",
        "write `cleanup`": "finally after teardown_steps after_all",
        "write `examples`": "matrix parametrize data rows strategy cases params",
        "write `skip` with a reason, or `skip_if`": "disabled ignore ignored enabled when",
        "write `tags`": "marks labels groups suite",
        "write `xfail` with a reason": "expected_failure known_bug should_fail fails",
    },
    "project": {
        "it belongs to a scenario, in a file of its own": f"name description {_SCENARIO_WORDS} {_STEP_WORDS}",
        "write `vars`": "variables env",
        "write `services`": "servers hosts base_url baseUrl url apis",
        "write `setup`": "before before_all",
        "write `teardown`": "after after_all",
    },
    "step": {
        _SCENARIO: _SCENARIO_WORDS,
        "write `request: GET /path`": "get post put patch delete head http https GET POST PUT PATCH DELETE call",
        "write `use`": "include import call_scenario",
        "write `expect`": "response validate check checks expected should then assertions",
        "write `assert`, a list of expressions": "test tests",
        "write `capture`": "save extract export register store",
        "make a step of its own, `wait: 2s`, or better a `retry`": "sleep delay pause delay_before delay_after",
        "write `if`": "when skip_if only_if condition unless",
        "write `each`": "loop foreach for with_items repeat matrix for_each",
        "write `while`": "loop_until do_while paginate",
        "it belongs under `retry`": "attempts until every backoff stop_if",
        "write `retry: {attempts: 3}`": "retries max_retries",
        "write `run`": "exec script cmd bash shell_command",
        "make a step of its own, `set: {x: 1}`": "vars variables let var",
        "write `continue_on_failure`": "continue-on-error continue_on_error ignore_errors",
        "steps run in their order; leave it out": "depends_on needs order",
        "write `name`": "title",
        "it belongs under `use`": "with",
        "it belongs under `run`, as `cwd`": "working-directory working_directory",
    },
    "request": {
        "a body is `json`, `form`, `multipart`, `text` or `file`; what is expected belongs under `expect`": "body",
        "a body is `json`, `form`, `multipart`, `text` or `file`": "data payload content",
        "what is expected belongs under `expect`, beside `request`": "status status_code response",
        "write `query`": "params query_params querystring query_string",
        "write `url`": "path uri endpoint address",
        "write `follow_redirects`": "redirect allow_redirects redirects follow followRedirect followRedirects location",
        "write `tls: {verify: false}`": "verify insecure ssl verify_ssl",
        "write `multipart`": "files",
    },
    "expect": {
        _STEP: _STEP_WORDS,
        "write `body`": "json data payload content",
        "write `body`, with the path as a key: `body: {$.id: 1}`": "jsonpath json_path path",
        "write `status`": "status_code statusCode code http_status",
        "write `time`": "duration latency response_time",
        "write `headers`": "header",
    },
    "retry": {
        "write `attempts`": "count times max retries max_attempts max_retries",
        "write `for`": "timeout within duration",
        "write `every`": "interval delay wait sleep",
        "write `until`": "while condition",
    },
    "sql": {
        "write `query`": "statement sql",
        "write `params`": "args values bind parameters",
        "write `service`": "db database connection",
    },
    "run": {
        "write `command`": "cmd args",
        "write `cwd`": "working-directory working_directory working_dir workdir",
        "write `env`": "environment",
        "write `stdin`": "input",
    },
    "service": {
        "it belongs under `start`": "command ready cwd env",
        "write `start: {env: {…}}`": "environment",
        "write `start: {command: […], ready: {http: /health}}`": "healthcheck health_check",
        "write `url`": "base_url baseUrl host address port ports",
        "a service whose `services.<name>.url` it mentions is started first": "depends_on",
    },
    "start": {
        "write `env`": "environment",
        "write `cwd`": "working_dir workdir",
        "write `ready`": "healthcheck health_check wait_for",
        "it belongs to the service, beside `start`": "url headers auth tls proxy",
    },
}
"""By place: the advice, and the words it is for."""

_OPERATORS: Mapping[str, str] = {
    "write `$size`": "length len count lengthOf hasLength",
    "write `$size: {$gte: …}`": "minLength minItems minSize",
    "write `$size: {$lte: …}`": "maxLength maxItems maxSize",
    "write `$regex`": "match matches pattern re regexp like",
    "write `$in`": "oneOf anyOf any enum or isIn",
    "write `$not: {$in: […]}`": "nin notIn noneOf",
    "write `$gte`": "min ge minimum atLeast greaterThanOrEqual",
    "write `$lte`": "max le maximum atMost lessThanOrEqual",
    "write `$gt`": "greaterThan above greater",
    "write `$lt`": "lessThan below less",
    "write the value itself, or `$eq` where nothing else may be there": "equals equal is",
    "write `$eq`, which allows no further keys": "exact exactly only strict deepEqual",
    "write `$ne`": "notEqual notEquals neq not_equal isNot",
    "write `$and`": "allOf",
    "write `$contains`": "has includes include contain some elemMatch",
    "write `$not: {$contains: …}`": "notContains doesNotContain",
    "write `$each`": "every forEach forAll items",
    "write `$startsWith`": "prefix beginsWith",
    "write `$endsWith`": "suffix",
    "write `$exists: true`": "present defined required",
    "write `$exists: false`": "absent missing undefined notExists",
    "write `null` itself": "null isNull",
    "write `$ne: null`": "notNull isNotNull",
    "write `$empty: false`": "notEmpty nonEmpty",
    "write `$empty`": "isEmpty",
    "write `$type`": "typeof instanceOf isA kind",
    "write `$format`": "uuid email date datetime uri url ipv4",
    "write `$between: [a, b]`": "range",
    "write `$approx: {value, within}`": "closeTo near about delta",
    "write `$sorted`": "ordered sort orderBy",
    "write `$unordered`": "anyOrder inAnyOrder sameItems",
    "write `$unique`": "distinct uniqueItems",
    "write `$optional`": "nullable maybe",
}
"""Operators of other tools, without their `$`."""

_NAMES: Mapping[str, str] = {
    "write `x | length`": "len length count",
    "write `x | int`": "int Number parseInt",
    "write `x | float`": "float parseFloat",
    "write `x | string`": "str string String",
    "write `x | json`": "dumps stringify",
    "write `'a' in x`": "contains includes",
    "write `now()` or `today()`": "date datetime time timestamp",
    "write `random_int(a, b)` or `random_string(n)`": "random rand randint",
    "write `uuid()`": "uuid4 guid",
    "a body is parsed already: `body.id`, or the JSONPath `$.id`": "json data payload",
    "it is a filter: `body | jsonpath('$.id')`; a capture takes the path alone, `$.id`": "jsonpath json_path jsonPath",
    "it is a filter: `body | xpath('//id')`": "xpath",
    "it is a filter: `body | regex('[0-9]+')`": "regex",
    "fields of a result have names of their own: `status`, `body`, `headers`, …": "response res resp result answer",
    "write `env.NAME` for the environment's": "environ process ENV",
}
"""Names that expressions of other tools know."""

_STEP_LISTS = frozenset({"steps", "cleanup", "setup", "teardown"})


def _by_word(table: Mapping[str, str]) -> dict[str, str]:
    return {word: advice for advice, words in table.items() for word in words.split()}


_KEYS = {place: _by_word(table) for place, table in _ADVICE.items()}
_NAMED = _by_word(_NAMES)
_OPERATOR_NAMES = {f"${word}": advice for word, advice in _by_word(_OPERATORS).items()}


def about_key(name: str, pointer: Pointer, *, project: bool = False) -> str:
    """What to write in place of an unknown key of a scenario (or `project`) file, or where it belongs; `""` where
    nothing is known of it."""
    advice = _KEYS.get(place_of(pointer, project=project), {}).get(name, "")
    if not advice and _in_action(pointer):
        advice = _STEP if name in _STEP_WORDS.split() else ""
    return advice


def about_operator(name: str) -> str:
    """Which of our operators one of another tool is, if it is like one; else `""`."""
    known = {other.casefold(): advice for other, advice in _OPERATOR_NAMES.items()}
    ours = {other.casefold(): "" for other in KNOWN_OPERATORS}
    found = difflib.get_close_matches(name.casefold(), [*known, *ours], n=1, cutoff=0.8)
    return known.get(found[0], "") if found else ""


def about_name(name: str) -> str:
    """What to write in place of a name that expressions of other tools know; else `""`."""
    return _NAMED.get(name, "")


def _in_action(pointer: Pointer) -> bool:
    return len(pointer) == 4 and pointer[0] in _STEP_LISTS


def place_of(pointer: Pointer, *, project: bool = False) -> str:
    """What kind of mapping a key stands in: `top`, `project`, `service`, `step`, `expect`, the name of an action, …"""
    if len(pointer) == 1:
        return "project" if project else "top"
    if pointer[0] in _STEP_LISTS and len(pointer) in (3, 4):
        return "step" if len(pointer) == 3 else str(pointer[2])
    if pointer[0] == "services":
        return {3: "service", 4: str(pointer[2])}.get(len(pointer), "")
    return ""
