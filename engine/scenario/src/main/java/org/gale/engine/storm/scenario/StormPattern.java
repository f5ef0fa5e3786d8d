package org.gale.engine.storm.scenario;

/** Version of the values that are drawn from the seed. */
public enum StormPattern
{
    /** Priorities, the VPEs of LPIs and the order of events are drawn. */
    SEEDED("seeded"),
    /** One priority, LPIs to VPEs by turns, and of each device the next event by turns: nothing is drawn. */
    ROUND_ROBIN("round-robin");

    private final String label;

    StormPattern(final String label)
    {
        this.label = label;
    }

    /** Returns the name that a journal records. */
    public String label()
    {
        return label;
    }
}
