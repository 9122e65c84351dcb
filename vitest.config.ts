import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Two cores: the tests that train for a while must not be told to hurry.
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "downhill",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/runtimes/**", "node_modules/**"],
        },
      },
      {
        // The kernels again, in a core that checks what they are called with: docs/debugging-a-kernel.md.
        extends: true,
        test: { name: "checked", include: ["tests/kernels/*.test.ts"], env: { CORE_BUILD: "checked" } },
      },
    ],
  },
});
