/// How a report looks: on paper, on a phone, on a large screen, by day and by night.
///
/// Colour means severity and nothing else; every pair of text and ground has a contrast of 4.5 or
/// more, in both schemes.
enum Stylesheet {
  static let source: StaticString = """
    :root {
      color-scheme: light dark;
      --ground: #ffffff; --panel: #f4f6f8; --ink: #15202b; --soft: #4a5765; --line: #d5dbe1;
      --alarm: #a81e1e; --warning: #7d4e00; --notice: #46596b; --clean: #14663c;
      --alarm-ground: #fdeceb; --warning-ground: #fdf3e0; --clean-ground: #e6f4ec;
      --bar: #3f6d99; --bar-soft: #a9bccd; --focus: #0b57d0;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ground: #12171c; --panel: #1b2229; --ink: #e8edf2; --soft: #aab6c2; --line: #36414c;
        --alarm: #ff9b92; --warning: #f3bd66; --notice: #a9bccd; --clean: #7fd3a2;
        --alarm-ground: #3a1715; --warning-ground: #33260c; --clean-ground: #10301f;
        --bar: #7fb0dd; --bar-soft: #4d6072; --focus: #8ab4f8;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--ground); color: var(--ink);
      font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
      font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
    }
    main, header, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem; }
    header { padding-top: 2.5rem; }
    .kicker {
      margin: 0; color: var(--soft); font-size: .8125rem; letter-spacing: .08em;
      text-transform: uppercase;
    }
    h1 { margin: .25rem 0 1.25rem; font-size: 2.125rem; line-height: 1.15; font-weight: 650; }
    h2 { margin: 3rem 0 .35rem; font-size: 1.375rem; line-height: 1.25; font-weight: 650; }
    h2 + p { margin-top: 0; }
    p { margin: .5rem 0 1rem; max-width: 46rem; }
    .lead, footer { color: var(--soft); }
    code, pre { font: .875em/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, monospace; }
    .verdict {
      max-width: none; padding: 1rem 1.25rem; border-radius: .5rem;
      border-left: .4rem solid currentColor;
      background: var(--panel);
    }
    .verdict strong { display: block; font-size: 1.375rem; line-height: 1.3; }
    .verdict span { color: var(--ink); }
    .verdict.alarm { color: var(--alarm); background: var(--alarm-ground); }
    .verdict.warning { color: var(--warning); background: var(--warning-ground); }
    .verdict.clean { color: var(--clean); background: var(--clean-ground); }
    .figures {
      display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem;
      margin: 1.25rem 0 0; padding: 0;
    }
    .figures div { padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .5rem; }
    .figures dt { color: var(--soft); font-size: .8125rem; }
    .figures dd { margin: 0; font-size: 1.625rem; font-weight: 650; line-height: 1.25; }
    .facts { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; }
    .facts dt { color: var(--soft); }
    .facts dd { margin: 0; }
    .severity { font-weight: 650; white-space: nowrap; }
    .severity.alarm, .figures .alarm { color: var(--alarm); }
    .severity.warning, .figures .warning { color: var(--warning); }
    .severity.notice { color: var(--notice); }
    table.data { width: 100%; border-collapse: collapse; font-size: .9375rem; }
    caption { padding: .25rem 0 .6rem; color: var(--soft); text-align: left; font-size: .875rem; }
    th, td {
      padding: .5rem .6rem; border-bottom: 1px solid var(--line); text-align: left;
      vertical-align: top;
    }
    th, .number { overflow-wrap: normal; }
    .blank { color: var(--soft); }
    th:first-child, td:first-child { padding-left: 0; }
    th:last-child, td:last-child { padding-right: 0; }
    .number { text-align: right; }
    th button {
      padding: .15rem .1rem; border: 0; background: none; color: var(--soft); cursor: pointer;
      font: inherit; font-size: .8125rem; font-weight: 600;
    }
    th button::after { content: " \\2195"; }
    th[aria-sort="ascending"] button, th[aria-sort="descending"] button { color: var(--ink); }
    th[aria-sort="ascending"] button::after { content: " \\2191"; }
    th[aria-sort="descending"] button::after { content: " \\2193"; }
    button:focus-visible, summary:focus-visible { outline: 2px solid var(--focus); }
    td small { display: block; color: var(--soft); font-size: .8125rem; }
    .nowrap { white-space: nowrap; }
    figure { margin: 1rem 0; }
    figcaption { margin-bottom: .5rem; color: var(--soft); font-size: .875rem; }
    svg { display: block; width: 100%; height: auto; }
    svg.spark { width: 7.5rem; max-width: 100%; height: 1.75rem; }
    svg.timeline { height: 12rem; }
    .ticks { display: flex; justify-content: space-between; color: var(--soft);
      font-size: .8125rem; }
    .axis { stroke: var(--line); }
    .f0 { fill: var(--bar-soft); } .f1 { fill: var(--bar); } .f2 { fill: var(--warning); }
    .f3 { fill: var(--alarm); }
    .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; list-style: none; }
    .legend svg { display: inline-block; width: .8rem; height: .8rem; margin-right: .4rem; }
    details { margin: .5rem 0; }
    summary { cursor: pointer; color: var(--soft); }
    pre {
      padding: .75rem 1rem; border-radius: .5rem; background: var(--panel); white-space: pre-wrap;
    }
    footer { margin-top: 3rem; padding-bottom: 3rem; font-size: .875rem; }
    @media screen and (max-width: 58rem) {
      h1 { font-size: 1.625rem; }
      .facts { grid-template-columns: 1fr; gap: 0; }
      .facts dd { margin-bottom: .6rem; }
      table.data, .data caption, .data thead, .data tbody, .data tr, .data td { display: block; }
      .data thead tr { display: flex; flex-wrap: wrap; gap: .4rem; padding-bottom: .6rem; }
      .data th { padding: 0; border: 0; }
      .data th button {
        padding: .4rem .7rem; border: 1px solid var(--line); border-radius: 1rem;
      }
      .data tbody tr { padding: .75rem 0; border-top: 1px solid var(--line); }
      .data td { display: grid; grid-template-columns: 6.5rem 1fr; gap: .5rem; padding: .1rem 0;
        border: 0; text-align: left; }
      .data td.blank { display: none; }
      .data td::before { content: attr(data-label); color: var(--soft); font-size: .8125rem; }
    }
    @media print {
      :root {
        color-scheme: light;
        --ground: #ffffff; --panel: #ffffff; --ink: #000000; --soft: #333333; --line: #999999;
        --alarm: #a81e1e; --warning: #7d4e00; --notice: #46596b; --clean: #14663c;
        --alarm-ground: #ffffff; --warning-ground: #ffffff; --clean-ground: #ffffff;
        --bar: #3f6d99; --bar-soft: #a9bccd;
      }
      body { font-size: 9.5pt; }
      table.data { font-size: 8pt; }
      th, td { padding: .3rem .35rem; }
      th button, td small, td code { font-size: 7.5pt; }
      svg.spark { width: 4.5rem; }
      tr, figure, .verdict { break-inside: avoid; }
      h2 { break-after: avoid; }
      th button::after { content: ""; }
    }
    """
}
