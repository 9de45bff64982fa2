/** What NAT gateways and small instances cost, by region: a small dated table. */

/** US dollars an hour, on demand, Linux; for a gateway also each GB that it carries. */
export interface Prices {
  readonly gatewayHour: number;
  readonly gatewayGb: number;
  /** Of the `nano` size; each size up costs twice as much. */
  readonly t4gNano: number;
  readonly t3Nano: number;
}

/** Prices change seldom, and only downward so far; a table that is wrong by a cent still settles which kind is cheaper. */
export const PRICES_OF = "2025-06-01";
export const PRICES_SOURCE =
  "https://aws.amazon.com/vpc/pricing/ and https://aws.amazon.com/ec2/pricing/on-demand/";
export const HOURS_A_MONTH = 730;

const PRICES: Readonly<Record<string, Prices>> = {
  "us-east-1": { gatewayHour: 0.045, gatewayGb: 0.045, t4gNano: 0.0042, t3Nano: 0.0052 },
  "us-east-2": { gatewayHour: 0.045, gatewayGb: 0.045, t4gNano: 0.0042, t3Nano: 0.0052 },
  "us-west-2": { gatewayHour: 0.045, gatewayGb: 0.045, t4gNano: 0.0042, t3Nano: 0.0052 },
  "eu-west-1": { gatewayHour: 0.048, gatewayGb: 0.048, t4gNano: 0.0046, t3Nano: 0.0057 },
  "eu-central-1": { gatewayHour: 0.052, gatewayGb: 0.052, t4gNano: 0.0048, t3Nano: 0.006 },
  "ap-northeast-1": { gatewayHour: 0.062, gatewayGb: 0.062, t4gNano: 0.0054, t3Nano: 0.0068 },
  "ap-southeast-1": { gatewayHour: 0.059, gatewayGb: 0.059, t4gNano: 0.0053, t3Nano: 0.0066 },
};

/** Sizes as multiples of `nano`. */
const SIZES: Readonly<Record<string, number>> = {
  nano: 1,
  micro: 2,
  small: 4,
  medium: 8,
  large: 16,
  xlarge: 32,
};

/** The prices of a region; undefined where none is known. */
export function pricesIn(region: string): Prices | undefined {
  return Object.hasOwn(PRICES, region) ? PRICES[region] : undefined;
}

/** What an instance costs an hour; undefined for a family or size without a price. @example instanceHour("t4g.micro", prices) */
export function instanceHour(type: string, { t4gNano, t3Nano }: Prices): number | undefined {
  const [family = "", size = ""] = type.split(".");
  const times = Object.hasOwn(SIZES, size) ? SIZES[size] : undefined;
  const nano = family === "t4g" ? t4gNano : family === "t3" ? t3Nano : undefined;
  return times === undefined || nano === undefined ? undefined : nano * times;
}
