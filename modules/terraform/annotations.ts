/** What CDKTF lets constructs say of themselves: annotations, which the manifest holds for `cdktf synth` to print, and validations. */
import { AnnotationMetadataEntryType, type StackAnnotation, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { Issue } from "../../net/issue";
import { withLines } from "./report";
import { creationLines } from "./stack-trace";

const LEVELS: ReadonlyMap<string, AnnotationMetadataEntryType> = new Map(
  Object.values(AnnotationMetadataEntryType).map((level) => [level as string, level]),
);

/** Error annotations as faults; none when CDKTF's CLI says that it reports them itself. */
export function annotatedErrors(stack: TerraformStack): readonly Issue[] {
  if (process.env["CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS"] !== undefined) return [];
  return stack.node.findAll().flatMap((construct) =>
    annotationsAt(construct)
      .filter(({ level }) => level === AnnotationMetadataEntryType.ERROR)
      .map(({ constructPath: path, message: problem }) => {
        const fix = "see the construct that says so";
        return withLines({ code: "annotation", path, problem, fix }, creationLines(construct));
      }),
  );
}

/** What the constructs of a stack, CDKTF's or the user's own (`node.addValidation`), object to. */
export function validationErrors(stack: TerraformStack): readonly Issue[] {
  return stack.node.findAll().flatMap((construct) =>
    construct.node.validate().map((problem) => {
      const fix = "see the construct that says so; `new App({ skipValidation: true })` does not ask";
      return withLines(
        { code: "validation", path: construct.node.path, problem, fix },
        creationLines(construct),
      );
    }),
  );
}

/** All annotations of a stack, as its manifest holds them. */
export function annotationsOf(stack: TerraformStack): readonly StackAnnotation[] {
  return stack.node.findAll().flatMap(annotationsAt);
}

function annotationsAt({ node }: IConstruct): readonly StackAnnotation[] {
  return node.metadata.flatMap(({ type, data, trace }) => {
    const level = LEVELS.get(type);
    if (level === undefined) return [];
    return [{ constructPath: node.path, level, message: String(data), stacktrace: trace ?? [] }];
  });
}
