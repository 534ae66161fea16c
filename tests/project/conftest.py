from __future__ import annotations

from collections.abc import Iterator

import pytest

from communique.coding.codebook import load_codebook
from communique.project.store import Store
from communique.study.codebooks import put_codebook
from tests.support.studies import Study


@pytest.fixture
def study(location: str) -> Iterator[Study]:
    """An empty study with the codebook ``claims``, on either database."""
    store = Store.create(location)
    put_codebook(store, load_codebook("claims"), actor="Ada", session="test")
    yield Study(store)
    store.close()
