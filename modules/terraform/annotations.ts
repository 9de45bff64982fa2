/** CDKTF's annotations of a stack, as its manifest holds them for `cdktf synth` to print. */
import { AnnotationMetadataEntryType, type StackAnnotation, type TerraformStack } from "cdktf";

const LEVELS: ReadonlyMap<string, AnnotationMetadataEntryType> = new Map(
  Object.values(AnnotationMetadataEntryType).map((level) => [level as string, level]),
);

export function annotationsOf(stack: TerraformStack): readonly StackAnnotation[] {
  return stack.node.findAll().flatMap((construct) =>
    construct.node.metadata.flatMap(({ type, data, trace }) => {
      const level = LEVELS.get(type);
      if (level === undefined) return [];
      return [{ constructPath: construct.node.path, level, message: String(data), stacktrace: trace ?? [] }];
    }),
  );
}
