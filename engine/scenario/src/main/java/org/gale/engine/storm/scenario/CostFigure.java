package org.gale.engine.storm.scenario;

/**
 * Figure of a cost.
 *
 * @param time   taken; of {@link Cost#LR_LIMIT} one ns for each list register
 * @param origin publication, sum or reason behind the mark; empty for a figure from the job
 */
public record CostFigure(Distribution time, Mark mark, String origin)
{
    /** Origin of a figure. */
    public enum Mark
    {
        /** Publication with machine, figure and conversion. */
        MEASURED("measured by"),
        /** Sum of other figures. */
        DERIVED("derived"),
        /** Figure that nobody confirmed. */
        ASSUMED("assumed"),
        /** Figure that a user gave. */
        FROM_JOB("from the job");

        private final String label;

        Mark(final String label)
        {
            this.label = label;
        }

        /** Returns the mark in words. */
        public String label()
        {
            return label;
        }
    }

    /** Returns the mark and the text after it. */
    public String markText()
    {
        return origin.isEmpty() ? mark.label() : mark.label() + (mark == Mark.DERIVED ? ": " : ", ") + origin;
    }
}
