package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gale.engine.lanes.LaneWords;

/**
 * Numbers from which others of a result follow, as the result or the document of it holds them. What one of them lacks
 * is null or empty, and no law asks for it.
 *
 * @param storm   what is known of the storm
 * @param rows    of its accounts, by their keys
 * @param steps   that the model counts; empty on the wall clock
 * @param devices of each group of VMs; null of a group without
 * @param phases  of each phase the events offered to each group
 * @param vms     samples of VMs; null of a VM without
 * @param time    in which it ran
 * @param offPe   times of all partitions that are spent on no PE; null where not all are listed
 * @param lanes   words of lanes
 */
public record Following(Storm storm, Map<String, Long> rows, Map<String, Long> steps, List<Devices> devices,
    List<List<Long>> phases, List<Vm> vms, Time time, OffPe offPe, List<Lanes> lanes)
{
    /**
     * Storm of a result.
     *
     * @param vcpus      number of vCPUs, each of which may be in a handler at the end
     * @param isVirtual  true on the virtual clock
     * @param isSending  true if vCPUs wait for others
     * @param isResumed  true if another process has begun it
     * @param isAttached true if producers attached
     */
    public record Storm(Asked.Groups groups, long vcpus, boolean isVirtual, boolean isSending, boolean isResumed,
        boolean isAttached)
    {
    }

    /**
     * Devices of a group of VMs.
     *
     * @param messages that its devices sent, without ticks whose wire was high
     * @param measured work of the measured part; null after a warm-up
     */
    public record Devices(Long messages, Long completions, Long interrupts, Measured measured)
    {
    }

    /** Work of the measured part. */
    public record Measured(Long completions, Long interrupts)
    {
    }

    /** VM: the samples of its responses, and the interrupts that it took. */
    public record Vm(long number, long samples, long delivered)
    {
    }

    /**
     * Time of one run on the wall clock that had a warm-up and a measured part.
     *
     * @param roundedNs by which the time of the run is rounded, ns
     */
    public record Time(long elapsedNs, long roundedNs, long warmupNs, long measuredNs)
    {
    }

    /** Times on no PE by name, ns: of the storm, and of each partition. */
    public record OffPe(Map<String, Long> storm, List<Map<String, Long>> partitions)
    {
    }

    /**
     * Words of lanes, which are drained or left.
     *
     * @param place  of the words in a report
     * @param ofPart the same in the part of a share
     */
    public record Lanes(String place, String ofPart, LaneWords words)
    {
    }

    /** Returns the numbers of a result. */
    static Following of(final StormResult result, final Asked asked)
    {
        final StormTotals totals = result.totals();
        final MeasuredRates rates = result.rates();
        final Modelled model = result.model();
        final List<Part> phases = totals.phases().stream().filter(part -> part.span() != null).toList();
        final boolean isOneRun = model == null && !asked.isSum() && rates.ns() > 1;
        final boolean isDivided = model != null && model.partitions().beyond() == 0 &&
            !model.partitions().first().isEmpty();

        return new Following(new Storm(asked.groups(), asked.vcpus(), model != null,
            totals.devices().stream().anyMatch(one -> one.senderWait() != null), asked.isResumed(),
            totals.attached() != null), totals.accounting().rows().stream()
            .collect(Collectors.toMap(AccountingRow::key, AccountingRow::total, Long::sum)),
            model == null ? Map.of() : model.counts(),
            totals.devices().stream().map(one -> devices(one, result)).toList(), phases.stream().map(phase ->
            phase.groups().stream().map(group -> group.account().offered()).toList()).toList(), vms(result),
            isOneRun && !rates.warmup().isNone() && !rates.warmup().ending().isKept() ?
            new Time(totals.elapsedNs(), 0, rates.warmup().ns(), rates.ns()) : null, !isDivided ? null :
            new OffPe(model.offPeNs(), model.partitions().first().stream()
            .map(ModelledPartitions.OfPartition::offPeNs).toList()), lanes(result));
    }

    private static Devices devices(final DeviceCounts counts, final StormResult result)
    {
        final SentEvents.OfGroup sent = result.totals().sent().group(counts.group());

        return new Devices(sent == null ? null : sent.sent() - sent.ticksHigh(), counts.completions(),
            counts.interrupts(), result.rates().warmup().isNone() ?
            new Measured(counts.measured().completions(), counts.measured().interrupts()) : null);
    }

    private static List<Lanes> lanes(final StormResult result)
    {
        final List<Lanes> lanes = new ArrayList<>();
        if (result.generator() != null)
        {
            lanes.add(new Lanes("/accounting/lanes/generator", "/generator/words", result.generator().words()));
        }
        if (result.totals().attached() != null)
        {
            lanes.add(new Lanes(
                "/accounting/lanes/attached", "/totals/attached/words", result.totals().attached().words()));
        }

        return lanes;
    }

    private static List<Vm> vms(final StormResult result)
    {
        final List<StormAccounting.OfVm> vms = result.totals().accounting().vms();
        final int samples = result.latencies().responseByVm().size();

        return samples != vms.size() ? List.of() : IntStream.range(0, samples).mapToObj(vm ->
            new Vm(vms.get(vm).vmId(), result.latencies().responseByVm().get(vm).getTotalCount(),
            vms.get(vm).account().delivered())).toList();
    }
}
