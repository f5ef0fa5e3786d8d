package org.gale.engine.report.page;

import java.util.Locale;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.ActionTimeline;

/**
 * Picture of transitions, holds and moves over the time of a run: above, the share of each slice of time in which a
 * transition was open and its vCPU held; below, the moves. Pure functions.
 */
final class ActionChart
{
    private static final double HEIGHT = 260;
    private static final double MOVES_HEIGHT = 50;
    private static final double GAP = 14;
    private static final double WHOLE = 100;

    private ActionChart()
    {
    }

    /**
     * Draws a time line.
     *
     * @param endNs end of the run since the first offer, ns
     */
    static void draw(final Markup page, final ActionTimeline timeline, final long endNs)
    {
        final Plot plot = new Plot(page, HEIGHT);
        final Scale seconds = Scale.linear(endNs / 1e9, Plot.LEFT, Plot.RIGHT);
        final Scale shares = Scale.linear(WHOLE, plot.bottom() - MOVES_HEIGHT - GAP, Plot.TOP);
        final Scale moves = Scale.linear(1.0 * timeline.slices().stream().mapToLong(ActionTimeline.Slice::moves).max()
            .orElse(1), plot.bottom(), plot.bottom() - MOVES_HEIGHT);
        plot.open("Transitions, holds and moves over the run");
        plot.vertical(shares, share -> Scale.number(share) + " %");
        plot.label("end", Plot.LEFT - 7, plot.bottom() - MOVES_HEIGHT / 2, "moves");
        plot.horizontal(seconds, second -> Scale.number(second) + " s");
        for (int i = 0; i < timeline.slices().size(); i++)
        {
            slice(plot, timeline, i, seconds, shares, moves);
        }
        plot.caption(HeatMap.TIME_CAPTION);
        plot.close();
        new Legend(page).area("c4", "a transition is open").area("c5", "its vCPU is held out of the guest")
            .area("c2", "moves of events and vCPUs").close();
    }

    private static void slice(
        final Plot plot,
        final ActionTimeline timeline,
        final int index,
        final Scale seconds,
        final Scale shares,
        final Scale moves)
    {
        final ActionTimeline.Slice slice = timeline.slices().get(index);
        final long startNs = timeline.startNs() + index * timeline.sliceNs();
        final double x = seconds.at(startNs / 1e9);
        final double width = seconds.at((startNs + timeline.sliceNs()) / 1e9) - x;
        final String text = NumberText.counted(slice.ended(), "transition") + " ended, open for " +
            percent(share(slice.openNs(), timeline)) + ", held for " + percent(share(slice.heldNs(), timeline)) +
            " of " + NumberText.duration(timeline.sliceNs()) + ", " + NumberText.counted(slice.moves(), "move");
        bar(plot, "c4", x, width, shares, share(slice.openNs(), timeline), text);
        bar(plot, "c5", x, width, shares, share(slice.heldNs(), timeline), text);
        bar(plot, "c2", x, width, moves, 1.0 * slice.moves(), text);
    }

    private static void bar(
        final Plot plot,
        final String style,
        final double x,
        final double width,
        final Scale scale,
        final double value,
        final String text)
    {
        if (value > 0)
        {
            plot.rect(style, x, scale.at(value), width, scale.at(0) - scale.at(value), 1, text);
        }
    }

    private static double share(final long ns, final ActionTimeline timeline)
    {
        return WHOLE * ns / timeline.sliceNs();
    }

    private static String percent(final double share)
    {
        return String.format(Locale.ROOT, "%.1f %%", share);
    }
}
