import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { renderBootScript, userData } from "../../../modules/machine/boot-script";
import { interpolationsOf } from "../../../terraform/expression/template";

test("parameters come in front, sorted and quoted", () => {
  const text = renderBootScript({ files: [], parameters: { B: "it's", A: "x y" } });
  expect(text).toMatch(/^#!\/bin\/bash\nexport A='x y'\nexport B='it'\\''s'\n# shellcheck/);
});

test("a file that was saved on Windows arrives with the line ends of Linux", () => {
  const folder = mkdtempSync(join(tmpdir(), "tiers-boot-"));
  try {
    writeFileSync(join(folder, "windows.sh"), "echo one\r\nprintf 'two\\r'\r\n");
    const file = relative(resolve(__dirname, "../../../modules"), join(folder, "windows.sh"));
    expect(renderBootScript({ files: [file], parameters: {} })).toMatch(/\necho one\nprintf 'two\\r'\n$/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** What Terraform makes of a string: `$${` and `%%{` are the characters themselves. */
const readByTerraform = (text: string): string => text.replaceAll(/([$%])\1\{/g, "$1{");

test("Terraform reads the script back unchanged, and sees no template in it", () => {
  const shell = fc
    .array(fc.constantFrom("$", "%", "{", "}", "$HOME", "${X:-1}", "%{http_code}", " ", "a"), {
      maxLength: 12,
    })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(shell, (VALUE) => {
      const script = { files: ["nat/boot/nat.sh"], parameters: { VALUE } };
      expect(readByTerraform(userData(script))).toBe(renderBootScript(script));
      expect(interpolationsOf(userData(script))).toEqual([]);
    }),
  );
});
