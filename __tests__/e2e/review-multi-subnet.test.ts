/** Realistic changes of `multi-subnet`, reviewed from real plans. */
import { tellReviews } from "./reviewed-plans";

tellReviews("multi-subnet");
