import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** Only these rooms may ask the machine for time, chance, environment and a terminal; test/house/rooms.ts says the same. */
const AMBIENT_ROOMS = ["src/net/clock.ts", "src/net/settings.ts", "src/machine.ts", "src/runtime.ts", "src/cli/**"];

export default defineConfig(
  { ignores: ["dist/"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: "tsconfig.test.json", tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: "error",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // What the house writes on purpose: numbers in messages, `return done()`, a port's async method that need not wait,
      // ports as records of functions, and `{ find: _, ...rest }` to leave a member out.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/unbound-method": "off",
      // They compare every pair of types, a minute of them, for what is not here: enums, and literals in place of instances.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "@typescript-eslint/no-unsafe-enum-assignment": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // Loaded where they are needed, because they cost a preview too much: the SDK's protocol files, and our own look-ups.
      "@typescript-eslint/no-require-imports": ["error", { allow: ["^@pulumi/pulumi/", "^\\.\\./lookups$"] }],
    },
  },
  {
    files: ["src/**/*.ts"],
    ignores: AMBIENT_ROOMS,
    rules: {
      "no-restricted-globals": [
        "error",
        { name: "setTimeout", message: "Ask the Clock." },
        { name: "setInterval", message: "Ask the Clock." },
        { name: "console", message: "Only src/cli/ has a terminal." },
      ],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "Ask the Clock." },
        { object: "Math", property: "random", message: "Ask Io.random." },
        { object: "process", property: "env", message: "Ask Io.env." },
      ],
    },
  },
);
