package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Figures of all partitions of a run. If some came to the end of the warm-up and others did not, what the others
 * delivered is of the warm-up.
 */
final class Whole
{
    final boolean isWarm;
    /** Partitions that have a measured part; all where none has. */
    final List<PartDone> measured;
    private final Run run;

    Whole(final Run run)
    {
        this.run = run;
        isWarm = run.done.stream().anyMatch(done -> done.history().isWarm);
        measured = run.done.stream().filter(done -> done.history().isWarm == isWarm).toList();
    }

    /** Second of the storm, to which several partitions may have added. */
    record Second(
        long startNs, long endNs, boolean isWarmup, long offered, long delivered, long pending,
        List<Interrupt> taken, List<Interrupt> handled, List<Interrupt> handedOver, List<Request> requests,
        long completions)
    {
    }

    long sum(final List<PartDone> of, final ToLongFunction<PartDone> figure)
    {
        return of.stream().mapToLong(figure).sum();
    }

    long elapsedNs()
    {
        return run.done.stream().mapToLong(PartDone::endNs).max().orElse(0);
    }

    long offered()
    {
        return sum(run.done, PartDone::offered);
    }

    /** Returns the interrupts that were acknowledged. */
    long taken()
    {
        return sum(run.done, done -> done.taken().size());
    }

    long warmupNs()
    {
        return isWarm ? run.job.warmupNs : 0;
    }

    long measuredNs()
    {
        return Math.max(1, measured.stream().mapToLong(PartDone::endNs).max().orElse(0) - warmupNs());
    }

    long measuredOffered()
    {
        return sum(measured, done -> done.offered() - done.history().warmupOffered);
    }

    List<Interrupt> behind()
    {
        return measured.stream().flatMap(done -> done.behind().stream()).toList();
    }

    /** Returns the interrupts whose threads or softirqs have ended. */
    List<Interrupt> handedOver()
    {
        return measured.stream().flatMap(done -> done.handedOver().stream()).toList();
    }

    List<Interrupt> takenBehind()
    {
        return measured.stream().flatMap(done -> done.takenBehind().stream()).toList();
    }

    List<Request> requests()
    {
        return measured.stream().flatMap(done -> done.measuredRequests().stream()).toList();
    }

    List<Long> senderWaits(final int group)
    {
        return measured.stream().flatMap(done ->
            done.senderWaits().getOrDefault(group, List.of()).stream()).toList();
    }

    /** Returns the work of a group in the measured part. */
    Work work(final int group)
    {
        return measured.stream().map(done -> done.works().get(group).since(done.history().warmupWork.get(group)))
            .reduce(Work.NOTHING, Work::plus);
    }

    /** Returns the work of a group up to the end of a phase. */
    Work work(final int phase, final int group)
    {
        return run.done.stream().map(done -> done.work(phase, group)).reduce(Work.NOTHING, Work::plus);
    }

    /** Returns the accounts of all VMs at the end of a phase. */
    Account[] accounts(final int phase)
    {
        final Account[] accounts = run.accounts.clone();
        run.done.forEach(done -> done.part().vms().forEach(vm ->
            accounts[vm.index()] = done.account(phase, vm.index(), accounts[vm.index()])));

        return accounts;
    }

    Map<PeTimes.Use, Long> peTimes()
    {
        final Map<PeTimes.Use, Long> sums = new EnumMap<>(PeTimes.Use.class);
        run.done.forEach(done -> done.peTimes().forEach((use, ns) -> sums.merge(use, ns, Long::sum)));

        return sums;
    }

    /** Returns the seconds of the storm, by their begins. */
    List<Second> seconds()
    {
        final Map<Long, Second> seconds = new TreeMap<>();
        for (final PartDone done : run.done)
        {
            for (final History.Second one : done.history().seconds)
            {
                final Second second = new Second(one.startNs(), one.endNs(), one.isWarmup(), one.offered(),
                    one.delivered(), one.pending(),
                    measured(done, one, done.taken().subList(one.firstTaken(), one.endTaken())),
                    measured(done, one, done.handled().subList(one.first(), one.end())),
                    measured(done, one, done.handedOver().subList(one.firstOver(), one.endOver())), requests(done, one),
                    one.completions());
                seconds.merge(one.startNs(), second, Whole::plus);
            }
        }
        final List<Second> all = new ArrayList<>();
        for (final Second second : seconds.values())
        {
            final long ended = sum(run.done, done -> pendingBefore(done.history().seconds, second.startNs()));
            all.add(new Second(second.startNs, second.endNs, second.isWarmup, second.offered, second.delivered,
                second.pending + ended, second.taken, second.handled, second.handedOver, second.requests,
                second.completions));
        }

        return all;
    }

    private static long pendingBefore(final List<History.Second> seconds, final long startNs)
    {
        final History.Second last = seconds.isEmpty() ? null : seconds.get(seconds.size() - 1);

        return last != null && last.startNs() < startNs ? last.pending() : 0;
    }

    private List<Interrupt> measured(
        final PartDone done, final History.Second second, final List<Interrupt> interrupts)
    {
        return interrupts.stream().filter(interrupt ->
            interrupt.isMeasured() && (second.isWarmup() || !done.history().isWarm ||
            interrupt.intendedNs >= run.job.warmupNs)).toList();
    }

    private static List<Request> requests(final PartDone done, final History.Second second)
    {
        return done.requests().subList(second.firstRequest(), second.endRequest()).stream().filter(request ->
            second.isWarmup() || request.isMeasured() || !done.history().isWarm).toList();
    }

    private static Second plus(final Second one, final Second other)
    {
        final List<Interrupt> taken = new ArrayList<>(one.taken);
        taken.addAll(other.taken);
        final List<Interrupt> handled = new ArrayList<>(one.handled);
        handled.addAll(other.handled);
        final List<Interrupt> handedOver = new ArrayList<>(one.handedOver);
        handedOver.addAll(other.handedOver);
        final List<Request> requests = new ArrayList<>(one.requests);
        requests.addAll(other.requests);

        return new Second(one.startNs, Math.max(one.endNs, other.endNs), one.isWarmup && other.isWarmup,
            one.offered + other.offered, one.delivered + other.delivered, one.pending + other.pending, taken,
            handled, handedOver, requests, one.completions + other.completions);
    }
}
