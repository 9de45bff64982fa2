/** What can be wrong with the props that every stack has. */
import { formatAddresses, ofCidrs, ofFamily } from "../../net/address-set";
import { cidrOf, parseCidr } from "../../net/cidr";
import { type Issue, unmet } from "../../net/issue";
import { familiesOfEverybody, LARGEST_OWN } from "../../net/own-addresses";

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
const PROJECT = /^[a-z][a-z0-9-]{0,30}$/;

/** A region that is written wrongly (whether AWS has it is not known here), a project name that cannot stand in host and parameter names. */
export function nameIssues(region: string, project: string): readonly Issue[] {
  return unmet([
    [
      REGION.test(region),
      {
        code: "region",
        path: "region",
        problem: `"${region}" is not a region`,
        fix: "use one such as ap-northeast-1",
      },
    ],
    [
      PROJECT.test(project),
      {
        code: "project",
        path: "project",
        problem: `"${project}" cannot stand in host and parameter names`,
        fix: "use up to 31 lower-case letters, digits and -, starting with a letter",
      },
    ],
  ]);
}

/** Administrators' addresses that are none, no blocks, or everybody's; nothing is wrong with leaving them out. */
export function adminIssues(cidrs: readonly string[] | undefined): readonly Issue[] {
  if (cidrs === undefined) return [];
  const path = "adminCidrs";
  if (cidrs.length === 0) {
    return [
      {
        code: "admin-empty",
        path,
        problem: "names no address",
        fix: "name at least one block, or leave it out for the variable admin_cidrs",
      },
    ];
  }
  const faulty = cidrs.flatMap((text, i) => adminBlockIssues(text, `${path}[${i}]`));
  return faulty.length > 0 ? faulty : everybodyIssues(cidrs, path);
}

/** As the variable `admin_cidrs` is refused by Terraform: in pieces, too, everybody is everybody. */
function everybodyIssues(cidrs: readonly string[], path: string): readonly Issue[] {
  const named = ofCidrs(cidrs.map(cidrOf));
  return familiesOfEverybody(named).map((family) => ({
    code: "admin-everybody",
    path,
    problem: `${formatAddresses(ofFamily(named, family))} is more than a /${LARGEST_OWN[family]} of IPv${family}`,
    fix: "name the addresses that administer, e.g. your own /32",
  }));
}

function adminBlockIssues(text: string, path: string): readonly Issue[] {
  const parsed = parseCidr(text);
  switch (parsed.kind) {
    case "malformed":
      return [
        {
          code: "cidr-malformed",
          path,
          problem: `"${text}" is not a CIDR block`,
          fix: "write an address and a length, such as 203.0.113.7/32",
        },
      ];
    case "unaligned":
      return [
        {
          code: "cidr-not-aligned",
          path,
          problem: `${text} has host bits set`,
          fix: `use the address alone (…/32), or the whole block`,
        },
      ];
    case "cidr":
      return parsed.cidr.prefix > 0
        ? []
        : [
            {
              code: "admin-everybody",
              path,
              problem: `${text} is everybody`,
              fix: "name the addresses that administer, e.g. your own /32",
            },
          ];
  }
}
