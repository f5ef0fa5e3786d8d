package org.gale.engine.storm.result;

/**
 * Reason for which the sources of a storm sent no more. A storm is drained if its own plan ended them, and guests then
 * took everything that they could take.
 */
public enum StormEnd
{
    /** Storm that offered its count of events. */
    COUNT(true, "count", "its count was offered, and the rest was handled"),
    /** Storm whose time, or whose trace, was over. */
    DURATION(true, "duration", "its time was over, and the rest was handled"),
    /** Storm that the user interrupted, or whose replay the user did. */
    INTERRUPTED(false, "interrupted", "it was interrupted"),
    /** Storm that a condition ended. */
    CONDITION(false, "stop-if", "its condition ended it"),
    /** Storm in which nothing could happen any more, although sources had more to send. */
    STUCK(false, "stuck", "nothing could happen any more"),
    /** Storm that failed itself, or whose journal or replay did. */
    FAILED(false, "failed", "it failed");

    private final boolean isDrained;
    private final String label;
    private final String text;

    StormEnd(final boolean isDrained, final String label, final String text)
    {
        this.isDrained = isDrained;
        this.label = label;
        this.text = text;
    }

    /** Returns the end of a storm that neither failed nor was stopped. */
    public static StormEnd ofSources(final boolean isCountOffered)
    {
        return isCountOffered ? COUNT : DURATION;
    }

    /** Returns whether the storm was drained. */
    public boolean isDrained()
    {
        return isDrained;
    }

    /** Returns the name of the reason in reports as JSON. */
    public String label()
    {
        return label;
    }

    /** Returns the reason as a clause. */
    public String text()
    {
        return text;
    }

    /** Returns the end with what the journal proves about it. */
    StormEnd with(final StormProof.Extent extent)
    {
        return switch (extent)
        {
            case FAILED, DAMAGED, DIVERGED -> FAILED;
            case INTERRUPTED -> isDrained ? INTERRUPTED : this;
            case NO_JOURNAL, NOT_ASKED, READ_ONLY, EQUAL -> this;
        };
    }
}
