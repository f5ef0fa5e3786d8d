package org.gale.engine.storm.result;

/** Kind of what a driver counts of its polls, where it defers interrupts. */
public enum PollKind
{
    /** Deferral: a poll has taken all packets, and the vector stays masked until a timer. */
    DEFERRED("deferred", "deferrals of interrupts"),
    /** Run of polls that such a timer has begun. */
    BY_TIMER("by_timer", "runs by timers");

    private final String label;
    private final String words;

    PollKind(final String label, final String words)
    {
        this.label = label;
        this.words = words;
    }

    /** Returns the name in JSON. */
    public String label()
    {
        return label;
    }

    /** Returns the words for it in a sentence. */
    public String words()
    {
        return words;
    }
}
