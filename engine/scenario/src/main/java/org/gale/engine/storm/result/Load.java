package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.List;

/**
 * Load of a group of VMs on the virtual clock, by which it is judged whether its host keeps up. Loads of several
 * partitions or groups add up in any order.
 *
 * @param open      events of each open stream of the group
 * @param backlog   events that wait at the end of each of ten equal parts of the time up to the last offer
 * @param isBounded true if every stream waits for its guests, so that no backlog grows
 * @param leftPpm   judged time in which a PE runs no handler and nothing of the host, in millionths: the least one of
 *                  the PEs on which the group handles interrupts
 * @param spent     on the group in the judged part
 */
public record Load(List<Offers> open, List<Long> backlog, boolean isBounded, long leftPpm, Spent spent)
{
    /** Number of the parts of time. */
    public static final int PARTS = 10;
    /** Deliveries below which there is no verdict. */
    public static final int LEAST_DELIVERIES = 1000;
    /** Millionths of a whole. */
    public static final long WHOLE_PPM = 1_000_000;

    /** A backlog may grow up to one event in so many. */
    private static final int TOLERATED = 100;
    private static final long NEAR_PPM = 100_000;
    private static final long FULL_PPM = 20_000;
    /** Part with which the last one is compared. */
    private static final int EARLIER = 2;
    private static final int LEAST_RISES = 6;

    public Load
    {
        open = List.copyOf(open);
        backlog = List.copyOf(backlog);
        if (backlog.size() != PARTS)
        {
            throw new IllegalArgumentException("a backlog is not of all parts of time: " + backlog.size());
        }
    }

    /**
     * Time of PEs that was spent on a group, and exits of its guests.
     *
     * @param handlerNs in handlers of its vCPUs, ns
     * @param hostNs    in the host, in states host and stolen, ns
     */
    public record Spent(long handlerNs, long hostNs, long exits)
    {
        /** Nothing. */
        public static final Spent NOTHING = new Spent(0, 0, 0);

        private Spent plus(final Spent other)
        {
            return new Spent(handlerNs + other.handlerNs, hostNs + other.hostNs, exits + other.exits);
        }
    }

    /**
     * Events of an open stream.
     *
     * @param offered to a machine
     * @param merged  with one that was pending
     */
    public record Offers(long offered, long merged)
    {
        private Offers plus(final Offers other)
        {
            return new Offers(offered + other.offered, merged + other.merged);
        }
    }

    /** Verdict on a load. */
    public enum LoadVerdict
    {
        /** Events wait longer and longer, or handlers and the host take a PE. */
        OVERLOADED("overloaded"),
        /** Little PE time is left. */
        NEAR("near capacity"),
        /** Sources that wait for their guests get all the PE time that there is. */
        AT_CAPACITY("at capacity"),
        /** The host keeps up. */
        BELOW("below capacity");

        private final String label;

        LoadVerdict(final String label)
        {
            this.label = label;
        }

        /** Returns the words of reports. */
        public String label()
        {
            return label;
        }
    }

    /** Returns the events that merged of all open streams. */
    public long merged()
    {
        return open.stream().mapToLong(Offers::merged).sum();
    }

    /**
     * Returns the verdict on a load.
     *
     * @param delivered interrupts of the whole run
     * @return null if these are too few for one
     */
    public LoadVerdict verdict(final long delivered)
    {
        if (delivered < LEAST_DELIVERIES)
        {
            return null;
        }
        final boolean isFull = leftPpm <= FULL_PPM;
        if (isGrowing(delivered) || (isFull && !isBounded))
        {
            return LoadVerdict.OVERLOADED;
        }

        return isFull ? LoadVerdict.AT_CAPACITY : leftPpm < NEAR_PPM && !isBounded ? LoadVerdict.NEAR :
            LoadVerdict.BELOW;
    }

    private boolean isGrowing(final long delivered)
    {
        int rises = 0;
        for (int part = EARLIER + 1; part < PARTS; part++)
        {
            rises += backlog.get(part) > backlog.get(part - 1) ? 1 : 0;
        }

        return rises >= LEAST_RISES && backlog.get(PARTS - 1) - backlog.get(EARLIER) > delivered / TOLERATED;
    }

    /** Returns the load of the same group on two partitions. */
    public Load plus(final Load other)
    {
        final List<Offers> sums = new ArrayList<>();
        for (int i = 0; i < open.size(); i++)
        {
            sums.add(open.get(i).plus(other.open.get(i)));
        }

        return new Load(sums, backlogs(other), isBounded && other.isBounded, Math.min(leftPpm, other.leftPpm),
            spent.plus(other.spent));
    }

    /** Returns the load of all groups, of which there is at least one. */
    public static Load ofAll(final List<Load> groups)
    {
        final List<Offers> open = new ArrayList<>();
        groups.forEach(group -> open.addAll(group.open));
        final Load sum = groups.stream()
            .map(group -> new Load(List.of(), group.backlog, group.isBounded, group.leftPpm, group.spent))
            .reduce(Load::plus).orElseThrow();

        return new Load(open, sum.backlog, sum.isBounded, sum.leftPpm, sum.spent);
    }

    /** Returns the sums of the loads of groups by their order. */
    static List<Load> sum(final List<List<Load>> parts)
    {
        List<Load> sums = parts.get(0);
        for (final List<Load> part : parts.subList(1, parts.size()))
        {
            final List<Load> next = new ArrayList<>();
            for (int group = 0; group < sums.size(); group++)
            {
                next.add(sums.get(group).plus(part.get(group)));
            }
            sums = next;
        }

        return sums;
    }

    private List<Long> backlogs(final Load other)
    {
        final List<Long> sums = new ArrayList<>();
        for (int part = 0; part < PARTS; part++)
        {
            sums.add(backlog.get(part) + other.backlog.get(part));
        }

        return sums;
    }
}
