package org.gale.engine.report.page;

import java.util.List;
import org.gale.engine.storm.result.StormTotals;

/**
 * Marks of the phases of a storm on pictures over the time of a run: a line where each begins, and its name where there
 * is room.
 *
 * @param marks in the order of time
 */
record PhaseMarks(List<Mark> marks)
{
    private static final double LETTER_WIDTH = 7.5;
    private static final double GAP = 5;
    private static final double LABEL_DROP = 12;

    /**
     * Beginning of a phase.
     *
     * @param startNs time since the first offer of the run, ns
     */
    record Mark(String name, long startNs)
    {
    }

    /** Returns the marks of a run. Phases before a resume have none. */
    static PhaseMarks of(final StormTotals totals)
    {
        final long beforeNs = totals.phases().stream().filter(phase -> phase.name().equals(StormTotals.BEFORE))
            .mapToLong(phase -> phase.span().lengthNs()).sum();

        return new PhaseMarks(totals.phases().stream().filter(phase -> !phase.name().equals(StormTotals.BEFORE))
            .map(phase -> new Mark(phase.name(), Math.max(0, phase.span().startNs() - beforeNs))).toList());
    }

    /**
     * Draws the phases that began within a scale.
     *
     * @param top upper end of the lines
     */
    void draw(final Plot plot, final Scale seconds, final double top)
    {
        double free = Plot.LEFT;
        for (final Mark mark : marks)
        {
            final double x = seconds.at(mark.startNs() / 1e9);
            if (mark.startNs() / 1e9 < seconds.to())
            {
                plot.line("phase", x, top, x, plot.bottom());
                final double end = x + GAP + LETTER_WIDTH * mark.name().length();
                if (x >= free && end <= Plot.RIGHT)
                {
                    plot.label("phase", "start", x + GAP, top + LABEL_DROP, mark.name());
                    free = end;
                }
            }
        }
    }
}
