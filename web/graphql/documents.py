"""Documents: parsed, measured, validated and costed once, then kept."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    specified_rules,
    validate,
)
from graphql.validation import (
    ASTValidationRule,
    ExecutableDefinitionsRule,
    KnownFragmentNamesRule,
    NoFragmentCyclesRule,
    NoSchemaIntrospectionCustomRule,
    NoUnusedFragmentsRule,
    UniqueFragmentNamesRule,
)

from schema.rows import Rows
from web.graphql.cost import Cost, costs
from web.graphql.limits import Figures, Limits, measure
from web.graphql.plan import Plan
from web.http.errors import BAD_USER_INPUT, COST_LIMIT_EXCEEDED, PARSE_FAILED, VALIDATION_FAILED, DocumentRefusal, shown

# Checked before anything else walks through fragments: only what passes these can be measured.
STRUCTURE_RULES: Final[tuple[type[ASTValidationRule], ...]] = (
    ExecutableDefinitionsRule,
    UniqueFragmentNamesRule,
    KnownFragmentNamesRule,
    NoFragmentCyclesRule,
    NoUnusedFragmentsRule,
)

# The rest of a document's errors tells nobody anything new, and each one costs.
MAX_ERRORS: Final = 20

# How much the documents that are kept may weigh together. A character takes some hundred bytes, parsed, and what is made of a field,
# as often as fragments repeat it, as much as four: so this is 200 MB.
MAX_KEPT_WEIGHT: Final = 2_000_000
_WEIGHT_OF_FIELD: Final = 4

# How graphql-core ends the message of a syntax error that one of its limits caused.
_LIMIT_MESSAGE_END: Final = "Parsing aborted."


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a document. *variables*: the names that it declares, in its order."""

    node: OperationDefinitionNode
    name: str | None
    variables: tuple[str, ...]
    cost: Cost


@dataclass(frozen=True, slots=True)
class Document:
    """A document that may run on the schema, with what it asks for, and how its answers are made if the schema's rows are known."""

    source: str
    ast: DocumentNode
    figures: Figures
    operations: Mapping[str | None, Operation]
    plan: Plan | None

    @property
    def weight(self) -> int:
        """How much it takes to keep, in characters of a text."""
        return len(self.source) + _WEIGHT_OF_FIELD * self.figures.fields

    def operation(self, name: str | None) -> Operation:
        """The operation called *name*, or the only one if no name is given. Raises DocumentRefusal."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name in self.operations and name is not None:
            return self.operations[name]
        known = ", ".join(operation for operation in self.operations if operation) or "none with a name"
        message = f"Unknown operation {shown(name)!r}." if name else "The document holds several operations: say which by operationName."
        raise DocumentRefusal(BAD_USER_INPUT, [GraphQLError(f"{message} It holds: {known}.")], operationName=shown(name))


class Documents:
    """The documents that clients send, least recently used dropped first. `hits` were known, `misses` had to be prepared.

    A refused document is not kept: refusing it again is cheap, and keeping it would push out good ones. *rows*: what plans may
    read; without it there are none.
    """

    def __init__(
        self, schema: GraphQLSchema, /, *, limits: Limits, introspection: bool = True, size: int = 512, rows: Rows | None = None
    ) -> None:
        self._schema = schema
        self._limits = limits
        self.introspection = introspection
        self._rules = specified_rules if introspection else (*specified_rules, NoSchemaIntrospectionCustomRule)
        self._size = size
        self._rows = rows
        self._known: OrderedDict[str, Document] = OrderedDict()
        self._weight = 0
        self.hits = 0
        self.misses = 0

    def __len__(self) -> int:
        """How many documents are kept."""
        return len(self._known)

    def get(self, source: str) -> Document:
        """The document of *source*, ready to run.

        Raises DocumentRefusal: GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED or COST_LIMIT_EXCEEDED (with the figures).
        """
        known = self._known.get(source)
        if known is not None:
            self.hits += 1
            self._known.move_to_end(source)
            return known
        self.misses += 1
        document = self._prepare(source)
        self._known[source] = document
        self._weight += document.weight
        while len(self._known) > self._size or self._weight > MAX_KEPT_WEIGHT:
            self._weight -= self._known.popitem(last=False)[1].weight
        return document

    def _prepare(self, source: str) -> Document:
        """Parse, check the fragments, measure, then validate: each step is only safe after the one before."""
        ast = self._parse(source)
        if "..." in source:
            self._validate(ast, STRUCTURE_RULES)
        figures = measure(ast, self._limits)
        excess = figures.excess(self._limits)
        if excess:
            raise too_much(excess)
        self._validate(ast, self._rules)
        operations = (_operation(node, cost) for node, cost in costs(self._schema, ast).items())
        plan = Plan(self._schema, ast, self._rows) if self._rows else None
        return Document(source, ast, figures, {operation.name: operation for operation in operations}, plan)

    def _parse(self, source: str) -> DocumentNode:
        """The syntax tree. Raises DocumentRefusal."""
        limits = self._limits
        if len(source) > limits.characters:
            raise too_much({"characters": {"value": len(source), "limit": limits.characters}})
        try:
            ast = parse(source, max_lexical_tokens=limits.tokens, max_comments=limits.tokens, allow_empty_selection_sets=False)
        except GraphQLSyntaxError as exc:
            code = COST_LIMIT_EXCEEDED if exc.message.endswith(_LIMIT_MESSAGE_END) else PARSE_FAILED
            raise DocumentRefusal(code, [exc]) from exc
        if len(ast.definitions) > limits.definitions:
            raise too_much({"definitions": {"value": len(ast.definitions), "limit": limits.definitions}})
        return ast

    def _validate(self, ast: DocumentNode, rules: Iterable[type[ASTValidationRule]]) -> None:
        """Hold *ast* against *rules*. Raises DocumentRefusal."""
        errors = validate(self._schema, ast, tuple(rules), max_errors=MAX_ERRORS, hide_suggestions=not self.introspection)
        if errors:
            raise DocumentRefusal(VALIDATION_FAILED, errors)


def _operation(node: OperationDefinitionNode, cost: Cost) -> Operation:
    """What is known of an operation before it has variables."""
    variables = tuple(definition.variable.name.value for definition in node.variable_definitions or ())
    return Operation(node, node.name.value if node.name else None, variables, cost)


def too_much(excess: dict[str, dict[str, int]]) -> DocumentRefusal:
    """The refusal of what asks for more than its limits; *excess* names each figure with its value and its limit."""
    listed = ", ".join(f"{name} {figure['value']} (limit {figure['limit']})" for name, figure in excess.items())
    return DocumentRefusal(COST_LIMIT_EXCEEDED, [GraphQLError(f"The document asks for too much: {listed}.")], figures=excess)
