package org.gale.engine.storm.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers of a result that laws compare, with their places. A result and the document of it have the same books. What
 * one of them lacks is null or empty, and no law asks for it.
 *
 * @param accounts of the storm and its parts; null in the books of a sum and its parts
 * @param samples  of its latencies
 * @param time     in which it ran
 * @param claims   about its end
 * @param sums     of figures that are in no other book
 * @param members  parts that ran at one time, such as engines; none of a result that is no sum
 * @param spreads  latencies that are in no other book: those of migrations
 */
public record Books(Accounts accounts, Samples samples, Time time, Claims claims, List<Sum> sums,
    List<Member> members, List<Spread> spreads)
{
    public Books
    {
        sums = List.copyOf(sums);
        members = List.copyOf(members);
        spreads = List.copyOf(spreads);
    }

    /** Makes books without latencies that are in no other book. */
    Books(final Accounts accounts, final Samples samples, final Time time, final Claims claims,
        final List<Sum> sums, final List<Member> members)
    {
        this(accounts, samples, time, claims, sums, members, List.of());
    }

    /** Makes the books of a result that is judged without its parts. */
    public Books(final Accounts accounts, final Samples samples, final Time time, final Claims claims,
        final List<Sum> sums)
    {
        this(accounts, samples, time, claims, sums, List.of());
    }

    /** Returns these books with other claims. */
    Books with(final Claims others)
    {
        return new Books(accounts, samples, time, others, sums, members, spreads);
    }

    /** Returns these books with latencies that are in no other book. */
    public Books with(final List<Spread> others)
    {
        return new Books(accounts, samples, time, claims, sums, members, others);
    }

    /**
     * Account with its place.
     *
     * @param name      in messages, such as {@code VM 3}
     * @param place     of its figures
     * @param remainder as a document states it; null where it follows from the figures
     */
    public record Account(String name, String place, EventAccount events, Long remainder)
    {
        /** Returns a figure with its place. */
        Placed figure(final String figure)
        {
            return new Placed(place + '/' + figure, events.figures().getOrDefault(figure, 0L));
        }

        /** Returns the events that it began with. */
        Placed carriedIn()
        {
            return new Placed(place + "/carried_in", events.carriedIn());
        }
    }

    /**
     * Latency with its place.
     *
     * @param times  its number, its sum and its percentiles
     * @param bounds of these by its buckets; null where they follow from these
     */
    public record Spread(String place, LatencySummary times, Bounds bounds)
    {
        /** Makes a latency without the bounds of its buckets. */
        public Spread(final String place, final LatencySummary times)
        {
            this(place, times, null);
        }

        /** Returns the number of samples. */
        Placed count()
        {
            return new Placed(place + "/count", times.count());
        }

        /** Returns the greatest sample. */
        Placed max()
        {
            return new Placed(place + "/max", times.max());
        }

        /** Returns the sum of the samples, ns. */
        Placed sum()
        {
            return new Placed(place + "/sum", times.sum());
        }
    }

    /**
     * Bounds of the sum and the maximum of a histogram by its buckets, ns.
     *
     * @param leastSum sum of the lowest values of the buckets
     * @param mostSum  sum of the highest ones
     * @param leastMax lowest value of the last bucket
     * @param mostMax  highest one
     */
    public record Bounds(long leastSum, long mostSum, long leastMax, long mostMax)
    {
    }

    /**
     * Group of VMs or phase.
     *
     * @param delivered interrupts of its measured part; null where it is not known
     * @param response  null where it has none
     * @param handled   null where it has none
     * @param request   null where it has none
     * @param groups    of a phase
     */
    public record Part(
        Account account, Placed delivered, Spread response, Spread handled, Spread request, List<Part> groups)
    {
        public Part
        {
            groups = List.copyOf(groups);
        }
    }

    /**
     * Accounts of a result.
     *
     * @param storm  null in a document without
     * @param vms    those of all VMs, and of no VM
     * @param groups of VMs
     * @param phases in the order of time
     * @param sent   what was sent; null where it is not known
     * @param ofNoVm events that were rejected and that no VM got
     * @param merged events that merged, by places; empty without vectors
     * @param counts others, none of which is negative
     */
    public record Accounts(Account storm, List<Account> vms, List<Part> groups, List<Part> phases, SentEvents sent,
        Placed ofNoVm, List<Placed> merged, List<Placed> counts)
    {
        public Accounts
        {
            vms = List.copyOf(vms);
            groups = List.copyOf(groups);
            phases = List.copyOf(phases);
            merged = List.copyOf(merged);
            counts = List.copyOf(counts);
        }
    }

    /**
     * Samples of a result.
     *
     * @param drawn     interrupts that they are of
     * @param response  null without
     * @param handled   null without
     * @param service   null without
     * @param request   null without
     * @param stages    by name; null where they are not known
     * @param vms       responses of VMs
     * @param routes    responses by the routes on which events arrived
     * @param slowest   response of the first outlier; null without
     */
    public record Samples(Drawn drawn, Spread response, Spread handled, Spread service, Spread request,
        Map<String, Spread> stages, List<Spread> vms, List<Spread> routes, Placed slowest)
    {
        public Samples
        {
            stages = stages == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(stages));
            vms = List.copyOf(vms);
            routes = List.copyOf(routes);
        }
    }

    /**
     * Interrupts of the measured part, which samples are of.
     *
     * @param delivered number of all; null where it is not known
     * @param ofRoutes  by the routes on which they arrived; empty where they are not known
     * @param isAll     true if all of these are sampled
     * @param isWhole   true if the measured part is all of the storm, so that none waits at its begin without a sample
     * @param slack     samples that may be more or fewer than these; 0 on the virtual clock
     * @param handlers  that may have begun and not ended
     * @param isStamped true if the storm has sent all of them, and knows when
     */
    public record Drawn(Placed delivered, List<Placed> ofRoutes, boolean isAll, boolean isWhole, long slack,
        long handlers, boolean isStamped)
    {
        public Drawn
        {
            ofRoutes = List.copyOf(ofRoutes);
        }
    }

    /**
     * Time of PEs.
     *
     * @param place     of their times
     * @param number    of the partition; null of the storm
     * @param elapsed   time of the partition
     * @param roundedNs by which that is rounded, ns
     * @param ns        times by state
     * @param pes       number of PEs; 0 where it is not known
     */
    public record PeTime(
        String place, Placed number, Placed elapsed, long roundedNs, Map<String, Long> ns, long pes)
    {
        /** Returns the time of all states. */
        Placed sum()
        {
            return new Placed("the sum of " + place, ns.values().stream().mapToLong(Long::longValue).sum());
        }
    }

    /**
     * Time of a result.
     *
     * @param elapsed    of the storm
     * @param roundedNs  by which a time in seconds is rounded, ns
     * @param parts      times that are within it, one after the other
     * @param pes        PEs of the storm; null on the wall clock
     * @param partitions each with its PEs; empty of a host that is not divided
     * @param beyond     number of partitions that are not among these
     */
    public record Time(
        Placed elapsed, long roundedNs, List<Placed> parts, PeTime pes, List<PeTime> partitions, long beyond)
    {
        public Time
        {
            parts = List.copyOf(parts);
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * Claims about the end of a result.
     *
     * @param count       events that were asked for; null without a limit
     * @param isOfCount   true if the count is said to have been offered
     * @param rest        events that a broadcast may offer beyond the count
     * @param replay      extent that is claimed
     * @param isJournaled true if there is a journal
     * @param vms         numbers of all VMs, ascending; null where they are not known
     * @param partitions  numbers of the partitions that are listed, ascending; null where they are not known
     */
    public record Claims(Placed count, boolean isOfCount, long rest, StormProof.Extent replay, boolean isJournaled,
        List<Integer> vms, List<Integer> partitions)
    {
        /** Claims nothing. */
        public static final Claims NONE =
            new Claims(null, false, 0, StormProof.Extent.NO_JOURNAL, false, null, null);

        /** Returns these claims with what a journal proves. */
        Claims with(final StormProof.Extent other, final boolean hasJournal)
        {
            return new Claims(count, isOfCount, rest, other, hasJournal, vms, partitions);
        }
    }

    /**
     * Part of a storm that ran at the same time as others.
     *
     * @param elapsed its time
     * @param vms     VMs that had events
     */
    public record Member(Placed elapsed, List<Integer> vms)
    {
        public Member
        {
            vms = List.copyOf(vms);
        }
    }

    /**
     * Figure that is a sum of others.
     *
     * @param words of all of them
     */
    public record Sum(Placed whole, String words, List<Placed> parts)
    {
        public Sum
        {
            parts = List.copyOf(parts);
        }
    }
}
