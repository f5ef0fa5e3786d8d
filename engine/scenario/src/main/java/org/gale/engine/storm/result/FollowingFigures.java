package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/**
 * Figures of a result that follow from others of it, which other parts of a storm have counted: messages of devices,
 * wires of timers, wakes of vCPUs, samples of VMs, pauses, words of lanes and the length of a warm-up. The same of a
 * result and of the document of it. Used once.
 */
public final class FollowingFigures
{
    private static final List<String> TIMERS = List.of("ppis_raised", "ppis_acknowledged", "ppis_pending");

    private final Following numbers;
    private final BinaryOperator<String> places;
    private final List<Books.Sum> sums = new ArrayList<>();

    /**
     * Takes the numbers of a result.
     *
     * @param places returns the place of a figure by that in a report and that in the part of a share
     */
    public FollowingFigures(final Following numbers, final BinaryOperator<String> places)
    {
        this.numbers = numbers;
        this.places = places;
    }

    /**
     * Returns all figures with what they follow from.
     *
     * @param drawn interrupts that samples are of; null in a document without
     */
    public List<Books.Sum> all(final Books.Drawn drawn)
    {
        privates();
        lanes();
        offPe();
        if (!numbers.storm().isResumed())
        {
            pauses();
        }
        if (!numbers.storm().isResumed() && !numbers.storm().isAttached())
        {
            messages();
            wakes();
            warmup();
        }
        if (drawn != null && drawn.isAll() && drawn.isWhole())
        {
            samples();
        }

        return sums;
    }

    /** Adds the interrupts of timers: each wire that rose is acknowledged or pending. */
    private void privates()
    {
        if (numbers.rows().keySet().containsAll(TIMERS))
        {
            final String place = places.apply("/accounting/", "/totals/accounting/rows/");
            final List<Placed> rows =
                TIMERS.stream().map(key -> new Placed(place + key, numbers.rows().get(key))).toList();
            sums.add(new Books.Sum(rows.get(0), "what is acknowledged and pending of them", rows.subList(1, 3)));
        }
    }

    /** Adds the words of lanes, each of which is drained or left. */
    private void lanes()
    {
        numbers.lanes().forEach(lanes ->
        {
            final String place = places.apply(lanes.place(), lanes.ofPart());
            final List<Placed> ends = List.of(new Placed(place + "/drained", lanes.words().drained()),
                new Placed(place + "/left", lanes.words().left()));
            sums.add(
                new Books.Sum(new Placed(place + "/published", lanes.words().published()), "drained and left", ends));
        });
    }

    /** Adds the times on no PE, which are those of all partitions. */
    private void offPe()
    {
        if (numbers.offPe() != null)
        {
            final Set<String> names = new TreeSet<>(numbers.offPe().storm().keySet());
            numbers.offPe().partitions().forEach(one -> names.addAll(one.keySet()));
            names.forEach(name -> sums.add(new Books.Sum(new Placed(places.apply("/off_pe_ns/", "/model/off_pe_ns/") +
                name, numbers.offPe().storm().getOrDefault(name, 0L)), "the sum of the partitions",
                numbers.offPe().partitions().stream()
                .map(one -> new Placed(name, one.getOrDefault(name, 0L))).toList())));
        }
    }

    /** Adds the events of groups that pause in a phase: none. What was due before it on the wall clock may be late. */
    private void pauses()
    {
        final List<List<Integer>> pauses = numbers.storm().groups().pauses();
        final int judged = numbers.storm().isVirtual() ? pauses.size() : Math.min(1, pauses.size());
        for (int i = 0; i < Math.min(numbers.phases().size(), judged); i++)
        {
            for (final int group : pauses.get(i))
            {
                if (group < numbers.phases().get(i).size())
                {
                    add(places.apply("/phases/", "/totals/phases/") + i + "/groups/" + group + "/accounting/offered",
                        numbers.phases().get(i).get(group), "that of a group that pauses in the phase", 0L);
                }
            }
        }
    }

    /** Adds the messages of groups all of whose devices have models: all that is sent is a message or a high wire. */
    private void messages()
    {
        final List<Following.Devices> devices = numbers.devices();
        for (final int group : devices.isEmpty() ? List.<Integer>of() : numbers.storm().groups().modelled())
        {
            final Following.Devices counts = group < devices.size() ? devices.get(group) : null;
            final String place = places.apply("/groups/", "/totals/devices/") + group;
            if (counts != null)
            {
                add(place + "/interrupts", counts.interrupts(),
                    "what its devices sent less the ticks whose wire was high", counts.messages());
            }
            if (counts != null && counts.measured() != null)
            {
                add(place + "/completions measured", counts.measured().completions(), "those of its devices",
                    counts.completions());
                add(place + "/interrupts measured", counts.measured().interrupts(), "those of its devices",
                    counts.interrupts());
            }
        }
    }

    /** Adds the wakes of vCPUs that do not send: each is by a doorbell, a timer or a message that the host forwards. */
    private void wakes()
    {
        final Map<String, Long> rows = numbers.rows();
        final Map<String, Long> counts = numbers.steps();
        if (!numbers.storm().isSending() && rows.containsKey("doorbells_rung") && counts.containsKey("woken"))
        {
            final long woken = counts.get("woken") + counts.getOrDefault("polled", 0L);
            final long reasons = rows.get("doorbells_rung") + rows.getOrDefault("ppis_raised", 0L) +
                counts.getOrDefault("forwarded", 0L);
            add(places.apply("/model/", "/model/counts/") + "woken and polled", woken,
                "the doorbells, timers and forwarded messages by which they are", Math.min(woken, reasons));
        }
    }

    /** Adds the time of one run on the wall clock, which its warm-up and its measured part share. */
    private void warmup()
    {
        final Following.Time time = numbers.time();
        if (time != null)
        {
            final boolean isNear =
                Math.abs(time.elapsedNs() - time.warmupNs() - time.measuredNs()) <= time.roundedNs();
            sums.add(new Books.Sum(new Placed(places.apply("/elapsed_s", "/totals/elapsed_ns"),
                isNear ? time.warmupNs() + time.measuredNs() : time.elapsedNs()), "the warm-up with the measured part",
                List.of(new Placed("/warmup/ns", time.warmupNs()), new Placed("/measured_ns", time.measuredNs()))));
        }
    }

    /** Adds the samples of VMs, each of which has one for each interrupt that it took, but for handlers in progress. */
    private void samples()
    {
        for (int i = 0; i < numbers.vms().size(); i++)
        {
            final Following.Vm vm = numbers.vms().get(i);
            if (vm != null)
            {
                final boolean isNear = Math.abs(vm.samples() - vm.delivered()) <= numbers.storm().vcpus();
                add(places.apply("/latency_ns/vms/" + i + "/response/count",
                    "/latencies/response_by_vm/" + i + "/count"), vm.samples(), "the interrupts of VM " + vm.number(),
                    isNear ? vm.samples() : vm.delivered());
            }
        }
    }

    /** Adds a figure that is to be a number, unless one of them is not there. */
    private void add(final String place, final Long figure, final String words, final Long due)
    {
        if (figure != null && due != null)
        {
            sums.add(new Books.Sum(new Placed(place, figure), words, List.of(new Placed("", due))));
        }
    }
}
