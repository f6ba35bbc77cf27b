// The documentation: lib/auth/README.md, every fact with its code, and the decision records. Public, and all of it on one
// page, so that the browser's own search finds everything.

import type { Metadata } from "next";
import type { ReactNode } from "react";
import { PageHeading } from "@/app/_ui/shell/heading";
import { BuiltHtml } from "./_code/built-html";
import { DocsFrame } from "./_code/docs-frame";
import { FactIndex } from "./_code/fact-index";
import { FACT_GROUPS } from "./_facts/list.ts";
import { content } from "./_sources/content.ts";

export const metadata: Metadata = { title: "Docs" };

export default function DocsPage() {
  const { auth, decisions, operations } = content;
  return (
    <DocsFrame wide>
      <PageHeading title="Docs">
        How to take <code className="font-mono text-[0.9em]">lib/auth</code> into your own app, the code
        behind everything this app claims, and why things are as they are.
      </PageHeading>
      <div className="grid min-w-0 items-start gap-x-10 gap-y-5 lg:grid-cols-[16rem_minmax(0,1fr)]">
        <nav aria-label="On this page" className="min-w-0 text-[0.9375rem] lg:sticky lg:top-6">
          <Contents title="lib/auth" entries={auth.headings.filter(({ depth }) => depth === 2)} />
          <Contents title="The code behind each fact" entries={FACT_GROUPS.map(groupEntry)} />
          <Contents
            title="And"
            entries={[
              { id: "decisions", text: "Decision records" },
              { id: "running", text: operations.title },
            ]}
          />
        </nav>
        <div className="grid min-w-0 gap-10">
          <Section id="lib-auth" title={auth.title}>
            <BuiltHtml className="doc" html={auth.html} />
          </Section>
          <Section
            id="facts"
            title="The code behind each fact"
            lead="What a page of this app claims leads to its code: the lines were taken from the sources when this app was built, and a test stands beside them."
          >
            <FactIndex />
          </Section>
          <Section id="decisions" title="Decision records" lead="What was decided, why, and what it costs.">
            <ul className="grid gap-1.5">
              {decisions.map(({ slug, title }) => (
                <li key={slug}>
                  <TextLink href={`/docs/decisions/${slug}`}>{title}</TextLink>
                </li>
              ))}
            </ul>
          </Section>
          <Section id="running" title={operations.title} lead="What the README says about it.">
            <ul className="grid gap-1.5">
              {operations.headings.map(({ id, text }) => (
                <li key={id}>
                  <TextLink href={`/docs/operations#${id}`}>{text}</TextLink>
                </li>
              ))}
            </ul>
          </Section>
        </div>
      </div>
    </DocsFrame>
  );
}

interface SectionProps {
  id: string;
  title: string;
  lead?: string;
  children: ReactNode;
}

function Section({ id, title, lead, children }: SectionProps) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="grid min-w-0 gap-4 border-t border-line pt-6 first:border-0 first:pt-0"
    >
      <div className="grid gap-1">
        <h2 id={`${id}-title`} className="text-2xl">
          {title}
        </h2>
        {lead ? <p className="max-w-prose text-muted">{lead}</p> : null}
      </div>
      {children}
    </section>
  );
}

const groupEntry = ({ id, title }: (typeof FACT_GROUPS)[number]) => ({ id: `facts-${id}`, text: title });

function Contents({ title, entries }: { title: string; entries: readonly { id: string; text: string }[] }) {
  return (
    <div className="mb-4">
      <p className="mb-1 font-medium">{title}</p>
      <ul className="grid gap-0.5 border-l border-line">
        {entries.map(({ id, text }) => (
          <li key={id}>
            <a href={`#${id}`} className="block py-0.5 pl-3 text-muted hover:text-ink hover:underline">
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className="underline decoration-line-strong underline-offset-4 hover:decoration-ink">
      {children}
    </a>
  );
}
