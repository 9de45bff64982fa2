/** CDKTF's annotations of a stack: its manifest holds them for `cdktf synth` to print, and errors among them stop it. */
import { AnnotationMetadataEntryType, type StackAnnotation, type TerraformStack } from "cdktf";
import type { Issue } from "../../net/issue";

const LEVELS: ReadonlyMap<string, AnnotationMetadataEntryType> = new Map(
  Object.values(AnnotationMetadataEntryType).map((level) => [level as string, level]),
);

/** Error annotations as faults; none when CDKTF's CLI says that it reports them itself. */
export function annotatedErrors(stack: TerraformStack): readonly Issue[] {
  if (process.env["CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS"] !== undefined) return [];
  return annotationsOf(stack)
    .filter(({ level }) => level === AnnotationMetadataEntryType.ERROR)
    .map(({ constructPath, message }) => ({
      code: "annotation",
      path: constructPath,
      problem: message,
      fix: "see the construct that says so",
    }));
}

export function annotationsOf(stack: TerraformStack): readonly StackAnnotation[] {
  return stack.node.findAll().flatMap((construct) =>
    construct.node.metadata.flatMap(({ type, data, trace }) => {
      const level = LEVELS.get(type);
      if (level === undefined) return [];
      return [{ constructPath: construct.node.path, level, message: String(data), stacktrace: trace ?? [] }];
    }),
  );
}
