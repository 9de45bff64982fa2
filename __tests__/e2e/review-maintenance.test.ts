/** Realistic changes of `maintenance`, reviewed from real plans. */
import { tellReviews } from "./reviewed-plans";

tellReviews("maintenance");
