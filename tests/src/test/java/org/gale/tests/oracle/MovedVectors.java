package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Vectors that the guests of a partition move to other vCPUs: at the ends of periods, as balancers do, and by the
 * number of events. Where to follows from the rules of balancers, and from the seed, and nothing of it is read.
 */
final class MovedVectors
{
    private static final long OF_VECTORS = 0x766563746f7273L;
    private static final long RETRY_NS = 2_000;
    private static final int RETRY_LIMIT = 1_000;
    private static final long ONLINE_RETRY_NS = 100_000;

    private final Run run;
    private final StormJob job;
    private final long[] rate;
    private final SplittableRandom random;
    private final List<Guest> guests = new ArrayList<>();
    /** Acknowledges of each vector. */
    private final Map<Long, Long> taken = new HashMap<>();
    /** Vectors whose entry names their second LPI. */
    private final Set<Long> seconds = new HashSet<>();
    /** vCPUs that got vectors, and the time of it, in the batch in hand. */
    private final List<Vcpu> changed = new ArrayList<>();
    /** Vectors that their devices mask, and the events that wait for these. */
    final Set<Long> masked = new HashSet<>();
    private List<Source.Offer> held = new ArrayList<>();
    /** Whether no source of the partition goes on any more. */
    boolean isEnding;
    private long spentNs;
    private long eventsOfDevices;
    private long due;
    private long made;
    private long balanced;
    private long spread;
    private boolean isRetryPlanned;
    private int retries;

    /** Guest that moves vectors. */
    private final class Guest
    {
        private final StormJob.Vm vm;
        private final long everyNs;
        private final boolean isByLoad;
        /** Time for which a vCPU is offline; 0 of a guest whose vCPUs stay online. */
        private final long offlineNs;
        private final List<Long> gone = new ArrayList<>();
        private int offline;
        private boolean isOffline;
        private final List<Long> vectors = new ArrayList<>();
        private final Map<Long, Long> before = new HashMap<>();
        private boolean isResting = true;
        private final ManagedQueues managed;                        // null of a guest whose vectors move
        private long seen;

        Guest(final StormJob.Vm vm)
        {
            this.vm = vm;
            final var affinity = vm.group().node().at("/guest/affinity");
            offlineNs = affinity.has("offline") ? Numbers.ns(affinity.at("/offline/for").asText()) : 0;
            final var every = offlineNs > 0 ? affinity.at("/offline/every") : affinity.path("every");
            everyNs = every.isMissingNode() ? 0 : Numbers.ns(every.asText());
            managed = affinity.at("/offline/managed").asText().equals("on") ?
                new ManagedQueues(run, vm, offlineNs, vectors) : null;
            isByLoad = affinity.path("policy").asText().equals("load");
            for (final StormJob.Device device : job.devices)
            {
                final boolean isOwn = device.stream().vm().index() == vm.index();
                for (int event = 0; isOwn && event < device.stream().events(); event++)
                {
                    if (device.stream().isVector(event))
                    {
                        vectors.add(JournalText.key(vm.index(), device.firstLpi() + event));
                    }
                }
            }
        }

        private Vcpu vcpu(final int vpe)
        {
            return run.host.vcpus.get(vm.firstVcpu() + vpe);
        }

        private Stream<Vcpu> vcpus()
        {
            return IntStream.range(0, vm.group().vpes()).mapToObj(this::vcpu);
        }

        private boolean canMove()
        {
            return !vectors.isEmpty() && vm.group().vpes() > 1 && offlineNs == 0;
        }

        /** Returns the vCPU that moves vectors now, or null. */
        private Vcpu mover()
        {
            return vcpus().filter(Vcpu::isInGuest).findFirst().orElse(null);
        }

        private void plan()
        {
            isResting = false;
            run.agenda.add((run.nowNs / everyNs + 1) * everyNs, Agenda.Kind.OPERATOR, vm.index(), 0, 0, this::over);
        }

        /** Ends a period. */
        private void over()
        {
            run.acts();
            if (eventsOfDevices == seen)
            {
                isResting = true;
                return;
            }
            seen = eventsOfDevices;
            if (managed != null)
            {
                managed.over();
                plan();
                return;
            }
            final Vcpu mover = isOffline ? null : mover();
            if (mover != null && offlineNs > 0)
            {
                goOffline();
                settle(mover);
            }
            else if (mover != null)
            {
                final List<Integer> chosen = isByLoad ? byLoad() : round();
                for (int i = 0; i < chosen.size(); i++)
                {
                    if (chosen.get(i) != run.target(vectors.get(i)).vpe)
                    {
                        balanced++;
                        move(vectors.get(i), vcpu(chosen.get(i)));
                    }
                }
                settle(mover);
            }
            plan();
        }

        /** Has the next vCPU but the first one go offline: the others get its vectors in turn. */
        private void goOffline()
        {
            final int vpes = vm.group().vpes();
            offline = offline == vpes - 1 ? 1 : offline + 1;
            isOffline = true;
            final List<Integer> others =
                IntStream.range(0, vpes).filter(vpe -> vpe != offline).boxed().toList();
            gone.clear();
            gone.addAll(vectors.stream().filter(key -> run.target(key).vpe == offline).toList());
            for (int i = 0; i < gone.size(); i++)
            {
                spread++;
                move(gone.get(i), vcpu(others.get(i % others.size())));
            }
            planOnline(offlineNs);
        }

        private void planOnline(final long ns)
        {
            run.agenda.add(run.nowNs + ns, Agenda.Kind.OPERATOR, vm.index(), 0, 0, this::goOnline);
        }

        private void goOnline()
        {
            run.acts();
            final Vcpu mover = mover();
            if (mover == null)
            {
                planOnline(ONLINE_RETRY_NS);
                return;
            }
            gone.forEach(key ->
            {
                spread++;
                move(key, vcpu(offline));
            });
            isOffline = false;
            settle(mover);
        }

        private List<Integer> round()
        {
            return vectors.stream().map(key -> (run.target(key).vpe + 1) % vm.group().vpes()).toList();
        }

        private List<Integer> byLoad()
        {
            final long[] loads = new long[vm.group().vpes()];
            final Map<Long, Long> busy = new HashMap<>();
            final Map<Long, Integer> chosen = new HashMap<>();
            for (final long key : vectors)
            {
                busy.put(key, taken.getOrDefault(key, 0L) - before.getOrDefault(key, 0L));
                before.put(key, taken.getOrDefault(key, 0L));
            }
            vectors.stream().sorted(Comparator.comparingLong((Long key) -> -busy.get(key))).forEach(key ->
            {
                int least = run.target(key).vpe;
                for (int vpe = 0; busy.get(key) > 0 && vpe < loads.length; vpe++)
                {
                    least = loads[vpe] < loads[least] ? vpe : least;
                }
                loads[least] += busy.get(key);
                chosen.put(key, least);
            });

            return vectors.stream().map(chosen::get).toList();
        }
    }

    MovedVectors(final Run run)
    {
        this.run = run;
        this.job = run.job;
        rate = Stream.of(job.root.at("/machine/moves").asText("0").split("/", -1))
            .mapToLong(Numbers::count).toArray();
        random = new SplittableRandom(
            Numbers.mix(job.seed ^ OF_VECTORS, job.parts().size() > 1 ? run.part.index() : 0));
        run.part.vms().stream().filter(vm -> isDrawn() || vm.group().node().at("/guest").has("affinity"))
            .forEach(vm -> guests.add(new Guest(vm)));
    }

    private boolean isDrawn()
    {
        return rate[0] > 0;
    }

    /** Returns whether guests of a job have balancers. */
    static boolean areBalanced(final StormJob job)
    {
        return job.groups.stream().anyMatch(group -> group.node().at("/guest/affinity").has("every"));
    }

    /** Returns whether vCPUs of guests of a job go offline whose vectors are managed, or move. */
    static boolean goOffline(final StormJob job, final boolean areManaged)
    {
        return job.groups.stream().map(group -> group.node().at("/guest/affinity/offline"))
            .anyMatch(offline -> offline.has("every") && offline.has("managed") == areManaged);
    }

    /** Returns whether events wait for vectors, or requests for queues of a run that goes on. */
    boolean holdBack()
    {
        return !held.isEmpty() || (!isEnding &&
            guests.stream().anyMatch(guest -> guest.managed != null && guest.managed.areClosed()));
    }

    /** Checks whether a source goes on: one that does behind the end does not, if nothing else happens before that. */
    void look(final boolean isOffering, final long otherNs)
    {
        final long ns = isOffering ? run.traffic.nextNs(run.nowNs) : Numbers.NEVER;
        final boolean isLate = ns == Numbers.NEVER ? run.traffic.isLate() : ns >= job.durationNs;
        isEnding |= !isOffering || (isLate && otherNs >= job.durationNs);
    }

    /** Has an event wait whose vector is masked. Returns whether it does. */
    boolean hold(final Source.Offer offer, final long nowNs)
    {
        final StormJob.Vm vm = offer.device().stream().vm();
        final boolean isHeld = masked.contains(JournalText.key(vm.index(), offer.device().firstLpi() + offer.event()));
        if (isHeld)
        {
            held.add(new Source.Offer(offer.device(), offer.event(), offer.sender(), nowNs));
            run.vectorMoves[6]++;
            run.inFront(vm, 1);
            run.acts();
        }

        return isHeld;
    }

    /** Lets events go on whose vectors are not masked any more. */
    void release()
    {
        final List<Source.Offer> before = held;
        held = new ArrayList<>();
        for (final Source.Offer offer : before)
        {
            final StormJob.Vm vm = offer.device().stream().vm();
            if (masked.contains(JournalText.key(vm.index(), offer.device().firstLpi() + offer.event())))
            {
                held.add(offer);
                continue;
            }
            run.vectorMoves[7]++;
            run.inFront(vm, -1);
            if (!run.vectors.holds(offer.device(), offer.event(), offer.intendedNs()))
            {
                run.raise(offer.device(), offer.event(), offer.intendedNs(), run.nowNs - offer.intendedNs());
            }
        }
    }

    /** Notes that a device has raised an event. */
    void offered()
    {
        eventsOfDevices = run.offered;
        guests.stream().filter(guest -> guest.everyNs > 0 && guest.isResting).forEach(Guest::plan);
        sent();
    }

    /** Makes the moves that are due behind an event of a device, or those that a vCPU has sent. */
    void sent()
    {
        if (isDrawn())
        {
            due = Math.max(due, run.operator.due(rate));
            retries = 0;
            moveDrawn();
        }
    }

    private void moveDrawn()
    {
        while (made < due && hasMoved())
        {
            made++;
        }
        if (made < due && !isRetryPlanned && retries < RETRY_LIMIT && isUnderWay())
        {
            retries++;
            isRetryPlanned = true;
            run.agenda.add(run.nowNs + RETRY_NS, Agenda.Kind.OPERATOR, Integer.MAX_VALUE, 0, 0, () ->
            {
                run.acts();
                isRetryPlanned = false;
                moveDrawn();
            });
        }
    }

    /** Returns whether a vCPU that could move vectors may come into its guest. */
    private boolean isUnderWay()
    {
        return guests.stream().filter(Guest::canMove).flatMap(Guest::vcpus).anyMatch(vcpu -> !vcpu.isIdle());
    }

    private int below(final int bound)
    {
        return (int)Long.remainderUnsigned(random.nextLong(), bound);
    }

    private boolean hasMoved()
    {
        final int first = below(guests.size());
        for (int i = 0; i < guests.size(); i++)
        {
            final Guest guest = guests.get((first + i) % guests.size());
            final Vcpu mover = guest.canMove() ? guest.mover() : null;
            if (mover != null)
            {
                final long key = guest.vectors.get(below(guest.vectors.size()));
                final int vpes = guest.vm.group().vpes();
                move(key, guest.vcpu((run.target(key).vpe + 1 + below(vpes - 1)) % vpes));
                settle(mover);

                return true;
            }
        }

        return false;
    }

    private void move(final long key, final Vcpu to)
    {
        final Vcpu from = run.target(key);
        final boolean isByEntry = SecondLpis.has(to.vm) && run.host.vcpus.stream().noneMatch(vcpu ->
            (vcpu.handled != null && isOf(vcpu.handled, key)) || vcpu.left.stream().anyMatch(left -> isOf(left, key)));
        spentNs += run.host.costs.of(isByEntry ? "move-entry" : "move", to.vm);
        if (isByEntry && !seconds.remove(key))
        {
            seconds.add(key);
        }
        run.retarget(key, to.vpe);
        if (run.waiting(key) != null)
        {
            run.waiting(key).idOffset = idOffset(key, to.vm);
            run.host.guests.moved.move(run.waiting(key), from, to);
        }
        changed.add(to);
        if (run.vectorsMoved.size() < run.journal.moveNumbers.size())
        {
            run.vectors.command(run.journal.moveNumbers.get(run.vectorsMoved.size()) + 1);      // of its barrier
        }
        run.vectorsMoved.add(new JournalText.VectorMove(to.vm.index(), (int)key, to.vpe, isByEntry));
    }

    /** Returns the distance of the LPI that the entry of a vector names from its first one. */
    int idOffset(final long key, final StormJob.Vm vm)
    {
        return seconds.contains(key) ? vm.group().node().get("lpis").asInt() : 0;
    }

    private static boolean isOf(final Interrupt interrupt, final long key)
    {
        return !interrupt.isTimer && JournalText.key(interrupt.vm(), interrupt.lpi()) == key;
    }

    /** Ends a batch of moves by a vCPU. */
    private void settle(final Vcpu mover)
    {
        if (spentNs > 0)
        {
            run.host.guests.moved.spend(mover, spentNs);
            spentNs = 0;
        }
        changed.forEach(run.host.guests::changed);
        changed.clear();
    }

    /** Notes that an interrupt was acknowledged. */
    void acknowledged(final Interrupt interrupt)
    {
        taken.merge(JournalText.key(interrupt.vm(), interrupt.lpi()), 1L, Long::sum);
    }

    /** Adds what was done to that of all partitions. */
    void close()
    {
        run.vectorMoves[0] += balanced;
        run.vectorMoves[1] += due;
        run.vectorMoves[2] += made;
        run.vectorMoves[3] += spread;
    }
}
