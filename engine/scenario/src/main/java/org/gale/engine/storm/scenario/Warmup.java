package org.gale.engine.storm.scenario;

/**
 * Length of the warm-up of a storm. What is delivered in the warm-up counts in the accounting, and neither in the rate
 * nor in the latencies.
 *
 * @param ns length, ns; 0 for none; {@link #AUTO_NS} to end it once compilers and rate are steady
 */
public record Warmup(long ns)
{
    /** Length that is found while the storm runs. */
    public static final long AUTO_NS = -1;
    /** Warm-up that ends once compilers and rate are steady. */
    public static final Warmup AUTO = new Warmup(AUTO_NS);

    public boolean isAuto()
    {
        return ns == AUTO_NS;
    }

    /** Reason for which a warm-up ended. */
    public enum Ending
    {
        /** There was no warm-up. */
        NONE("none"),
        /** Compilers and rate were steady. */
        SETTLED("settled"),
        /** The time that was asked for was over. */
        ASKED("as asked"),
        /** Compilers or rate were not steady after the longest warm-up. */
        UNSETTLED("not settled"),
        /** A fifth of the storm was over before compilers and rate were steady. */
        SHORT("too short a storm to settle"),
        /** The storm ended first. */
        UNFINISHED("the storm ended in it"),
        /** No event came behind its end. */
        WHOLE("no event came after it");

        private final String label;

        Ending(final String label)
        {
            this.label = label;
        }

        /** Returns whether everything is measured, because all of the storm fell into the warm-up. */
        public boolean isKept()
        {
            return this == UNFINISHED || this == WHOLE;
        }

        /** Returns the reason in words. */
        public String label()
        {
            return label;
        }
    }

    /**
     * Warm-up as it was.
     *
     * @param ending    reason of its end
     * @param ns        length, ns
     * @param offered   events that were offered in it
     * @param delivered interrupts that guests acknowledged in it
     */
    public record Past(Ending ending, long ns, long offered, long delivered)
    {
        /** No warm-up. */
        public static final Past NONE = new Past(Ending.NONE, 0, 0, 0);

        /** Returns whether there was no warm-up. */
        public boolean isNone()
        {
            return ending == Ending.NONE && (ns | offered | delivered) == 0;
        }
    }
}
