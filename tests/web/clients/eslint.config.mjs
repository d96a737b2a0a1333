import graphql from "@graphql-eslint/eslint-plugin";

const rules = { ...graphql.configs["flat/schema-recommended"].rules, ...graphql.configs["flat/schema-relay"].rules };
const naming = rules["@graphql-eslint/naming-convention"][1];

export default [
  {
    files: ["**/*.graphql"],
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: "./schema.graphql" } } },
    plugins: { "@graphql-eslint": graphql },
    rules: {
      ...rules,
      "@graphql-eslint/require-description": ["error", { types: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true, rootField: true }],
      // Operators in capitals are told from the fields of a node at a glance; TypeCount is a count of a type.
      "@graphql-eslint/naming-convention": [
        "error",
        { ...naming, InputValueDefinition: { style: "camelCase", ignorePattern: "^(AND|OR|NOT)$" }, "ObjectTypeDefinition,ObjectTypeExtension": { ignorePattern: "^TypeCount$" } },
      ],
      // Only what can be fetched again has an ID; a tie, a cell or a reason is a value.
      "@graphql-eslint/strict-id-in-types": "off",
      // Short lists are lists and not connections: they are bounded, and hold no edges.
      "@graphql-eslint/relay-edge-types": ["error", { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false }],
      // Some connections go forwards only.
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
    },
  },
];
