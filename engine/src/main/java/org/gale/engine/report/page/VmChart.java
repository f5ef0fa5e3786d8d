package org.gale.engine.report.page;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;

/** Picture of the response times of VMs side by side: p50, p99 and the largest of each. Pure functions. */
final class VmChart
{
    /** Limit of the VMs that are drawn. */
    static final int VM_LIMIT = 512;

    private static final double HEIGHT = 260;
    private static final double TAIL = 99;
    private static final double MEDIAN = 50;
    private static final int LABEL_LIMIT = 32;

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
            least = Math.min(least, Math.max(10, 1.0 * vm.getValueAtPercentile(MEDIAN)));
            most = Math.max(most, 1.0 * vm.getMaxValue());
        }
        final Scale times = Scale.decades(Math.min(least, most), most, plot.bottom(), Plot.TOP);
        final double step = (Plot.RIGHT - Plot.LEFT) / count;
        plot.open("Response times of the VMs");
        plot.vertical(times, Scale::time);
        for (int vmId = 0; vmId < count; vmId++)
        {
            vm(plot, byVm.get(vmId), vmId, times, Plot.LEFT + vmId * step, step);
            if (count <= LABEL_LIMIT)
            {
                plot.label("middle", Plot.LEFT + (vmId + 0.5) * step, plot.bottom() + 16, Integer.toString(vmId));
            }
        }
        plot.caption("VM");
        plot.close();
        new Legend(page).area("c0", "up to p50").area("c1", "up to p99").area("c2", "max").close();
    }

    private static void vm(
        final Plot plot, final Histogram vm, final int vmId, final Scale times, final double x, final double step)
    {
        if (vm.getTotalCount() == 0)
        {
            return;
        }
        final double gap = step > 4 ? step / 6 : 0;
        final double width = step - 2 * gap;
        final double median = times.at(1.0 * vm.getValueAtPercentile(MEDIAN));
        final double tail = times.at(1.0 * vm.getValueAtPercentile(TAIL));
        final String title = "VM " + vmId + ": p50 " + NumberText.count(vm.getValueAtPercentile(MEDIAN)) +
            " ns, p99 " + NumberText.count(vm.getValueAtPercentile(TAIL)) + " ns, max " +
            NumberText.count(vm.getMaxValue()) + " ns";
        plot.rect("c0", x + gap, median, width, plot.bottom() - median, 1, title);
        plot.rect("c1", x + gap, tail, width, median - tail, 1, title);
        plot.rect("c2", x + gap, times.at(1.0 * vm.getMaxValue()) - 1, width, 2, 1, title);
    }
}
