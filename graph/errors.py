"""What can go wrong while the directory is asked, and the one place where the driver's exceptions get these names."""

from typing import Any, ClassVar

from neo4j import exceptions as driver


class DirectoryError(Exception):
    """An error whose message and code are meant for the person who asked; any other is masked on its way out."""

    code: ClassVar[str] = "DIRECTORY_ERROR"

    @property
    def extensions(self) -> dict[str, Any]:
        """`code` and whatever else a program needs to act on the error."""
        return {"code": self.code}


class BadUserInput(DirectoryError):
    """A value that was sent can't be used; the message names the value and the cause."""

    code = "BAD_USER_INPUT"

    def __init__(self, message: str, *, argument: str | None = None, value: Any = None) -> None:
        super().__init__(message)
        self.argument = argument
        self.value = value

    @property
    def extensions(self) -> dict[str, Any]:
        """Adds `argument` and `value`, where they are known."""
        known = {"argument": self.argument, "value": self.value} if self.argument is not None else {}
        return {"code": self.code, **known}


class PlaceNotFound(DirectoryError):
    """No place answers to *value*. *suggestions*: names that come near, best first, perhaps none."""

    code = "PLACE_NOT_FOUND"

    def __init__(self, message: str, *, value: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.value = value
        self.suggestions = suggestions

    @property
    def extensions(self) -> dict[str, Any]:
        """Adds `value` and `suggestions`."""
        return {"code": self.code, "value": self.value, "suggestions": list(self.suggestions)}


class AmbiguousPlace(DirectoryError):
    """Several places answer to *value*. *candidates*: each as the caller would have to name it, at least two."""

    code = "AMBIGUOUS_PLACE"

    def __init__(self, message: str, *, value: str, candidates: tuple[Any, ...]) -> None:
        super().__init__(message)
        self.value = value
        self.candidates = candidates

    @property
    def extensions(self) -> dict[str, Any]:
        """Adds `value` and `candidates`."""
        return {"code": self.code, "value": self.value, "candidates": list(self.candidates)}


class ServiceUnavailable(DirectoryError):
    """The database can't answer now. *retry_after*: whole seconds after which asking again makes sense."""

    code = "SERVICE_UNAVAILABLE"

    def __init__(self, message: str, *, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after

    @property
    def extensions(self) -> dict[str, Any]:
        """Adds `retryAfter` in seconds."""
        return {"code": self.code, "retryAfter": self.retry_after}


class StatementTimeout(ServiceUnavailable):
    """A statement took longer than it may and was given up."""


class ConstraintViolated(DirectoryError):
    """A write would have stored a second node with a key that is unique; nothing of its transaction was stored."""

    code = "CONSTRAINT_VIOLATED"


class EngineSetupError(Exception):
    """The engine can't be opened: one line for the person who starts the service, naming the value and the cause."""


_TIMED_OUT = frozenset(
    {
        "Neo.ClientError.Transaction.TransactionTimedOut",
        "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
    }
)
_EXPIRED = "Neo.ClientError.Security.CredentialsExpired"
_NO_DATABASE = "Neo.ClientError.Database.DatabaseNotFound"


def translated(error: driver.Neo4jError | driver.DriverError) -> Exception:
    """What *error* means while requests are answered; *error* itself when it is a fault of ours (a wrong statement, say)."""
    if isinstance(error, driver.Neo4jError) and error.code in _TIMED_OUT:
        return StatementTimeout("The database gave up a statement that took too long.")
    if isinstance(error, driver.ConstraintError):
        return ConstraintViolated(f"The database refused a key that exists already: {error.message}")
    if isinstance(error, driver.IncompleteCommit):
        return ServiceUnavailable("The database went away during a commit: what was being written may or may not be stored.")
    if isinstance(error, driver.AuthError):
        return ServiceUnavailable("The database no longer accepts this service's credentials.", retry_after=30)
    if isinstance(error, driver.TransientError):
        return ServiceUnavailable("The database is too busy to answer; please ask again.")
    if isinstance(error, driver.ServiceUnavailable | driver.SessionExpired):
        return ServiceUnavailable("The database can't be reached at the moment.", retry_after=2)
    if isinstance(error, driver.ConnectionAcquisitionTimeoutError):
        return ServiceUnavailable("Every connection to the database is in use; please ask again.")
    return error


def setup_error(error: driver.Neo4jError | driver.DriverError, *, uri: str, user: str, database: str) -> EngineSetupError:
    """What *error* means when it comes up while the service opens the database at *uri*."""
    if isinstance(error, driver.Neo4jError) and error.code == _EXPIRED:
        return EngineSetupError(f"Neo4j at {uri}: the password of user {user!r} has expired and must be changed first")
    if isinstance(error, driver.AuthError):
        return EngineSetupError(f"Neo4j at {uri} refused user {user!r}: the password or the user name is wrong")
    if isinstance(error, driver.Neo4jError) and error.code == _NO_DATABASE:
        return EngineSetupError(f"Neo4j at {uri} has no database {database!r}")
    if isinstance(error, driver.Neo4jError):
        return EngineSetupError(f"Neo4j at {uri} can't be used: {error.code}: {error.message}")
    cause = str(error).splitlines()[0] if str(error) else type(error).__name__
    return EngineSetupError(f"Neo4j at {uri} can't be reached: {cause}")
