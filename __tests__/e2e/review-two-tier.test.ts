/** Realistic changes of `two-tier`, reviewed from real plans. */
import { tellReviews } from "./reviewed-plans";

tellReviews("two-tier");
