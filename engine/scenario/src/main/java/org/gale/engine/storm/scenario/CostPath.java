package org.gale.engine.storm.scenario;

import java.util.List;

/** Path of an interrupt to its guest, whose time is the sum of some costs. */
public enum CostPath
{
    /** Path to a vPE that is resident. */
    RESIDENT("resident", List.of(Cost.SIGNAL)),
    /** Path to a vCPU in its guest, by software on another PE. */
    FORWARDED_RUNNING("forwarded, running", List.of(Cost.HOST_IRQ, Cost.INJECT, Cost.KICK, Cost.EXIT, Cost.ENTER)),
    /** Path to a vCPU that has blocked, by software; nobody polls, and a PE is free. */
    FORWARDED_BLOCKED(
        "forwarded, blocked", List.of(Cost.HOST_IRQ, Cost.INJECT, Cost.SCHEDULE, Cost.LOAD, Cost.ENTER)),
    /** Path to a direct vCPU that has blocked, by its doorbell; nobody polls, and its PE is free. */
    DIRECT_BLOCKED(
        "direct, blocked", List.of(Cost.HOST_IRQ, Cost.SCHEDULE, Cost.LOAD_DIRECT, Cost.ENTER, Cost.DIRTY,
        Cost.SIGNAL));

    /** Latency from end to end that was published for {@link #FORWARDED_RUNNING}. */
    public static final CostFigure PUBLISHED = CostBases.ioLatencyIn();

    private static final int POLL_NS = 1_000;

    private final String label;
    @SuppressWarnings("ImmutableEnumChecker")                       // made by List.of
    private final List<Cost> costs;

    CostPath(final String label, final List<Cost> costs)
    {
        this.label = label;
        this.costs = costs;
    }

    /** Returns the name that the pages have. */
    public String label()
    {
        return label;
    }

    /** Returns the costs in the order in which they are spent. */
    public List<Cost> costs()
    {
        return costs;
    }

    /** Returns the sum of the means of the costs, ns; of Dirty what is polled for behind the entry (V4-RES-3). */
    public double sumNs(final CostModel model)
    {
        return costs.stream().mapToDouble(cost -> cost == Cost.DIRTY ? polledNs(model) : model.time(cost).meanNs())
            .sum();
    }

    private static double polledNs(final CostModel model)
    {
        final double leftNs = model.time(Cost.DIRTY).meanNs() - model.time(Cost.ENTER).meanNs();

        return Math.max(0, Math.ceil(leftNs / POLL_NS) * POLL_NS);
    }
}
