import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/runtimes/**", "node_modules/**"],
    // Two cores: the tests that train for a while must not be told to hurry.
    testTimeout: 60_000,
  },
});
