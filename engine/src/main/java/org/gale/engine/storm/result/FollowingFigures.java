package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Figures of a result that follow from others of it, which other parts of a storm have counted: messages of devices,
 * wires of timers, wakes of vCPUs, samples of VMs and the length of a warm-up. Used once.
 */
final class FollowingFigures
{
    private final StormResult result;
    private final Asked asked;
    private final BinaryOperator<String> places;
    private final List<Books.Sum> sums = new ArrayList<>();

    /**
     * Takes a result.
     *
     * @param places returns the place of a figure by that in a report and that in the part of a share
     */
    FollowingFigures(final StormResult result, final Asked asked, final BinaryOperator<String> places)
    {
        this.result = result;
        this.asked = asked;
        this.places = places;
    }

    /**
     * Returns all figures with what they follow from.
     *
     * @param drawn interrupts that samples are of
     */
    List<Books.Sum> all(final Books.Drawn drawn)
    {
        final boolean isAttached = result.totals().attached() != null;
        privates();
        if (!asked.isResumed() && !isAttached)
        {
            messages();
            wakes();
            warmup();
        }
        if (drawn.isAll() && drawn.isWhole())
        {
            samples();
        }

        return sums;
    }

    /** Adds the interrupts of timers: each wire that rose is acknowledged or pending. */
    private void privates()
    {
        final Map<String, Long> rows = rows();
        if (rows.containsKey("ppis_raised"))
        {
            final String place = places.apply("/accounting/", "/totals/accounting/rows/");
            sums.add(new Books.Sum(row(place, rows, "ppis_raised"), "what is acknowledged and pending of them",
                List.of(row(place, rows, "ppis_acknowledged"), row(place, rows, "ppis_pending"))));
        }
    }

    private Map<String, Long> rows()
    {
        return result.totals().accounting().rows().stream()
            .collect(Collectors.toMap(AccountingRow::key, AccountingRow::total, Long::sum));
    }

    private static Placed row(final String place, final Map<String, Long> rows, final String key)
    {
        return new Placed(place + key, rows.getOrDefault(key, 0L));
    }

    /** Adds the messages of groups all of whose devices have models: all that is sent is a message or a high wire. */
    private void messages()
    {
        final List<DeviceCounts> devices = result.totals().devices();
        for (final int group : devices.isEmpty() ? List.<Integer>of() : asked.groups().modelled())
        {
            final DeviceCounts counts = devices.get(group);
            final String place = places.apply("/groups/", "/totals/devices/") + group;
            final Optional<SentEvents.OfGroup> sent =
                result.totals().sent().groups().stream().filter(one -> one.name().equals(counts.group())).findAny();
            sent.ifPresent(one -> sums.add(new Books.Sum(new Placed(place + "/interrupts", counts.interrupts()),
                "what its devices sent less the ticks whose wire was high",
                List.of(new Placed("", one.sent() - one.ticksHigh())))));
            if (result.rates().warmup().isNone())
            {
                sums.add(new Books.Sum(new Placed(place + "/completions measured", counts.measured().completions()),
                    "those of its devices", List.of(new Placed("", counts.completions()))));
                sums.add(new Books.Sum(new Placed(place + "/interrupts measured", counts.measured().interrupts()),
                    "those of its devices", List.of(new Placed("", counts.interrupts()))));
            }
        }
    }

    /** Adds the wakes of vCPUs that do not send: each is by a doorbell, a timer or a message that the host forwards. */
    private void wakes()
    {
        final Map<String, Long> rows = rows();
        final Map<String, Long> counts = result.model() == null ? Map.of() : result.model().counts();
        final boolean isSending = result.totals().devices().stream().anyMatch(one -> one.senderWait() != null);
        if (!isSending && rows.containsKey("doorbells_rung") && counts.containsKey("woken"))
        {
            final long woken = counts.get("woken") + counts.getOrDefault("polled", 0L);
            final long reasons = rows.get("doorbells_rung") + rows.getOrDefault("ppis_raised", 0L) +
                counts.getOrDefault("forwarded", 0L);
            atMost(new Placed(places.apply("/model/", "/model/counts/") + "woken and polled", woken),
                "the doorbells, timers and forwarded messages by which they are", reasons);
        }
    }

    /** Adds a figure that is not to be greater than a number. */
    private void atMost(final Placed figure, final String words, final long most)
    {
        sums.add(new Books.Sum(figure, words, List.of(new Placed("", Math.min(figure.value(), most)))));
    }

    /** Adds the time of one run on the wall clock, which its warm-up and its measured part share. */
    private void warmup()
    {
        final MeasuredRates rates = result.rates();
        final boolean isEnded = !rates.warmup().isNone() && !rates.warmup().ending().isKept() && rates.ns() > 1;
        if (result.model() == null && !asked.isSum() && isEnded)
        {
            sums.add(new Books.Sum(new Placed(places.apply("/elapsed_s", "/totals/elapsed_ns"),
                result.totals().elapsedNs()), "the warm-up with the measured part",
                List.of(new Placed("/warmup/ns", rates.warmup().ns()), new Placed("/measured_ns", rates.ns()))));
        }
    }

    /** Adds the samples of VMs, each of which has one for each interrupt that it took, but for handlers in progress. */
    private void samples()
    {
        final List<StormAccounting.OfVm> vms = result.totals().accounting().vms();
        final List<Placed> counts = IntStream.range(0, result.latencies().responseByVm().size())
            .mapToObj(vm -> new Placed(places.apply("/latency_ns/vms/" + vm + "/response/count",
            "/latencies/response_by_vm/" + vm + "/count"),
            result.latencies().responseByVm().get(vm).getTotalCount())).toList();
        for (int i = 0; counts.size() == vms.size() && i < vms.size(); i++)
        {
            final long delivered = vms.get(i).account().delivered();
            final Placed count = counts.get(i);
            sums.add(new Books.Sum(count, "the interrupts of VM " + vms.get(i).vmId(), List.of(new Placed("",
                Math.abs(count.value() - delivered) <= asked.vcpus() ? count.value() : delivered))));
        }
    }
}
