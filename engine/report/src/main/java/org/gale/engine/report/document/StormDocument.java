package org.gale.engine.report.document;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.gale.engine.storm.figure.Latency;

/**
 * Report of a storm. A section that a storm does not have is null: the wall clock has {@code generator} and
 * {@code attach}, the virtual clock {@code model}. Rates and latencies leave the warm-up out; totals do not. A
 * percentile with too few samples is null, and no percentile exceeds the maximum. What depends on a host or the number
 * of engines stands in {@code host}.
 * A change or removal of a key changes {@link #SCHEMA}; keys may be added.
 *
 * @param run        its end, and the rates of the measured part
 * @param accounting its events, and what became of them
 * @param sources    of its events
 * @param parts      its groups and phases, and what others took part in it
 */
public record StormDocument(
    @JsonUnwrapped Head head,
    Config config,
    @JsonUnwrapped Run run,
    DocumentAccounts.OfStorm accounting,
    @JsonUnwrapped Measurement measurement,
    Latencies.OfStorm latencyNs,
    @JsonUnwrapped Sources sources,
    @JsonUnwrapped Parts parts,
    @JsonUnwrapped Ending ending)
{
    /** Name and version of the schema. */
    public static final String SCHEMA = "gale.storm/5";

    /**
     * Run of a storm. Rates are null where nothing was offered in the measured part.
     *
     * @param work null where no device has a model
     */
    public record Run(Number elapsedS, Number ratePerS, Number offeredPerS,
        @JsonUnwrapped Work work, Boolean drained, String drainedReason)
    {
    }

    /**
     * Sources of the events of a storm: a model or a generator, and actions between the events, migrations of its VMs
     * and deliberate mistakes if it has any.
     */
    public record Sources(@JsonUnwrapped Model clock, @IfThere Generator generator, @IfThere Actions actions,
        @IfThere MigrationTotals migrations, @IfThere Controls controls)
    {
    }

    /**
     * Model of a storm on the virtual clock, with the times that it counts.
     *
     * @param offPeNs          null where no vCPU is scheduled
     * @param partitions       with the lowest numbers; null of a host that is not divided
     * @param partitionsBeyond number of the others
     */
    public record Model(Map<String, Long> peTimeNs, @IfThere Map<String, Long> offPeNs,
        @IfThere List<Partition> partitions, @IfThere Long partitionsBeyond, Steps model,
        @IfThere Saturation saturation)
    {
    }

    /**
     * Saturation of a storm on the virtual clock, or of a group of its VMs.
     *
     * @param verdict    null of too few deliveries for one
     * @param saturated  1 of a part that is overloaded, else 0; null without a verdict
     * @param merged     events of open streams that merged
     * @param backlog    events that wait at the ends of ten equal parts of the time up to the last offer
     * @param peTimeLeft share of the judged time in which a PE runs no handler and nothing of the host, the least one
     */
    public record Saturation(String verdict, Long saturated, Long merged, List<Long> backlog,
        Number peTimeLeft)
    {
    }

    /** Partition of a host, with the time of its PEs up to its own last event. */
    public record Partition(Long partition, String name, Number elapsedS, Map<String, Long> peTimeNs,
        @IfThere Map<String, Long> offPeNs)
    {
    }

    /** Steps that the model counts. */
    public record Steps(Long version, String costs, @JsonAnySetter Map<String, Long> counts)
    {
    }

    /** Generator of a storm on the wall clock. */
    public record Generator(Number reachedPerS, Long lagP99Ns, Boolean keptUp, Long refused, String limit,
        Number leastPerS, Long shortSeconds, Number laneFullShare, Long skipped)
    {
    }

    /**
     * Groups and phases, the slowest stage of a storm with models, and producers that attached.
     *
     * @param encodedDigits digits of the histograms of groups and phases; null if they are left out
     * @param attach        null on the virtual clock
     */
    public record Parts(Long encodedDigits, List<Part> groups, List<Part> phases, @IfThere SlowestStage slowestStage,
        @JsonUnwrapped Attach attach)
    {
        public Parts
        {
            groups = groups == null ? List.of() : groups;
            phases = phases == null ? List.of() : phases;
        }

        /** Returns all groups, phases, and groups in phases. */
        public List<Part> all()
        {
            return Stream.concat(groups.stream(), phases.stream().flatMap(
                phase -> Stream.concat(Stream.of(phase), phase.ofPhase().stream()))).toList();
        }
    }

    /**
     * Group of VMs or phase.
     *
     * @param vms    null of a phase
     * @param span   null of a group
     * @param work   null where no device has a model
     * @param saturation null of a phase, and on the wall clock
     * @param groups of a phase; null of a group
     */
    public record Part(@Required String name, @IfThere Long vms, @JsonUnwrapped Span span, @JsonUnwrapped Work work,
        DocumentAccounts.OfPart accounting, Latencies.OfPart latencyNs, @IfThere Saturation saturation,
        @IfThere List<Part> groups)
    {
        /** Returns the groups of VMs in a phase. */
        public List<Part> ofPhase()
        {
            return groups == null ? List.of() : groups;
        }

        /** {@return the texts of histograms by the labels of latencies; null if they are left out} */
        public Map<String, String> encoded()
        {
            return latencyNs == null ? null : latencyNs.encoded();
        }

        /** {@return the figures of a latency that parts have; null without it} */
        public Latencies.Times times(final Latency latency)
        {
            return latencyNs == null ? null : latency == Latency.RESPONSE ? latencyNs.response() :
                latency == Latency.HANDLED ? latencyNs.handled() : latencyNs.request();
        }
    }

    /** Time of a phase. */
    public record Span(Number startS, Number lengthS)
    {
    }

    /** Work of devices with models: in numbers, rates, or both. */
    public record Work(@IfThere Long completions, @IfThere Long interrupts, @IfThere Number completionsPerS,
        @IfThere Number interruptsPerS, Deferred deferredNs, @IfThere Map<String, Long> recorded,
        @IfThere Map<String, Long> heldNs, @IfThere Map<String, Long> polls)
    {
    }

    /** Mean time for which devices held an interrupt back. */
    public record Deferred(Long count, Number mean)
    {
    }

    /**
     * Slowest stage of a storm with models.
     *
     * @param cause null of a stage of which models say none
     */
    public record SlowestStage(String name, Long p99Ns, String cause)
    {
    }

    /** Section of a storm on the wall clock; null in it where no producer could attach. */
    public record Attach(Attached attached)
    {
    }

    /**
     * Producers that attached.
     *
     * @param lanesClosed number of lanes by reason
     * @param lanesBeyond number of lanes that are not listed
     */
    public record Attached(Long commands, Long events, Long refused, Map<String, Long> lanesClosed, List<Lane> lanes,
        Long lanesBeyond)
    {
    }

    /** Lane of a producer. */
    public record Lane(String name, String end, @JsonUnwrapped DocumentAccounts.Words words)
    {
    }
}
