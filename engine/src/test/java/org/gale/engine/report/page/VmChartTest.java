package org.gale.engine.report.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Response times of VMs side by side, with coordinates computed by hand. */
class VmChartTest
{
    private static final Histogram ONE = histogram(1, 1_000);

    @Test
    void shouldDrawAPointForEachPercentileWithEnoughSamples()
    {
        final Histogram many = histogram(150, 100);
        many.recordValueWithCount(1_000, 50);
        final String first = "title: VM 0: p50 100 ns, p99 1,000 ns, max 1,000 ns";

        // 407 units a VM; 200 units for the decade from 100 ns
        assertEquals(List.of(
            "div chart", "svg 0 0 920.0 260.0 img Response times of the VMs http://www.w3.org/2000/svg",
            "line grid 70.0 214.0 884.0 214.0", "text 63.0 218.0 end: 100 ns",
            "line grid 70.0 14.0 884.0 14.0", "text 63.0 18.0 end: 1 \u00b5s",
            "line range 273.5 214.0 273.5 14.0", "circle most 273.5 14.0 6.5", first,
            "circle c1 273.5 14.0 4.5", first, "circle c0 273.5 214.0 4.5", first, "text 273.5 230.0 middle: 0",
            "line range 680.5 14.0 680.5 14.0", "circle most 680.5 14.0 6.5",
            "title: VM 1: p50 -, p99 -, max 1,000 ns", "text 680.5 230.0 middle: 1",
            "text caption 884.0 248.0 end: VM",
            "p legend", "span", "i dot c0", "span", "i dot c1", "span", "i dot most"),
            PageElements.of(draw(List.of(many, ONE))));
    }

    @Test
    void shouldScaleTheAxisByTheVmsWithSamples()
    {
        final Histogram slow = histogram(2, 40_000);

        assertEquals(List.of("text 63.0 218.0 end: 10 \u00b5s", "text 63.0 18.0 end: 100 \u00b5s"),
            PageElements.of(draw(List.of(new Histogram(3), slow)), "text 63"));
    }

    @Test
    void shouldNumberVmsWhereThereIsRoom()
    {
        assertEquals(32, PageElements.of(draw(Collections.nCopies(32, ONE)), "text ").stream()
            .filter(text -> text.contains(" middle: ")).count());
        assertEquals(0, PageElements.of(draw(Collections.nCopies(33, ONE)), "text ").stream()
            .filter(text -> text.contains(" middle: ")).count());
    }

    @Test
    void shouldDrawSmallerPointsOfManyVmsUpToALimit()
    {
        final Histogram two = histogram(2, 1_000);
        final List<Histogram> hundred = new ArrayList<>(Collections.nCopies(100, new Histogram(3)));
        hundred.set(0, two);
        final List<Histogram> beyond = new ArrayList<>(Collections.nCopies(513, new Histogram(3)));
        beyond.set(511, two);
        beyond.set(512, two);

        assertEquals(List.of("circle most 74.1 214.0 4.7", "circle c0 74.1 214.0 2.7"),
            PageElements.of(draw(hundred), "circle "));
        assertEquals(List.of("circle most 883.2 214.0 3.0", "circle c0 883.2 214.0 1.0"),
            PageElements.of(draw(beyond), "circle "));
    }

    private static Histogram histogram(final int count, final long ns)
    {
        final Histogram histogram = new Histogram(3);
        histogram.recordValueWithCount(ns, count);

        return histogram;
    }

    private static Markup draw(final List<Histogram> byVm)
    {
        final Markup page = new Markup();
        VmChart.draw(page, byVm);

        return page;
    }
}
