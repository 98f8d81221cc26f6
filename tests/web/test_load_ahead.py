"""What a server loads beside its start."""

from concurrent.futures import ThreadPoolExecutor

from stuurbord.web import ahead
from stuurbord.web.api import application


def test_the_api_is_put_together_once_however_many_ask_first():
    application._made.cache_clear()
    application._resolver.cache_clear()
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(application.resolver) for _ in range(3)] + [threads.submit(ahead.load)]
        found = [one.result() for one in asked[:3]]
        asked[3].result()
    assert len({id(one) for one in found}) == 1
