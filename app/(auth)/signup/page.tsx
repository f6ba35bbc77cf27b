import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { FormPage } from "@/app/_ui/shell/form-page";
import { isOpen } from "@/lib/accounts/own/own-account";
import { getRuntime } from "@/lib/runtime/runtime";
import { currentAuth } from "@/lib/web/dal";
import { signUpAction } from "./actions";
import { SignUpForm } from "./signup-form.client";

export const metadata: Metadata = { title: "Create account" };

export default async function SignUpPage() {
  const auth = await currentAuth();
  const runtime = await getRuntime();
  // A JWT may outlive its account, whose holder may want another.
  if (auth && (await isOpen(runtime, auth))) redirect("/dashboard");
  return (
    <FormPage title="Create account" below={<HaveOne />}>
      <SignUpForm action={signUpAction} />
    </FormPage>
  );
}

function HaveOne() {
  return (
    <p className="mt-6 text-muted">
      Already have one?{" "}
      <Link href="/login" className="inline-block py-0.5 text-ink underline underline-offset-4">
        Sign in
      </Link>
    </p>
  );
}
