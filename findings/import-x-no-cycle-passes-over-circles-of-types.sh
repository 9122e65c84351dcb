#!/usr/bin/env bash
# eslint-plugin-import-x's no-cycle says nothing of a circle in which one of the imports is `import type`, and no option of the rule changes
# that. dependency-cruiser counts it when it looks before compilation (tsPreCompilationDeps). A rule that is to hold the order of folders
# therefore lets two of them depend on each other by their types.
#
# Seen with eslint 10.15.0, eslint-plugin-import-x 4.18.1, typescript-eslint 8.73.0, dependency-cruiser 17.4.3, TypeScript 5.9.3, Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund eslint@10.15.0 eslint-plugin-import-x@4.18.1 eslint-import-resolver-typescript@4.4.5 \
  typescript-eslint@8.73.0 typescript@5.9.3 dependency-cruiser@17.4.3 >/dev/null 2>&1
cat >eslint.config.js <<'JS'
import tseslint from "typescript-eslint";
import { importX } from "eslint-plugin-import-x";
export default tseslint.config({
  files: ["src/**/*.ts"],
  languageOptions: { parser: tseslint.parser },
  plugins: { "import-x": importX },
  settings: {
    "import-x/extensions": [".ts"],
    "import-x/parsers": { "@typescript-eslint/parser": [".ts"] },
    "import-x/resolver": { typescript: true },
  },
  rules: { "import-x/no-cycle": "error" },
});
JS
cat >cruiser.mjs <<'JS'
export default {
  forbidden: [{ name: "no-circle", severity: "error", from: {}, to: { circular: true } }],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: "tsconfig.json" } },
};
JS
echo '{ "compilerOptions": { "module": "nodenext", "moduleResolution": "nodenext", "strict": true, "noEmit": true }, "include": ["src"] }' >tsconfig.json
mkdir src
printf 'import { One } from "./one.js";\nexport class Two { other = new One(); }\n' >src/two.ts
for import in "import" "import type"; do
  printf '%s { Two } from "./two.js";\nexport class One { other: Two | undefined; }\n' "$import" >src/one.ts
  { npx eslint src --format json || true; } >eslint.json 2>/dev/null
  { npx depcruise src --config cruiser.mjs --output-type json || true; } >cruiser.json 2>/dev/null
  echo "$import: no-cycle reports $(grep -o 'import-x/no-cycle' eslint.json | wc -l)," \
    "dependency-cruiser $(node -p 'JSON.parse(fs.readFileSync("cruiser.json")).summary.error')"
done | tee seen
diff seen - <<'TXT'
import: no-cycle reports 2, dependency-cruiser 1
import type: no-cycle reports 0, dependency-cruiser 1
TXT
