"""Project steps: setup before, teardown after."""

from tests.engine.canned import carry_out, scenario

USED = scenario("- call: made", name="Make") + "outputs: {key: 5}\ncleanup:\n  - call: unmade\n"


def _carry_out(tmp_path, project, steps="- call: case", **rest):
    ran = carry_out(tmp_path, {"itest.yaml": project, "a.yaml": scenario(steps), "_shared/m.yaml": USED}, **rest)
    phases = {event.phase: event for event in ran.events if type(event).__name__ == "ProjectSteps"}
    return ran, phases


def test_setup_runs_first_teardown_last_and_captures_are_visible_to_all(tmp_path):
    """In scenarios and in teardown."""
    project = "setup:\n  - call: {name: up, says: {id: 9}}\n    capture: {made: $.id}\n"
    ran, phases = _carry_out(
        tmp_path, project + "teardown:\n  - call: 'down {{ made }}'\n", "- call: 'case {{ made }}'"
    )
    assert ["up", "case 9", "down 9"] == ran.action.sent
    assert ["setup", "teardown"] == list(phases)
    assert ran.finished.ok


def test_a_failed_setup_makes_every_case_an_error_and_sends_nothing_more(tmp_path):
    """Teardown runs all the same."""
    project = "setup:\n  - call: {name: up, status: 500}\nteardown:\n  - call: down\n"
    ran, phases = _carry_out(tmp_path, project)
    assert ("IT215", ["up", "down"], "error") == (phases["setup"].fault.code, ran.action.sent, ran.result.outcome)
    assert 'The project\'s setup failed at step 1 "call": success was expected' in ran.result.fault.message


def test_each_teardown_step_runs_whatever_the_others_did(tmp_path):
    """A broken teardown is a red run."""
    ran, phases = _carry_out(tmp_path, "teardown:\n  - call: {name: one, status: 500}\n  - call: two\n")
    assert (["case", "one", "two"], "IT215") == (ran.action.sent, phases["teardown"].fault.code)
    assert not ran.finished.ok


def test_what_setup_used_is_cleaned_up_at_the_end(tmp_path):
    """After teardown, as the last things are."""
    project = "setup:\n  - use: _shared/m.yaml\n    capture: {key: key}\nteardown:\n  - call: down\n"
    ran, _ = _carry_out(tmp_path, project, "- call: 'case {{ key }}'")
    assert ["made", "case 5", "down", "unmade"] == ran.action.sent


def test_the_command_line_holds_in_setup_with_the_type_of_what_it_replaces(tmp_path):
    """As in scenarios."""
    ran, _ = _carry_out(tmp_path, "vars: {n: 1}\nsetup:\n  - call: '{{ n + 1 }}'\n", overrides={"n": "4"})
    assert [5, "case"] == ran.action.sent


def test_an_override_of_another_type_breaks_setup_with_a_sentence(tmp_path):
    """Not a defect."""
    ran, phases = _carry_out(tmp_path, "vars: {n: 1}\nsetup:\n  - call: '{{ n }}'\n", overrides={"n": "four"})
    assert ("IT404", "error") == (phases["setup"].fault.code, ran.result.outcome)


def test_a_service_that_setup_needs_and_that_does_not_start_is_its_fault(tmp_path):
    """Also through a scenario that it uses."""
    service = "services: {s: {url: 'http://127.0.0.1:{{ port }}', start: {command: [nothing-like-it]}}}\n"
    ran, phases = _carry_out(tmp_path, service + "setup:\n  - ask: up\n")
    assert ("IT214", "error", []) == (phases["setup"].fault.code, ran.result.outcome, ran.asked.sent)


def test_an_interrupted_setup_leaves_the_cases_out(tmp_path):
    """Teardown still has its budget."""
    from tests.engine.canned import plan

    files = {
        "itest.yaml": "setup:\n  - call: {name: up, hangs: true}\nteardown:\n  - call: down\n",
        "a.yaml": scenario("- call: case"),
    }
    planned = plan(tmp_path, files)
    planned.action.when_sent(lambda: planned.run.interrupt("SIGINT"))
    ran = planned.carry_out()
    assert (["up", "down"], {}) == (ran.action.sent, {} if not ran.results else ran.results)
