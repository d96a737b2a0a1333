"""The routes of the embed that make pages, and what says how to frame them."""

from starlette.routing import BaseRoute

from web.embed.configurator import Configurator
from web.embed.directory import DirectoryPage
from web.embed.framing import framed_policy
from web.embed.oembed import OEmbed
from web.http.origins import ANY, origins_of
from web.http.partners import Partners
from web.pages.asking import PageAsker
from web.pages.fresh import Freshness
from web.settings import Settings


def embed_routes(asker: PageAsker, *, settings: Settings, partners: Partners) -> list[BaseRoute]:
    """The routes of what other websites frame and link to."""
    readable = ANY in origins_of(settings.cors_origins)
    directory = DirectoryPage(
        asker=asker,
        freshness=Freshness(max_age=settings.cache_max_age, compress=settings.compression),
        policy=framed_policy(settings.frame_origins, partners),
        readable=readable,
    )
    return [*directory.routes(), *OEmbed(readable).routes(), *Configurator(asker).routes()]
