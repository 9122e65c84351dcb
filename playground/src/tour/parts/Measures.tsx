/** A few numbers with their names, which change while one moves something. */
export function Measures({ items }: { items: readonly { readonly name: string; readonly value: string }[] }) {
  return (
    <dl class="tour-measures" data-count={items.length}>
      {items.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="numbers">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
