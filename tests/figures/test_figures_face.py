from __future__ import annotations

import communique.figures as figures


def test_the_public_face_is_what_it_says() -> None:
    assert sorted(figures.__all__) == figures.__all__
    assert all(getattr(figures, name).__module__.startswith("communique.figures.") for name in figures.__all__)
