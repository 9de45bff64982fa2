/** What a change does to a resource: the words of Terraform, one entry for each resource that is not left as it is. */

export type Action = "create" | "update" | "replace" | "destroy" | "forget" | "import" | "move";

/** One resource that is not left as it is. */
export interface Change {
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  /** Its address before, where it is moved. */
  readonly previousAddress?: string;
  /** Names of the top-level attributes that change; never their values. Empty for create and destroy. */
  readonly attributes: readonly string[];
  /** Of those, the ones not known until apply. */
  readonly unknown: readonly string[];
  /** Attributes that force a replacement. */
  readonly forcedBy: readonly string[];
  /** Only tags or computed attributes change. */
  readonly noise: boolean;
  readonly line?: string;
}

export type Counts = Readonly<Record<Action, number>>;
