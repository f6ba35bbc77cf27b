// Every fact in one list: what it does, and where its code stands.

import type { Route } from "next";
import Link from "next/link";
import { FACT_GROUPS } from "../_facts/list.ts";
import { content } from "../_sources/content.ts";

export function FactIndex() {
  return (
    <div className="grid min-w-0 gap-6">
      {FACT_GROUPS.map(({ id, title, facts }) => (
        <section
          key={id}
          id={`facts-${id}`}
          aria-labelledby={`facts-${id}-title`}
          className="grid min-w-0 gap-2"
        >
          <h3 id={`facts-${id}-title`} className="text-[1.0625rem]">
            {title}
          </h3>
          <dl className="grid min-w-0 divide-y divide-line">
            {Object.entries(facts).map(([name, fact]) => (
              <div
                key={name}
                className="grid min-w-0 gap-x-5 gap-y-0.5 py-2.5 md:grid-cols-[minmax(9rem,13rem)_1fr]"
              >
                <dt className="min-w-0 wrap-anywhere">
                  <Link
                    href={`/docs/code/${name}` as Route}
                    prefetch={false}
                    scroll={false}
                    className="font-medium underline decoration-line-strong underline-offset-4 hover:decoration-ink"
                  >
                    {fact.title}
                  </Link>
                </dt>
                <dd className="min-w-0 text-[0.9375rem]">
                  {fact.does}
                  <span className="mt-0.5 block font-mono text-[0.8125rem] text-muted wrap-anywhere">
                    {content.facts[name]?.places
                      .map(({ file, from, to }) => `${file}:${from}–${to}`)
                      .join(" · ")}
                  </span>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
