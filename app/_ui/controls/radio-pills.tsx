// A choice between a few short answers, side by side: a question that may be left open. Nothing needs to be chosen, and
// `skip` takes a choice back. For choices that each need a sentence there are RadioCards. Works without JavaScript; keyboard and names are those of native radios.

interface RadioPillsProps {
  legend: string;
  name: string;
  options: readonly { value: string; label: string }[];
  /** Undefined: nothing is chosen. */
  defaultValue: string | undefined;
  /** What stands beside the answers for those who give none. */
  skip: { value: string; label: string };
  error?: string | undefined;
}

const pill =
  "border border-line-strong bg-raised px-3.5 has-checked:border-ink has-checked:bg-surface has-checked:inset-ring has-checked:inset-ring-ink hover:border-ink";
const plain = "px-2 text-muted hover:text-ink";

export function RadioPills({ legend, name, options, defaultValue, skip, error }: RadioPillsProps) {
  const described = error ? `${name}-error` : undefined;
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: ARIA in HTML allows it, and "radio group" is what it is
    <fieldset id={name} role="radiogroup" aria-describedby={described} className="min-w-0">
      {/* Floating, a legend stands beside what it names. */}
      <legend className="mb-2 text-[0.9375rem] font-medium md:float-left md:mb-0 md:w-72 md:py-2.5 md:pr-4">
        {legend}
      </legend>
      <div className="flex min-w-0 flex-wrap gap-2">
        {[...options, skip].map(({ value, label }) => (
          <label
            key={value}
            className={`inline-flex min-h-11 items-center gap-2.5 rounded-lg py-1.5 text-[0.9375rem] has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus ${value === skip.value ? plain : pill}`}
          >
            <input
              type="radio"
              name={name}
              value={value}
              defaultChecked={value === defaultValue}
              className="size-4.5 shrink-0 appearance-none rounded-full border-2 border-line-strong bg-raised outline-none checked:border-6 checked:border-ink"
            />
            {label}
          </label>
        ))}
      </div>
      {error ? (
        <p id={`${name}-error`} className="mt-2 text-sm text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
