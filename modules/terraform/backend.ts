/** Where Terraform keeps the state of a stack. */
import { CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from "cdktf";
import { given } from "../../net/given";

/**
 * Where Terraform keeps the state of a stack.
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export type Backend =
  /** A file. */
  | {
      readonly kind: "local";
      /**
       * Relative to the folder of the stack's JSON, so that the JSON is the same on every machine.
       * @default terraform.STACK.tfstate in the project's root, as CDKTF runs Terraform in cdktf.out/stacks/STACK
       */
      readonly path?: string;
    }
  /** A bucket, with S3's own lock file (Terraform >= 1.10). */
  | {
      readonly kind: "s3";
      readonly bucket: string;
      /** The name of the state in the bucket. @default STACK.tfstate */
      readonly key?: string;
      /** The region of the bucket. @default the stack's */
      readonly region?: string;
    }
  /** HCP Terraform. */
  | {
      readonly kind: "hcp";
      readonly organization: string;
      /** Its workspace there. @default the stack's id */
      readonly workspace?: string;
    };

/** The oldest Terraform that understands what a stack with this backend writes. */
export function requiredVersion(backend: Backend): string {
  switch (backend.kind) {
    case "s3":
      return ">= 1.10.0"; // use_lockfile
    case "local":
    case "hcp":
      return ">= 1.5.0"; // strcontains, which splits IPv4 from IPv6 addresses
  }
}

/** Adds the backend to the stack; the state is named after the stack, if it is not named. */
export function addBackend(stack: TerraformStack, backend: Backend, region: string): void {
  const name = stack.node.id;
  switch (backend.kind) {
    case "local":
      new LocalBackend(stack, { path: backend.path ?? `../../../terraform.${name}.tfstate` });
      return;
    case "s3": {
      const { bucket, key = `${name}.tfstate` } = backend;
      const s3 = new S3Backend(
        stack,
        given({ bucket, key, region: backend.region ?? region, encrypt: true }),
      );
      s3.addOverride("use_lockfile", true);
      return;
    }
    case "hcp":
      new CloudBackend(stack, {
        organization: backend.organization,
        workspaces: new NamedCloudWorkspace(backend.workspace ?? name),
      });
      return;
  }
}
