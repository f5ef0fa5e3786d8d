package org.gale.engine.report.page;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.LatencySummary;

/**
 * Picture of the response times of VMs side by side: p50, p99 and the largest of each, as points on a logarithmic axis.
 * Pure functions.
 */
final class VmChart
{
    /** Limit of the VMs that are drawn. */
    static final int VM_LIMIT = 512;

    private static final double HEIGHT = 260;
    private static final double TAIL = 99;
    private static final double MEDIAN = 50;
    private static final int LABEL_LIMIT = 32;
    private static final double RADIUS_MOST = 4.5;
    private static final double RADIUS_LEAST = 1;
    /** Distance of the ring of a maximum from a point that it may lie around. */
    private static final double RING = 2;

    private VmChart()
    {
    }

    /** Draws VMs in the order of their ids, up to a limit, and the legend. */
    static void draw(final Markup page, final List<Histogram> byVm)
    {
        final Plot plot = new Plot(page, HEIGHT);
        final int count = Math.min(VM_LIMIT, byVm.size());
        double least = Double.MAX_VALUE;
        double most = 10;
        for (final Histogram vm : byVm.subList(0, count))
        {
            if (vm.getTotalCount() > 0)
            {
                least = Math.min(least, Math.max(10, 1.0 * vm.getValueAtPercentile(MEDIAN)));
                most = Math.max(most, 1.0 * vm.getMaxValue());
            }
        }
        final Scale times = Scale.decades(Math.min(least, most), most, plot.bottom(), Plot.TOP);
        final double step = (Plot.RIGHT - Plot.LEFT) / count;
        plot.open("Response times of the VMs");
        plot.vertical(times, Scale::time);
        for (int vmId = 0; vmId < count; vmId++)
        {
            final double x = Plot.LEFT + (vmId + 0.5) * step;
            if (byVm.get(vmId).getTotalCount() > 0)
            {
                vm(plot, byVm.get(vmId), vmId, times, x, Math.max(RADIUS_LEAST, Math.min(RADIUS_MOST, step / 3)));
            }
            if (count <= LABEL_LIMIT)
            {
                plot.label("middle", x, plot.bottom() + 16, Integer.toString(vmId));
            }
        }
        plot.caption("VM");
        plot.close();
        new Legend(page).dot("c0", "p50").dot("c1", "p99").dot("most", "max").close();
    }

    /** Draws a VM. A point of a percentile with too few samples is left out. */
    private static void vm(
        final Plot plot, final Histogram vm, final int vmId, final Scale times, final double x, final double radius)
    {
        final long median = LatencySummary.at(vm, MEDIAN);
        final long tail = LatencySummary.at(vm, TAIL);
        final long max = vm.getMaxValue();
        final String title = "VM " + vmId + ": p50 " + text(median) + ", p99 " + text(tail) + ", max " + text(max);
        final long lowest = median != LatencySummary.NONE ? median : max;
        plot.line("range", x, times.at(1.0 * lowest), x, times.at(1.0 * max));
        point(plot, "most", x, times, max, radius + RING, title);
        point(plot, "c1", x, times, tail, radius, title);
        point(plot, "c0", x, times, median, radius, title);
    }

    private static void point(
        final Plot plot,
        final String style,
        final double x,
        final Scale times,
        final long ns,
        final double radius,
        final String title)
    {
        if (ns != LatencySummary.NONE)
        {
            plot.circle(style, x, times.at(1.0 * ns), radius, title);
        }
    }

    private static String text(final long ns)
    {
        return ns == LatencySummary.NONE ? "-" : NumberText.count(ns) + " ns";
    }
}
