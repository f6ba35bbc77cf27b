// A data table with a caption. It scrolls inside its own frame when it must; the page never does.

import type { ReactNode } from "react";
import { ScrollFrame } from "./scroll-frame.client";

interface TableProps {
  /** Names the table; `captionHidden` keeps it for assistive technology only. */
  caption: string;
  captionHidden?: boolean;
  head: ReactNode[];
  children: ReactNode;
}

export function Table({ caption, captionHidden = false, head, children }: TableProps) {
  return (
    <ScrollFrame label={caption}>
      <table className="w-full border-collapse text-left text-[0.9375rem]">
        <caption className={captionHidden ? "sr-only" : "pb-3 text-left text-sm text-muted"}>
          {caption}
        </caption>
        <thead>
          <tr className="border-b border-line-strong">
            {head.map((cell, column) => (
              <th
                key={column}
                scope="col"
                className="px-3 py-2 align-bottom text-sm font-medium first:pl-0 last:pr-0"
              >
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </ScrollFrame>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return <tr>{children}</tr>;
}

export function RowHeading({ children }: { children: ReactNode }) {
  return (
    <th scope="row" className="px-3 py-2.5 align-top font-normal first:pl-0">
      {children}
    </th>
  );
}

export function Cell({ children, numeric = false }: { children: ReactNode; numeric?: boolean }) {
  return (
    <td className={`px-3 py-2.5 align-top tabular-nums first:pl-0 last:pr-0 ${numeric ? "text-right" : ""}`}>
      {children}
    </td>
  );
}
