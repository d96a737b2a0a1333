"""Everything an operator may set: environment variables NETZLOTSE_*, read once, typed and checked."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from web.graphql.limits import Limits
from web.http.origins import origins_of

PREFIX = "NETZLOTSE_"
_LIMITS = Limits()

Count = Annotated[int, Field(ge=1, le=1_000_000)]
Bytes = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(gt=0, le=3600)]


class SettingsError(Exception):
    """A setting that can't be used; the message names the variable, its value and the cause on one line."""


def default_data_dir() -> Path:
    """`data` beside the code in a checkout, otherwise the user's data directory (XDG base directory specification)."""
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / "pyproject.toml").is_file():
        return checkout / "data"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "netzlotse"


class Settings(BaseSettings):
    """The service's settings. Every field is the variable NETZLOTSE_<FIELD>; times are seconds, sizes are bytes."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(8000, description="Port to listen on; 0 takes a free one.")
    data_dir: Path = Field(default_factory=default_data_dir, description="Directory of the embedded graph.")

    neo4j_uri: str | None = Field(None, description="bolt:// or neo4j:// address; when set, Neo4j is used and not the embedded graph.")
    neo4j_user: str = "neo4j"
    neo4j_password: SecretStr = SecretStr("")
    neo4j_database: str = "neo4j"

    load: bool = Field(True, description="Load the shipped directory at the start where the graph lacks it; false where others fill it.")

    request_timeout: Seconds = Field(15.0, description="A GraphQL request that takes longer is cancelled and answered 503.")
    statement_timeout: Seconds = Field(10.0, description="A database statement that takes longer is given up.")
    shutdown_timeout: Seconds = Field(10.0, description="How long open requests may still run after a stop signal.")

    version_interval: Seconds = Field(2.0, description="How often the database is asked whether it holds a newer directory.")

    introspection: bool = Field(True, description="Answer __schema and __type; without it field suggestions are hidden, too.")
    graphiql: bool = Field(True, description="Serve the query editor at /graphiql.")

    max_body_bytes: Count = Field(262_144, description="Largest request body.")
    max_document_characters: Count = _LIMITS.characters
    max_tokens: Count = _LIMITS.tokens
    max_definitions: Count = _LIMITS.definitions
    max_depth: Count = _LIMITS.depth
    max_fields: Count = _LIMITS.fields
    max_aliases: Count = _LIMITS.aliases
    max_breadth: Count = _LIMITS.breadth
    max_root_fields: Count = _LIMITS.root_fields
    max_repeats: Count = _LIMITS.repeats
    max_cost: Count = _LIMITS.cost
    document_cache: Count = Field(512, description="Documents kept parsed and validated.")

    persisted_bytes: Bytes = Field(4_000_000, description="Automatic persisted queries that are remembered; 0 remembers none.")
    trusted_documents: Path | None = Field(None, description="Folder of .graphql files that requests may name by documentId.")
    only_trusted: bool = Field(False, description="Answer the trusted documents and no others.")

    response_cache_bytes: Bytes = Field(64_000_000, description="Answers kept in memory; 0 keeps none.")
    cache_max_age: Annotated[int, Field(ge=0)] = Field(60, description="How long browsers and shared caches may keep an answer to a GET.")
    compression: bool = Field(True, description="Compress answers as clients accept it; switch it off where a proxy does.")

    rate_limit: Annotated[int, Field(ge=0, le=1_000_000)] = Field(600, description="Requests a client may send in a window; 0: any number.")
    rate_window: Seconds = Field(60.0, description="Length of that window.")
    rate_clients: Count = Field(50_000, description="Clients whose requests are counted.")
    trusted_proxies: str = Field(
        "127.0.0.1,::1", description="Addresses or networks of proxies, separated by commas, whose X-Forwarded-For is believed."
    )
    cors_origins: str = Field("*", description="Origins whose pages may read, separated by commas; * is any, empty is none.")
    frame_origins: str = Field("*", description="Origins whose pages may frame the embed's pages; * is any, empty is the partners' only.")
    partners: Path | None = Field(None, description="TOML file of partner websites: origins, region, key, rate limit.")

    metrics: bool = Field(True, description="Serve /metrics.")
    metrics_token: SecretStr = Field(SecretStr(""), description="When set, /metrics asks for it as a bearer token.")

    report_limit: Annotated[int, Field(ge=0, le=1_000_000)] = Field(10, description="Reports a client may send in a window; 0 takes none.")
    report_window: Annotated[float, Field(gt=0, le=604_800)] = Field(3600.0, description="Length of that window.")
    reports_kept: Count = Field(5000, description="Reports that wait at once; then no more are taken.")
    reports_days: Count = Field(365, description="After so many days a report that nobody closed is dropped.")
    reports_token: SecretStr = Field(SecretStr(""), description="When set, /reports gives the reports to who brings it.")

    traces: str = Field(
        "", description="Where OpenTelemetry traces go: a collector's address (OTLP over HTTP), otlp for the OTEL_* variables; empty: none."
    )

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["auto", "console", "json"] = Field("auto", description="auto: readable on a terminal, otherwise JSON lines.")

    @field_validator("cors_origins", "frame_origins")
    @classmethod
    def _are_origins(cls, value: str) -> str:
        """Refuse at the start what would never match."""
        origins_of(value)
        return value

    @field_validator("traces")
    @classmethod
    def _is_a_collector(cls, value: str) -> str:
        """Refuse at the start where no span would ever arrive."""
        if value and value != "otlp" and not value.startswith(("http://", "https://")):
            raise ValueError("it is the http:// or https:// address of a collector, or otlp")
        return value

    @property
    def limits(self) -> Limits:
        """What a document may ask for."""
        return Limits(
            characters=self.max_document_characters,
            tokens=self.max_tokens,
            definitions=self.max_definitions,
            depth=self.max_depth,
            fields=self.max_fields,
            aliases=self.max_aliases,
            breadth=self.max_breadth,
            root_fields=self.max_root_fields,
            repeats=self.max_repeats,
            cost=self.max_cost,
        )


def read_settings(**overrides: object) -> Settings:
    """The settings of this process; *overrides* that aren't None (command-line options) win over the environment.

    Raises SettingsError.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as exc:
        raise SettingsError("; ".join(_explain(error["loc"], error["input"], error["msg"]) for error in exc.errors())) from exc


def _explain(loc: tuple[int | str, ...], value: object, cause: str) -> str:
    """One line on one bad setting. Passwords are never shown."""
    name = str(loc[0]) if loc else "settings"
    shown = "…" if "password" in name or "token" in name else repr(value)
    return f"{PREFIX}{name.upper().removeprefix(PREFIX)}={shown}: {cause}"
