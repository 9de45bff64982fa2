/** Realistic changes of `private-web`, reviewed from real plans. */
import { tellReviews } from "./reviewed-plans";

tellReviews("private-web");
