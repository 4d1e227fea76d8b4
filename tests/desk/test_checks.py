import pytest
from django.core.checks import run_checks
from django.db import connection


def ids(*, deploy: bool = False, databases: list[str] | None = None) -> list[str]:
    found = run_checks(include_deployment_checks=deploy, databases=databases)
    return [message.id for message in found if message.id.startswith("desk.")]


def test_settings_of_the_suite_are_in_order():
    assert ids() == []


@pytest.mark.parametrize("backend", ["locmem.LocMemCache", "dummy.DummyCache"])
def test_cache_for_each_process_is_refused(settings, backend):
    settings.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{backend}"}}
    assert ids() == ["desk.E001"]


@pytest.mark.parametrize("options", [{}, {"OPTIONS": {"transaction_mode": "DEFERRED"}}])
def test_deferred_transactions_on_sqlite_are_refused(settings, monkeypatch, options):
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": "x.sqlite3", **options}
    monkeypatch.setitem(settings.DATABASES, "default", database)
    assert ids() == ["desk.E002"]


@pytest.mark.parametrize("source", ["'unsafe-inline'", "'unsafe-eval'", "https:"])
def test_policy_with_a_hole_is_refused(settings, source):
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": ["'self'", source]}}
    assert ids() == ["desk.E003"]


def test_election_keys_among_documents_are_refused(settings):
    settings.ELECTION_KEY_DIR = settings.DOCUMENT_DIR / "keys"
    assert ids() == ["desk.E004"]


def test_election_keys_in_the_data_folder_are_noted_for_production(settings, tmp_path):
    assert ids(deploy=True) == ["desk.W001"]
    settings.ELECTION_KEY_DIR = tmp_path
    assert ids(deploy=True) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("value", "noted"), [("off", True), ("local", False), ("on", False)])
def test_commits_that_are_not_on_disk_are_noted_where_the_database_is_postgresql(value, noted):
    is_postgresql = connection.vendor == "postgresql"
    if is_postgresql:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('synchronous_commit', %s, true)", [value])
    expected = ["desk.W002"] if is_postgresql and noted else []
    assert ids(databases=["default"]) == expected


@pytest.mark.django_db
def test_database_is_not_asked_where_a_check_names_none(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert ids() == []
