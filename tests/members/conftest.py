"""Who opens the register's pages in most tests."""

import pytest

from tests.factories.members import make_secretary


@pytest.fixture
def secretary(client):
    user = make_secretary()
    client.force_login(user)
    return user
