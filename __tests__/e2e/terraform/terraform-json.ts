/** What Terraform writes as JSON, as far as these tests read it. */

export type Action = "no-op" | "create" | "read" | "update" | "delete";

export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly change: {
    readonly actions: readonly Action[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
  };
}

/** `terraform show -json PLAN`. @see https://developer.hashicorp.com/terraform/internals/json-format */
export interface ShownPlan {
  readonly resource_changes?: readonly ResourceChange[];
}

/** A line of `terraform apply -json`. @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
export interface ApplyEvent {
  /** Terraform's own type, e.g. `apply_start`; for a diagnostic its severity: `error`, `warning`. */
  readonly type: string;
  readonly message: string;
  readonly address?: string;
  readonly action?: string;
}

interface Line {
  readonly type?: string;
  readonly "@message"?: string;
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail: string;
    readonly address?: string;
  };
  readonly hook?: { readonly action?: string; readonly resource?: { readonly addr?: string } };
}

export function readEvent(text: string): ApplyEvent {
  const line = parse(text);
  if (line.diagnostic !== undefined) {
    const { severity, summary, detail, address } = line.diagnostic;
    return { type: severity, message: [address, summary, detail].filter(Boolean).join(": ") };
  }
  const address = line.hook?.resource?.addr;
  const action = line.hook?.action;
  return {
    type: line.type ?? "",
    message: line["@message"] ?? text,
    ...(address === undefined ? {} : { address }),
    ...(action === undefined ? {} : { action }),
  };
}

interface State {
  readonly resources?: readonly {
    readonly mode: "managed" | "data";
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly attributes: { readonly id?: string };
    }[];
  }[];
}

/** Reads `terraform state pull`, which needs no provider, unlike `terraform show`. An empty state is an empty text. */
export function idsIn(state: string): ReadonlyMap<string, string> {
  const { resources = [] } = (state.trim() === "" ? {} : JSON.parse(state)) as State;
  const managed = resources.filter(({ mode }) => mode === "managed");
  return new Map(
    managed.flatMap(({ type, name, instances }) =>
      instances.map(({ index_key, attributes }) => {
        const index = index_key === undefined ? "" : `[${JSON.stringify(index_key)}]`;
        return [`${type}.${name}${index}`, attributes.id ?? ""] as const;
      }),
    ),
  );
}

/** What the plan would do, leaving out what stays: `delete aws_route.x`, `delete, create aws_eip.y`. */
export function changesOf({ resource_changes = [] }: ShownPlan): string[] {
  return resource_changes
    .filter(({ change }) => !change.actions.every((action) => action === "no-op" || action === "read"))
    .map(({ address, change }) => `${change.actions.join(", ")} ${address}`)
    .sort();
}

/**
 * The position in time of an event such as `apply_complete` of an address, or -1.
 * A replaced resource is deleted and created under one address; `action` tells them apart.
 */
export function whenDone(events: readonly ApplyEvent[], action: string, address: string): number {
  return events.findIndex(
    (event) => event.type === "apply_complete" && event.action === action && event.address === address,
  );
}

export function whenBegun(events: readonly ApplyEvent[], action: string, address: string): number {
  return events.findIndex(
    (event) => event.type === "apply_start" && event.action === action && event.address === address,
  );
}

/** Terraform writes a line that is not JSON only when it fails before its output is set up. */
function parse(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return {};
  }
}
