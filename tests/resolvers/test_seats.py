"""The nearest location of each actor, held against geopy."""

import numpy as np
from geopy.distance import great_circle

from resolvers.coverage.seats import Seats
from tests.resolvers.small_country import DAY, actor, seat, stakes

ACTORS = [actor("a"), actor("b"), actor("c")]
SEATS = [seat("a", "01001"), seat("b", "01004"), seat("a", "01003", 50.63), seat("b", "01001", days=("2027-01-01", "9999-12-31"))]


def test_the_nearest_of_several_locations_counts_and_those_who_have_none_are_infinitely_far() -> None:
    seats = Seats(stakes(actors=ACTORS, seats=SEATS), DAY.toordinal())
    away = seats.away(50.5, 9.1)
    assert abs(away[0] - great_circle((50.5, 9.1), (50.63, 9.0)).km) < 1e-6
    # The second location of b begins later.
    assert abs(away[1] - great_circle((50.5, 9.1), (50.9, 9.0)).km) < 1e-6
    assert np.isinf(away[2])


def test_the_nearest_location_says_where_it_is() -> None:
    seats = Seats(stakes(actors=ACTORS, seats=SEATS), DAY.toordinal())
    near, far = seats.of(0, 50.5, 9.1), seats.of(1, 50.5, 9.1)
    assert (near.actor, near.region, near.lat, near.lon) == (0, "01003001", 50.63, 9.0)
    assert (far.actor, far.region) == (1, "01004001")
    assert [near.distance_km, far.distance_km] == seats.away(50.5, 9.1)[:2].tolist()


def test_nobody_sits_anywhere() -> None:
    seats = Seats(stakes(actors=ACTORS), DAY.toordinal())
    assert np.isinf(seats.away(50.5, 9.1)).all()
