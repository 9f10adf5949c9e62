"""The action `sql`, over real SQLite files."""

import shutil
import sqlite3
import subprocess
import threading
from contextlib import closing
from decimal import Decimal

import pytest

from itest.actions.sql.action import SqlAction
from itest.actions.sql.execution import MAX_ROWS
from itest.actions.sql.statement import placeholders, statements, steers_transaction, verb
from itest.model.action import Call, ServiceSettings, SessionSettings
from itest.model.deadline import Deadline, Stop
from itest.model.exchange import PrepareError

SCHEMA = """
create table orders (id text primary key, sku text not null, qty integer check (qty > 0), total real, note blob);
insert into orders values ('o-1', 'A-1', 2, 42.5, x'00ff'), ('o-2', 'B-1', 1, 0.1, null);
"""
NUMBERS = "with recursive n(i) as (select 1 union all select i + 1 from n)"
FOREVER = f"{NUMBERS} select max(i) from n"


class Shop:
    """A session on a database file, and a way to send one step."""

    def __init__(self, folder, url=None, max_body=1_000_000):
        self.path = folder / "shop.db"
        self.url = url or f"sqlite:///{self.path}"
        self.folder = folder
        self.settings = SessionSettings(
            services={"shop_db": ServiceSettings(name="shop_db", url=self.url)},
            base_dir=folder,
            root=folder,
            max_body=max_body,
        )
        self.action = SqlAction()
        self.session = self.action.open(self.settings)

    def prepare(self, **arguments):
        return self.action.prepare(Call(arguments=arguments, service="shop_db", base_dir=self.folder), self.settings)

    def send(self, deadline=None, **arguments):
        return self.session.send(self.prepare(**arguments), deadline or Deadline.after(10, Stop()))

    def script(self, text):
        (self.folder / "script.sql").write_text(text)
        return self.send(file="script.sql")


@pytest.fixture
def shop(tmp_path):
    found = Shop(tmp_path)
    with closing(sqlite3.connect(found.path)) as connection:
        connection.executescript(SCHEMA)
    yield found
    found.session.close()


def refusal(shop, **arguments):
    with pytest.raises(PrepareError) as caught:
        shop.prepare(**arguments)
    return caught.value


@pytest.mark.parametrize("end", ["", ";", ";;", " ; ;\n", "; -- done; really"])
def test_a_query_may_have_an_end(shop, end):
    """Semicolons behind a statement are no statement."""
    assert [{"a": "x;"}] == shop.send(query=f"select 'x;' as a{end}").fields["rows"]


def test_a_query_gives_rows_as_objects(shop):
    """Numbers are exact, blobs are bytes, null is null, and the columns keep their order."""
    exchange = shop.send(query="select * from orders order by id")
    assert {
        "rows": [
            {"id": "o-1", "sku": "A-1", "qty": 2, "total": Decimal("42.5"), "note": b"\x00\xff"},
            {"id": "o-2", "sku": "B-1", "qty": 1, "total": Decimal("0.1"), "note": None},
        ],
        "row_count": 2,
        "columns": ["id", "sku", "qty", "total", "note"],
        "last_id": None,
    } == exchange.fields
    assert None is exchange.error


@pytest.mark.parametrize(
    ("query", "params"),
    [
        ("select sku from orders where id = :id and ':no' <> \"sku\" -- :no", {"id": "o-1"}),
        ("select sku from orders where id = @id /* ? */ and @id = $id", {"id": "o-1"}),
        ("select sku from orders where id = ? and qty = ?", ["o-1", 2]),
        ("select sku from orders where id = ?2 and qty = ?1", [2, "o-1"]),
        ("select sku from orders where total = ?", [Decimal("42.50")]),
        ("select sku from orders where sku = 'A-1'", None),
        ("select sku from orders where sku = 'A-1'", {}),
        ("select sku from orders where sku = 'A-1'", []),
    ],
)
def test_parameters_are_bound(shop, query, params):
    """Named ones come from an object, positions from a list; signs in strings and comments are none."""
    assert [{"sku": "A-1"}] == shop.send(query=query, params=params).fields["rows"]


def test_a_parameter_is_never_sql(shop):
    """A value that looks like SQL is a value."""
    exchange = shop.send(query="select * from orders where id = :id", params={"id": "' or 1=1 --"})
    assert [] == exchange.fields["rows"]
    assert 0 == exchange.fields["row_count"]


@pytest.mark.parametrize(
    ("query", "params", "message", "pointer"),
    [
        ("select :id", {}, "the query has `:id`, and `params` has no `id`", ("params",)),
        ("select :id", None, "the query has `:id`, and `params` has no `id`", ("params",)),
        ("select :id", {"id": 1, "di": 2}, "`params` has `di`, and the query has no `:di`", ("params", "di")),
        ("select :id", [1], "the query has `:id`, and `params` is no object", ("params",)),
        ("select ?", {"id": 1}, "the query has `?`, and `params` is no list", ("params",)),
        ("select ?, ?", [1], "the query has 2 `?`, and `params` has 1 value", ("params",)),
        ("select 1", [1], "the query has no `?`, and `params` has 1 value", ("params",)),
        ("select ?, :id", [1], "the query mixes `?` and named placeholders", ("query",)),
        ("select :id", {"id": [1]}, "a list is no value of SQL", ("params", "id")),
        ("select ?", [2**63], f"{2**63} does not fit into an SQL integer", ("params", 0)),
        ("select ?", ["\ud800"], "the text is not Unicode (a lone surrogate)", ("params", 0)),
        ("select ?", "o-1", "`params` is an object or a list", ("params",)),
        ("  ", None, "the query is no text", ("query",)),
    ],
)
def test_parameters_that_do_not_fit_are_named(shop, query, params, message, pointer):
    """A missing, left-over or impossible parameter is found before anything is sent."""
    error = refusal(shop, query=query, params=params)
    assert (message, pointer) == (error.message, error.pointer)


def test_values_come_back_as_they_went(shop):
    """What is bound is what is read, as far as SQLite has the type."""
    values = ["ü", b"\x00", 2**63 - 1, Decimal("0.1"), None, True, Decimal("12345678901234567890.12345")]
    rows = shop.send(query="select ? a, ? b, ? c, ? d, ? e, ? f, ? g", params=values).fields["rows"]
    assert ["ü", b"\x00", 2**63 - 1, Decimal("0.1"), None, 1, "12345678901234567890.12345"] == list(rows[0].values())


def test_odd_cells_are_values_too(shop):
    """Text that is not UTF-8 is bytes, an infinite number is text."""
    exchange = shop.send(query="select cast(x'ff' as text) as a, 9e999 as b, -9e999 as c")
    assert [{"a": b"\xff", "b": "Infinity", "c": "-Infinity"}] == exchange.fields["rows"]


@pytest.mark.parametrize(
    ("query", "row_count", "last_id"),
    [
        ("insert into log (what) values ('x'), ('y')", 2, 2),
        ("with n(i) as (select 1) insert into log (what) select i from n", 1, 1),
        ("update orders set qty = qty + 1", 2, None),
        ("delete from orders where id = 'o-1'", 1, None),
        ("create table other (id)", 0, None),
    ],
)
def test_a_change_counts_rows_and_gives_the_last_id(shop, query, row_count, last_id):
    """`row_count` is what was changed, `last_id` what an insert made."""
    shop.send(query="create table log (id integer primary key, what text)")
    fields = shop.send(query=query).fields
    assert ([], [], row_count, last_id) == tuple(fields[name] for name in ("rows", "columns", "row_count", "last_id"))


def test_a_change_that_returns_rows_counts_them(shop):
    """`returning` makes an insert a query as well."""
    fields = shop.send(query="insert into orders (id, sku, qty) values ('o-3', 'C', 1) returning id").fields
    assert {"rows": [{"id": "o-3"}], "row_count": 1, "columns": ["id"], "last_id": 3} == fields


def test_a_change_is_seen_by_others_at_once(shop):
    """A session commits each statement by itself."""
    shop.send(query="update orders set qty = 7")
    with closing(sqlite3.connect(shop.path)) as other:
        assert [(7,), (7,)] == other.execute("select qty from orders").fetchall()


@pytest.mark.parametrize(
    ("query", "kind", "message"),
    [
        ("select * from ordrs", "sql", "no such table: ordrs"),
        ("selec 1", "sql", 'near "selec": syntax error'),
        ("select 1; select 2", "sql", "You can only execute one statement at a time."),
        ("insert into orders values ('o-1', 'A-1', 1, 1, null)", "constraint", "UNIQUE constraint failed: orders.id"),
        ("update orders set qty = 0", "constraint", "CHECK constraint failed: qty > 0"),
        (
            "select 1 as a, 2 as a",
            "sql",
            "two columns are called `a`, and a row is an object; name one of them with `as`",
        ),
    ],
)
def test_the_database_refuses_in_its_own_words(shop, query, kind, message):
    """A refusal is the result's error; a constraint is told apart, since scenarios expect it."""
    exchange = shop.send(query=query)
    assert (kind, message, "IT209") == (exchange.error.kind, exchange.error.message, exchange.error.code)
    assert {} == exchange.fields


def test_a_script_is_one_transaction(shop):
    """All of it, with triggers and comments, or nothing of it."""
    exchange = shop.script("""
        -- adds an order; semicolons in 'strings;' do not matter
        create table log (what text);
        create trigger note after insert on orders begin insert into log values ('a;b'); select 1; end;
        insert into orders (id, sku, qty) values ('o-3', ';', 1);;
        select what from log
    """)
    assert (None, [{"what": "a;b"}], 1) == (exchange.error, exchange.fields["rows"], exchange.fields["row_count"])


def test_a_script_that_fails_changes_nothing(shop):
    """The statement that fails takes the others back, and the session goes on."""
    exchange = shop.script("delete from orders; insert into orders values ('x', null, 1, 1, null);")
    assert ("constraint", "NOT NULL constraint failed: orders.sku") == (exchange.error.kind, exchange.error.message)
    assert 2 == shop.send(query="select * from orders").fields["row_count"]


def test_a_script_counts_all_its_changes(shop):
    """Where its last statement returns nothing, `row_count` is what all of them changed."""
    assert (
        3
        == shop.script("delete from orders where id = 'o-1'; update orders set qty = 2; delete from orders").fields[
            "row_count"
        ]
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("delete from orders; COMMIT; select 1", "script.sql begins or ends a transaction"),
        ("-- nothing\n;", "script.sql has no statement"),
    ],
)
def test_a_script_that_cannot_be_one_transaction_is_refused(shop, text, message):
    """Nothing of it is sent."""
    (shop.folder / "script.sql").write_text(text)
    assert message == refusal(shop, file="script.sql").message


def test_a_script_outside_of_the_project_is_refused(shop):
    """`file` reaches no further than the project."""
    assert "IT217" == refusal(shop, file="../../etc/passwd").code


def test_a_database_that_is_not_there_is_created(tmp_path):
    """As SQLite does: the first script of a scenario may make it."""
    shop = Shop(tmp_path)
    assert None is shop.send(query="create table t (a)").error
    assert shop.path.is_file()
    shop.session.close()


@pytest.mark.parametrize("mode", ["rw", "ro"])
def test_a_database_that_must_be_there_already_is_not_created(tmp_path, mode):
    """`?mode=rw` makes a misspelt path an error instead of an empty database."""
    shop = Shop(tmp_path)
    exchange = Shop(tmp_path, f"{shop.url}?mode={mode}").send(query="select 1")
    assert ("connect", "IT202", f"there is no database {shop.path}") == (
        exchange.error.kind,
        exchange.error.code,
        exchange.error.message,
    )
    assert [] == list(tmp_path.iterdir())


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path):
    """SQLite's own words."""
    shop = Shop(tmp_path)
    shop.path.write_bytes(b"not a database" * 100)
    assert "file is not a database" == shop.send(query="select * from orders").error.message
    shop.session.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_the_sessions_own(tmp_path, url):
    """It lives from the first step to the last of one session."""
    shop, other = Shop(tmp_path, url), Shop(tmp_path, url)
    shop.send(query="create table t (a)")
    assert None is shop.send(query="select * from t").error
    assert "no such table: t" == other.send(query="select * from t").error.message
    shop.session.close()
    other.session.close()


@pytest.mark.parametrize("url", ["sqlite:///shop.db", "sqlite:///./shop.db", "sqlite:///sh%6Fp.db?mode=ro"])
def test_three_slashes_are_relative_to_the_project(shop, url):
    """As everywhere in Python; the working folder does not matter."""
    assert 2 == Shop(shop.folder, url).send(query="select * from orders").fields["row_count"]


def test_a_database_may_be_opened_for_reading_only(shop):
    """`?mode=ro` keeps a scenario from changing it."""
    exchange = Shop(shop.folder, f"{shop.url}?mode=ro").send(query="delete from orders")
    assert "attempt to write a readonly database" == exchange.error.message


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql://u:p@h/db", "has the scheme `postgresql`; `sql` speaks to `sqlite` only"),
        ("sqlite://tmp/shop.db", "has a host between its second and third slash"),
        ("sqlite:///shop.db?mode=x", "has the mode `x`; known are rwc, rw, ro"),
    ],
)
def test_a_url_that_means_no_database_is_refused(tmp_path, url, message):
    """The service is named, its password is not."""
    error = refusal(Shop(tmp_path, url), query="select 1")
    assert f"the url of the service `shop_db` {message}" == error.message


def test_a_service_that_is_not_there_is_refused(shop):
    """Its name is in the message."""
    with pytest.raises(PrepareError, match="there is no service `other`"):
        shop.action.prepare(Call(arguments={"query": "select 1"}, service="other"), shop.settings)


def test_a_statement_ends_at_its_deadline(shop):
    """An endless query is a timeout."""
    exchange = shop.send(Deadline.after(0.05, Stop()), query=FOREVER)
    assert ("timeout", "IT203", "the deadline passed while the statement was running") == (
        exchange.error.kind,
        exchange.error.code,
        exchange.error.message,
    )


def test_a_statement_ends_at_the_stop(shop):
    """An interrupt is heard in the middle of a query."""
    stop = Stop()
    timer = threading.Timer(0.05, stop.set)
    timer.start()
    exchange = shop.send(Deadline.after(60, stop), query=FOREVER)
    timer.join()
    assert ("interrupted", "IT213") == (exchange.error.kind, exchange.error.code)


def test_a_locked_database_is_waited_for_until_the_deadline(shop):
    """Another connection's transaction delays a change, and only to the deadline."""
    with closing(sqlite3.connect(shop.path, isolation_level=None)) as other:
        other.execute("begin exclusive")
        exchange = shop.send(Deadline.after(0.05, Stop()), query="update orders set qty = 3")
        assert ("timeout", "the deadline passed while waiting: database is locked") == (
            exchange.error.kind,
            exchange.error.message,
        )


def test_a_lock_that_is_given_up_delays_only(tmp_path):
    """The waiting statement then goes through."""
    shop = Shop(tmp_path)
    with closing(sqlite3.connect(shop.path, isolation_level=None, check_same_thread=False)) as other:
        other.executescript(SCHEMA)
        other.execute("begin exclusive")
        timer = threading.Timer(0.03, other.execute, ["commit"])
        timer.start()
        assert 2 == shop.send(query="update orders set qty = 3").fields["row_count"]
        timer.join()
    shop.session.close()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("select zeroblob(5000) as a", "a value is larger than 4000 bytes"),
        ("select zeroblob(900) as a from (values (1), (2), (3), (4), (5))", "the answer is larger than 4000 bytes"),
        (f"{NUMBERS} select i from n", "the answer is larger than 4000 bytes"),
    ],
)
def test_an_answer_is_bounded(shop, query, message):
    """Neither one value nor many rows fill the memory."""
    exchange = Shop(shop.folder, max_body=4000).send(query=query)
    assert ("too_large", "IT205") == (exchange.error.kind, exchange.error.code)
    assert exchange.error.message.startswith(message)


def test_rows_are_bounded(shop):
    """Small rows have a bound of their own."""
    exchange = Shop(shop.folder, max_body=10**9).send(query=f"{NUMBERS} select i from n")
    assert exchange.error.message.startswith(f"the answer is larger than {MAX_ROWS} rows")


def test_a_session_may_change_threads(shop):
    """It is used by one thread at a time, not always by the same one."""
    shop.send(query="select 1")
    found = []
    thread = threading.Thread(target=lambda: found.append(shop.send(query="select count(*) as n from orders")))
    thread.start()
    thread.join()
    assert [{"n": 2}] == found[0].fields["rows"]


def test_a_session_is_closed_twice_without_harm(shop):
    """Closing gives the connection back; again is nothing."""
    shop.send(query="select 1")
    shop.session.close()
    shop.session.close()


def test_the_request_is_what_was_sent(shop):
    """A flow finds the parameters there; a script's text too."""
    assert {"query": "select :id as id", "params": {"id": 1}} == shop.send(
        query="select :id as id", params={"id": 1}
    ).request
    assert {"file": "script.sql", "query": "select 1 as a"} == shop.script("select 1 as a").request


def test_the_transcript_reads_like_the_exchange(shop):
    """A title, the statement with its parameters, the rows, and where each part came from."""
    made = shop.send(query="select id, qty\nfrom orders where sku = :sku", params={"sku": "A-1"}).transcript()
    assert "select id, qty from orders where sku = :sku → 1 row" == made.title
    assert [
        ("select id, qty", ("query",)),
        ("from orders where sku = :sku", ("query",)),
        (':sku = "A-1"', ("params", "sku")),
    ] == [(line.text, line.pointer) for line in made.sent]
    assert ['{"id":"o-1","qty":2}'] == [line.text for line in made.received]
    assert "sqlite3" == made.label


def test_a_refusal_is_the_transcripts_title(shop):
    """The database's words stand where the rows would."""
    assert 'selec 1 → near "selec": syntax error' == shop.send(query="selec 1").transcript().title


def test_many_rows_are_previewed(shop):
    """The transcript shows the first and counts the rest."""
    made = shop.send(query=f"{NUMBERS} select i from n limit 25").transcript()
    assert (21, "… 5 more rows") == (len(made.received), made.received[-1].text)


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="needs the sqlite3 shell")
@pytest.mark.parametrize("value", ["A-1", 'it\'s "quoted" \\ $HOME', "two\nlines", 12, None, True, Decimal("1.5")])
def test_the_command_repeats_the_exchange(shop, value):
    """Run by hand in a shell, it gives the same answer."""
    exchange = shop.send(query="select quote(:v) as q", params={"v": value})
    ran = subprocess.run(["sh", "-c", exchange.transcript().command], capture_output=True, text=True, check=True)
    assert f"q\n{exchange.fields['rows'][0]['q']}\n" == ran.stdout


def test_placeholders_are_found_where_sql_has_them():
    """Casts, JSON paths, quoted names and comments hold none."""
    sql = """select a->>'$.x', "b:c", [d?e], `f@g`, 'it''s :h', 1.5, x'00' -- :i ?
    /* :j ? */ from t where a$b = :k and l = :k and m = :_n2"""
    assert (("k", "_n2"), 0) == (placeholders(sql).names, placeholders(sql).positions)
    assert 4 == placeholders("?, ?3, ?").positions


def test_a_script_is_split_at_its_statements():
    """An unfinished last statement is one as well, a comment goes with what follows, an empty one is none."""
    assert ("select ';';", "-- x;\n select 2") == statements("select ';'; ; -- x;\n select 2 ")
    assert () == statements(" -- nothing\n")


@pytest.mark.parametrize(
    ("sql", "steers", "what"),
    [
        ("BEGIN", True, ""),
        ("/* x */ rollback", True, ""),
        ("INSERT into t select 1", False, "insert"),
        ("replace into t values (1)", False, "replace"),
        ("with a as (select 1) insert into t select * from a", False, "insert"),
        ("with a as (select 1) select replace('a', 'b', 'c') from a", False, "select"),
        ("select 'insert'", False, "select"),
        ("", False, ""),
    ],
)
def test_what_a_statement_does_is_read_off_it(sql, steers, what):
    """Only as far as results need it."""
    assert (steers, what) == (steers_transaction(sql), verb(sql))


@pytest.fixture
def outside(tmp_path):
    """A folder that is no part of the project, which is another one below it, and a link to it from there."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "link").symlink_to(tmp_path, target_is_directory=True)
    with closing(sqlite3.connect(tmp_path / "outside.db")) as connection:
        connection.executescript("create table secret (v); insert into secret values ('s3cret');")
    found = Shop(project)
    yield found
    found.session.close()


@pytest.mark.parametrize(
    "query",
    [
        "attach '{out}/outside.db' as o",
        "ATTACH DATABASE '{out}/new.db' AS o",
        'attach "{out}/outside.db" as o',
        "attach 'file:{out}/outside.db?mode=ro' as o",
        "attach 'file:///{out}/outside.db' as o",
        "attach 'file://localhost{out}/outside.db' as o",
        "attach 'file:{out}/%6futside.db?vfs=unix-none' as o",
        "attach 'file:{project}/x.db%00?mode=ro' as o",
        "attach '{project}/../outside.db' as o",
        "attach '{project}/link/outside.db' as o",
        "attach '{out}/' || 'outside.db' as o",
        "vacuum into '{out}/copy.db'",
        "vacuum into '{project}/link/copy.db'",
        "pragma temp_store_directory = '{out}'",
    ],
)
def test_a_statement_reaches_no_file_outside_of_the_project(outside, query):
    """Whatever way it is written; links are followed before it is judged, and nothing is made there."""
    before = sorted(outside.folder.parent.iterdir())
    error = outside.send(query=query.format(out=outside.folder.parent, project=outside.folder)).error
    assert error is not None
    assert ("outside", "IT217") == (error.kind, error.code)
    assert before == sorted(outside.folder.parent.iterdir())


@pytest.mark.parametrize(
    "query",
    [
        "attach '{project}/second.db' as o",
        "attach 'file:{project}/second.db?mode=rwc' as o",
        "attach ':memory:' as o",
        "attach 'file:any?mode=memory&cache=shared' as o",
        "attach '' as o",
        "vacuum into '{project}/copy.db'",
        "vacuum",
    ],
)
def test_what_lies_in_the_project_or_nowhere_is_attached(outside, query):
    """Databases in memory and temporary ones, too."""
    assert outside.send(query=query.format(project=outside.folder)).error is None


def test_a_bound_name_is_judged_each_time(outside):
    """SQLite keeps the statement and asks but once."""
    statement = "attach :file as o"
    assert outside.send(query=statement, params={"file": str(outside.folder / "a.db")}).error is None
    assert outside.send(query="detach o").error is None
    refused = outside.send(query=statement, params={"file": str(outside.folder.parent / "outside.db")}).error
    assert refused is not None
    assert "outside.db` lies outside the project folder" in refused.message
    assert outside.send(query="attach ? as o", params=[str(outside.folder / "a.db")]).error is None


def test_a_script_reaches_no_file_outside_either(outside):
    """Its statements are carried out the same way."""
    error = outside.script(f"create table t (v); attach '{outside.folder.parent}/outside.db' as o;").error
    assert error is not None
    assert "IT217" == error.code


def test_no_extension_is_loaded(outside):
    """SQLite refuses that by itself."""
    error = outside.send(query="select load_extension('x')").error
    assert error is not None
    assert "not authorized" in error.message
