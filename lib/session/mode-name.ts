// For pages and routes, which take only types from lib/auth.

export { isModeName } from "@/lib/auth/create-auth";
