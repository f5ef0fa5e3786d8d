package org.gale.engine.report.page;

/** Style of pages, for light and dark screens, narrow ones, and paper. Colour-blind readers can tell colours apart. */
final class PageStyle
{
    static final String CSS = """
        :root { --bg: #fff; --fg: #1b1f24; --dim: #5c6670; --line: #d8dde3; --good: #0a6b3d; --bad: #b3261e;
          --heat: #b5311c; --warm: #8a8f98; --mark: #7a3fb0;
          --c0: #0072b2; --c1: #e69f00; --c2: #009e73; --c3: #cc79a7; --c4: #56b4e9; --c5: #d55e00; --c6: #8a7f00;
          --c7: #6a6f7a; }
        @media (prefers-color-scheme: dark) { :root { --bg: #14171b; --fg: #e6e9ed; --dim: #9aa4af; --line: #343b43;
          --good: #5fd39a; --bad: #ff8a80; --heat: #ff9d6b; --warm: #8a8f98; --mark: #c79bff;
          --c0: #5ab4f0; --c1: #ffc04d; --c2: #3ed0a3; --c3: #e9a3c9; --c4: #9adcff; --c5: #ff9457; --c6: #d6c94a;
          --c7: #a7aeb8; } }
        * { box-sizing: border-box; }
        body { background: var(--bg); color: var(--fg); margin: 0 auto; max-width: 1080px; padding: 20px 24px 48px;
          font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
        h1 { font-size: 1.45em; margin: 0 0 2px; } h2 { font-size: 1.1em; margin: 30px 0 6px; }
        p { margin: 4px 0; } .dim { color: var(--dim); } .good { color: var(--good); } .bad { color: var(--bad); }
        .verdict { font-size: 1.15em; font-weight: 600; margin: 10px 0; padding: 8px 12px; border-left: 5px solid; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: 2px 10px 2px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line);
          overflow-wrap: anywhere; }
        th { font-weight: 600; color: var(--dim); } td.n, th.n { text-align: right; white-space: nowrap; }
        td.in { padding-left: 16px; } .wide td:first-child, .wide th:first-child { white-space: nowrap; }
        .cards { display: flex; flex-wrap: wrap; gap: 0 56px; }
        .wide, .chart { overflow-x: auto; } svg { display: block; width: 100%; min-width: 640px; height: auto; }
        svg text { fill: var(--fg); font-size: 12px; } .grid { stroke: var(--line); stroke-width: 1; }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
        rect.heat { fill: var(--heat); } rect.warm { fill: var(--warm); } rect.mark { fill: var(--mark); }
        rect.stall { fill: var(--bad); } rect.snapshot { fill: var(--c0); }
        rect.c0 { fill: var(--c0); } rect.c1 { fill: var(--c1); } rect.c2 { fill: var(--c2); }
        rect.c3 { fill: var(--c3); } rect.c4 { fill: var(--c4); } rect.c5 { fill: var(--c5); }
        rect.c6 { fill: var(--c6); } rect.c7 { fill: var(--c7); }
        .line.c0 { stroke: var(--c0); } .line.c1 { stroke: var(--c1); stroke-dasharray: 7 3; }
        .line.c2 { stroke: var(--c2); stroke-dasharray: 2 3; } .line.c3 { stroke: var(--c3); }
        .line.c4 { stroke: var(--c4); stroke-dasharray: 7 3; } .line.c5 { stroke: var(--c5); }
        .line.c6 { stroke: var(--c6); stroke-dasharray: 2 3; } .line.c7 { stroke: var(--c7); }
        @media print { :root { --bg: #fff; --fg: #000; --dim: #333; --line: #bbb; --good: #064; --bad: #900;
            --heat: #222; --warm: #999; --mark: #555; --c0: #0072b2; --c1: #e69f00; --c2: #009e73; --c3: #cc79a7;
            --c4: #56b4e9; --c5: #d55e00; --c6: #8a7f00; --c7: #6a6f7a; }
          * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
          body { max-width: none; padding: 0; font-size: 11px; } svg { min-width: 0; }
          section { break-inside: avoid; } .wide, .chart { overflow: visible; } }
        """;

    private PageStyle()
    {
    }
}
