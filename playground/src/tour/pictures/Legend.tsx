/** What the colours mean. */
export function Legend({ items }: { items: readonly { readonly look: string; readonly text: string }[] }) {
  return (
    <ul class="tour-legend">
      {items.map(({ look, text }) => (
        <li key={look}>
          <i class={look} aria-hidden="true" />
          {text}
        </li>
      ))}
    </ul>
  );
}
