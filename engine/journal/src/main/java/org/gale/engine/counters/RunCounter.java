package org.gale.engine.counters;

import java.util.List;

/**
 * Counters of a run that other processes read while it runs, such as {@code gale stat}. Ids are appended, never
 * renumbered or reused.
 */
public enum RunCounter
{
    /** Time since the first offer. */
    ELAPSED_NS(0, "elapsed_ns", true, "Nanoseconds since the first offer."),
    /** Events that the engine took. */
    OFFERED(1, "offered", true, "Events offered."),
    /** Interrupts that guests acknowledged. */
    DELIVERED(2, "delivered", true, "Interrupts that guests acknowledged."),
    /** Interrupts that are pending. */
    PENDING(3, "pending", false, "Interrupts that are pending."),
    /** Words that wait in the generator's lane. */
    LANE_WORDS(4, "lane_words", false, "Words that wait in the lane."),
    /** Words that the generator's lane has room for. */
    LANE_CAPACITY_WORDS(5, "lane_capacity_words", false, "Words that the lane has room for."),
    /** Bytes in the journal. */
    JOURNAL_BYTES(6, "journal_bytes", true, "Bytes journaled."),
    /** Frames in the journal. */
    FRAMES(7, "frames", true, "Frames appended."),
    /** Commands that the machine applied. */
    COMMANDS(8, "commands", true, "Commands applied."),
    /** Events of producers that attached. */
    ATTACHED_OFFERED(9, "attached_offered", true, "Events of attached producers."),
    /** Number of the phase that runs, from 1; 0 without phases. */
    PHASE(10, "phase", false, "Number of the phase that runs, from 1; 0 without phases."),
    /** Requests, packets and other work that devices with models completed. */
    COMPLETIONS(11, "completions", true, "Pieces of work that devices with models completed.");

    /** All counters, in the order of their ids. */
    public static final List<RunCounter> ALL = List.of(values());

    private final int id;
    private final String label;
    private final boolean isTotal;
    private final String help;

    RunCounter(final int id, final String label, final boolean isTotal, final String help)
    {
        this.id = id;
        this.label = label;
        this.isTotal = isTotal;
        this.help = help;
    }

    /** Returns whether the counter of a storm is the greatest of those of its engines, else their sum. */
    boolean isOfStorm()
    {
        return this == ELAPSED_NS || this == PHASE;
    }

    /** Returns the id in the file. */
    public int id()
    {
        return id;
    }

    /** Returns the name for tables and metrics. */
    public String label()
    {
        return label;
    }

    /** Returns true for a count that only grows, false for a level. */
    public boolean isTotal()
    {
        return isTotal;
    }

    /** Returns a sentence for metrics. */
    public String help()
    {
        return help;
    }
}
