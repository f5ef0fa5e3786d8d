package org.gale.engine.report.page;

/** Style of pages, for light and dark screens, narrow ones, and paper. Colour-blind readers can tell colours apart. */
final class PageStyle
{
    static final String CSS = """
        :root { --bg: #fff; --fg: #1b1f24; --dim: #5c6670; --line: #d8dde3; --good: #0a6b3d; --bad: #b3261e;
          --partly: #8a5a00; --shade: #0003; --heat: #0b6e75; --mark: #6a2fb0;
          --c0: #0072b2; --c1: #e69f00; --c2: #009e73; --c3: #cc79a7; --c4: #56b4e9; --c5: #d55e00; --c6: #8a7f00;
          --c7: #6a6f7a; --c8: #8c4a3c; }
        @media (prefers-color-scheme: dark) { :root { --bg: #14171b; --fg: #e6e9ed; --dim: #9aa4af; --line: #343b43;
          --good: #5fd39a; --bad: #ff8a80; --partly: #ffc04d; --shade: #fff4; --heat: #4fd1c5; --mark: #d3b0ff;
          --c0: #5ab4f0; --c1: #ffc04d; --c2: #3ed0a3; --c3: #e9a3c9; --c4: #9adcff; --c5: #ff9457; --c6: #d6c94a;
          --c7: #a7aeb8; --c8: #c9a093; } }
        * { box-sizing: border-box; }
        body { background: var(--bg); color: var(--fg); margin: 0 auto; max-width: 1200px; padding: 20px 24px 48px;
          font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
        h1 { font-size: 1.45em; margin: 0 0 2px; } h2 { font-size: 1.1em; margin: 30px 0 6px; }
        p { margin: 4px 0; } .dim { color: var(--dim); } .good { color: var(--good); } .bad { color: var(--bad); }
        .partly { color: var(--partly); }
        .verdict { font-size: 1.15em; font-weight: 600; margin: 10px 0; padding: 8px 12px; border-left: 5px solid; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: 2px 10px 2px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line);
          overflow-wrap: anywhere; }
        th { font-weight: 600; color: var(--dim); } td.n, th.n { text-align: right; white-space: nowrap; }
        td.in { padding-left: 16px; } .wide td:first-child, .wide th:first-child { white-space: nowrap; }
        .cards { columns: 3 290px; column-gap: 40px; } .cards section { break-inside: avoid; }
        .cards section:first-child h2 { margin-top: 0; } .cards { margin-top: 30px; } .cards td.n { text-align: left; }
        .small { font-size: 13px; }
        .wide, .chart { overflow-x: auto; scrollbar-width: thin; background:
          linear-gradient(90deg, var(--bg) 30%, transparent) 0 0 / 40px 100% no-repeat local,
          linear-gradient(270deg, var(--bg) 30%, transparent) 100% 0 / 40px 100% no-repeat local,
          linear-gradient(90deg, var(--shade), transparent) 0 0 / 14px 100% no-repeat scroll,
          linear-gradient(270deg, var(--shade), transparent) 100% 0 / 14px 100% no-repeat scroll; }
        svg { display: block; width: 100%; min-width: 640px; height: auto; }
        svg text { fill: var(--fg); font-size: 12px; } svg text.caption { fill: var(--dim); }
        .grid { stroke: var(--line); stroke-width: 1; } line.warm { stroke: var(--fg); stroke-dasharray: 5 4; }
        line.phase { stroke: var(--fg); stroke-width: 1.5; }
        svg text.phase { font-weight: 600; paint-order: stroke; stroke: var(--bg); stroke-width: 4; }
        .legend { display: flex; flex-wrap: wrap; gap: 2px 20px; font-size: 13px; margin-left: 7.6%; }
        .stages { display: grid; grid-template-columns: max-content 1fr max-content; gap: 8px 12px; margin: 8px 0;
          align-items: center; font-size: 13px; } .stages .n { text-align: right; }
        .stack { display: flex; height: 20px; } .stack i { background: currentColor; }
        .dot { display: inline-block; width: 9px; height: 9px; border-radius: 50%; background: currentColor;
          margin-right: 6px; } .dot.most { background: none; }
          .dot.outlier { background: var(--bg); border: 2px solid var(--mark); }
        .key { display: inline-block; width: 24px; border-top: 3px solid; margin-right: 6px; vertical-align: middle; }
        .box { display: inline-block; width: 12px; height: 9px; background: currentColor; margin-right: 6px; }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
        rect { shape-rendering: crispEdges; } circle.outlier { fill: var(--bg); stroke: var(--mark); stroke-width: 2; }
        rect.heat { fill: var(--heat); } rect.mark { fill: var(--mark); } rect.stall { fill: var(--bad); }
        rect.snapshot { fill: var(--c0); } .box.heat { color: var(--heat); } .box.mark { color: var(--mark); }
        .box.stall { color: var(--bad); } .box.snapshot { color: var(--c0); }
        rect.c0 { fill: var(--c0); } rect.c1 { fill: var(--c1); } rect.c2 { fill: var(--c2); }
        rect.c3 { fill: var(--c3); } rect.c4 { fill: var(--c4); } rect.c5 { fill: var(--c5); }
        rect.c6 { fill: var(--c6); } rect.c7 { fill: var(--c7); } rect.c8 { fill: var(--c8); }
        circle.c0 { fill: var(--c0); } circle.c1 { fill: var(--c1); }
        circle.c2 { fill: var(--c2); } circle.c3 { fill: var(--c3); } circle.c4 { fill: var(--c4); }
        circle.c5 { fill: var(--c5); } circle.c6 { fill: var(--c6); } circle.c7 { fill: var(--c7); }
        circle.c8 { fill: var(--c8); } .band.c0 { fill: var(--c0); } .band.c1 { fill: var(--c1); }
        .band.c2 { fill: var(--c2); } .band.c3 { fill: var(--c3); } .band.c4 { fill: var(--c4); }
        .band.c5 { fill: var(--c5); } .band.c6 { fill: var(--c6); } .band.c7 { fill: var(--c7); }
        .band.c8 { fill: var(--c8); }
        rect.empty { fill: none; stroke: var(--dim); stroke-dasharray: 3 3; }
        .box.empty { background: none; border: 1px dashed var(--dim); }
        svg text.cell { paint-order: stroke; stroke: var(--bg); stroke-width: 3; }
        figure { margin: 0; } figcaption { font-size: 13px; font-weight: 600; overflow-wrap: anywhere; }
        .multiples { display: grid; gap: 16px; }
        .multiples { grid-template-columns: repeat(auto-fill, minmax(min(100%, 360px), 1fr)); }
        .multiples figure { min-width: 0; } .multiples svg { min-width: 0; }
        td.code { font-family: ui-monospace, "Liberation Mono", monospace; font-size: 13px; }
        circle.most { fill: none; stroke: var(--c2); stroke-width: 2; } .dot.most { border: 2px solid var(--c2); }
        line.range { stroke: var(--dim); stroke-width: 1; }
        i.c0 { color: var(--c0); } i.c1 { color: var(--c1); } i.c2 { color: var(--c2); } i.c3 { color: var(--c3); }
        i.c4 { color: var(--c4); } i.c5 { color: var(--c5); } i.c6 { color: var(--c6); } i.c7 { color: var(--c7); }
        i.c8 { color: var(--c8); } .key.c1, .key.c4 { border-top-style: dashed; }
        .key.c2, .key.c6 { border-top-style: dotted; }
        .line.c0 { stroke: var(--c0); } .line.c1 { stroke: var(--c1); stroke-dasharray: 7 3; }
        .line.c2 { stroke: var(--c2); stroke-dasharray: 2 3; } .line.c3 { stroke: var(--c3); }
        .line.c4 { stroke: var(--c4); stroke-dasharray: 7 3; } .line.c5 { stroke: var(--c5); }
        .line.c6 { stroke: var(--c6); stroke-dasharray: 2 3; } .line.c7 { stroke: var(--c7); }
        .line.c8 { stroke: var(--c8); }
        @media screen and (max-width: 720px) { body { padding: 12px 12px 40px; } .legend { margin-left: 0; }
          .wide td:first-child, .wide th:first-child { position: sticky; left: 0; background: var(--bg);
            white-space: normal; overflow-wrap: break-word; min-width: 7.5em; max-width: 38vw; }
          .chart::before { content: "\\2194  wider than this screen: scroll sideways"; position: sticky; left: 0;
            display: inline-block; font-size: 12px; color: var(--dim); } }
        @media print { :root { --bg: #fff; --fg: #000; --dim: #333; --line: #bbb; --good: #064; --bad: #900;
            --partly: #630; --heat: #444; --mark: #6a2fb0; --c0: #0072b2; --c1: #e69f00; --c2: #009e73; --c3: #cc79a7;
            --c4: #56b4e9; --c5: #d55e00; --c6: #8a7f00; --c7: #6a6f7a; --c8: #8c4a3c; }
          * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
          body { max-width: none; padding: 0; font-size: 11px; } svg { min-width: 0; }
          .legend { font-size: 10px; } .small { font-size: 9px; }
          section { break-inside: avoid; } .wide, .chart { overflow: visible; background: none; }
          .cards { columns: 2; } }
        """;

    private PageStyle()
    {
    }
}
