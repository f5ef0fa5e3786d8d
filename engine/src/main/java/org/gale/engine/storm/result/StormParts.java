package org.gale.engine.storm.result;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gale.engine.storm.figure.Latency;

/**
 * Accounts and response times of the parts of a storm. The accounts of its groups add up to that of the storm, and so
 * do those of its phases, where pending is that of the last one.
 *
 * @param groups groups of VMs in the order in which their VMs are numbered; behind them {@link #NO_VM}, if an event
 *               reached no VM
 * @param phases one after another; {@link #BEFORE} comes first if the storm was resumed. None of a storm without phases
 */
public record StormParts(List<OfGroup> groups, List<OfPhase> phases)
{
    /** Name of the part whose events reached no VM. */
    public static final String NO_VM = "none";
    /** Name of the phase that stands for everything before a resume. */
    public static final String BEFORE = "before";

    public StormParts
    {
        groups = List.copyOf(groups);
        phases = List.copyOf(phases);
    }

    /** Part of a storm: an account, and latencies of the measured part. */
    public interface Part
    {
        /** Returns the name, as users gave it. */
        String name();

        /** Returns the account of the part. */
        EventAccount account();

        /** Returns the response times. */
        LatencySummary response();

        /** {@return the latencies of requests; null in a storm without} */
        LatencySummary request();

        /** {@return a latency; null where parts do not have it} */
        default LatencySummary latency(final Latency latency)
        {
            return latency == Latency.RESPONSE ? response() : latency == Latency.REQUEST ? request() : null;
        }
    }

    /**
     * Part of a group of VMs.
     *
     * @param vms      number of its VMs; 0 of {@link #NO_VM}
     * @param account  of everything since the first offer, or in a phase
     * @param response response times of the measured part
     * @param request  latencies of its requests; null in a storm without
     * @param work     of its devices in a phase; null where no device has a model, and of a whole storm
     * @param encoded  histograms of responses and requests by name, of those that have samples: {@link EncodedLatency}
     */
    public record OfGroup(String name, int vms, EventAccount account, LatencySummary response, LatencySummary request,
        DeviceCounts.Work work, Map<String, String> encoded) implements Part
    {
        public OfGroup
        {
            encoded = Map.copyOf(encoded);
        }

        /** Makes the part of a storm whose devices have no models, or of a whole one. */
        public OfGroup(final String name, final int vms, final EventAccount account, final LatencySummary response,
            final LatencySummary request)
        {
            this(name, vms, account, response, request, null, Map.of());
        }

        /** Makes the part of a storm without requests. */
        public OfGroup(final String name, final int vms, final EventAccount account, final LatencySummary response)
        {
            this(name, vms, account, response, null);
        }
    }

    /**
     * Part of a phase.
     *
     * @param startNs  beginning since the first phase began; of the phase that was resumed, the time of the resume
     * @param lengthNs as planned; of the last phase of a run that was stopped, too
     * @param account  of the phase, the warm-up included
     * @param response response times of events that were intended in the phase, without those of the warm-up
     * @param request  latencies of requests that were submitted in the phase, likewise; null in a storm without
     * @param work     of all devices in the phase, the warm-up included; null where no device has a model
     * @param encoded  histograms, as of a group
     * @param groups   groups of VMs in this phase, as in {@link StormParts#groups}
     */
    public record OfPhase(
        String name, long startNs, long lengthNs, EventAccount account, LatencySummary response,
        LatencySummary request, DeviceCounts.Work work, Map<String, String> encoded, List<OfGroup> groups)
        implements Part
    {
        public OfPhase
        {
            encoded = Map.copyOf(encoded);
            groups = List.copyOf(groups);
        }

        /** Makes the part of a storm without requests. */
        public OfPhase(final String name, final long startNs, final long lengthNs, final EventAccount account,
            final LatencySummary response, final List<OfGroup> groups)
        {
            this(name, startNs, lengthNs, account, response, null, null, Map.of(), groups);
        }
    }

    /** {@return the names of the groups of VMs; none in a storm with a single one} */
    public List<String> groupNames()
    {
        return hasGroups() ? groups.stream().filter(group -> group.vms() > 0).map(OfGroup::name).toList() : List.of();
    }

    /** {@return a latency of the group of a name; empty without} */
    public LatencySummary latency(final String group, final Latency latency)
    {
        return groups.stream().filter(one -> one.name().equals(group)).map(one -> one.latency(latency))
            .filter(Objects::nonNull).findFirst().orElse(LatencySummary.EMPTY);
    }

    /** Returns whether the storm has more than one group of VMs. */
    public boolean hasGroups()
    {
        return groups.stream().filter(group -> group.vms() > 0).count() > 1;
    }
}
