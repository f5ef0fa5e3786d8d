package org.gale.engine.storm.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Model of a storm on the virtual clock, and the figures that only a model has.
 *
 * @param version of the model; another one may take other times for the same job
 * @param costs   name of the cost model
 * @param peNs    time of all PEs by state, ns: guest, handler, host, polling, idle, wfi and stolen where vCPUs are
 *                scheduled, in this order
 * @param counts  number of each step of the host: exits, direct, forwarded, woken, polled, waits, migrations,
 *                kicks, refills and transitions, in this order; those that a machine has
 * @param offPeNs time by name that is spent on no vCPU's PE, ns: host, trap; empty where VPEs are resident
 * @param partitions that add up to these sums
 * @param trace   of what the PEs did; null where none was asked for
 * @param realNs  time that the host needed for the run, ns: the one figure that differs between hosts
 * @param loads   of the groups of VMs, in their order
 */
public record Modelled(
    int version,
    String costs,
    Map<String, Long> peNs,
    Map<String, Long> counts,
    Map<String, Long> offPeNs,
    ModelledPartitions partitions,
    ModelTrace trace,
    long realNs,
    List<Load> loads)
{
    /** Version of the model of this gale. */
    public static final int VERSION = 6;

    /** Makes a model without a trace and without time outside of PEs, whose run took no time. */
    public Modelled(
        final int version, final String costs, final Map<String, Long> peNs, final Map<String, Long> counts)
    {
        this(version, costs, peNs, counts, Map.of(), ModelledPartitions.NONE, null, 0, List.of());
    }

    /** {@return the sums at the end of a warm-up that ended itself; null of a run that warms up as its job says} */
    public WarmedUp warmed()
    {
        return partitions.warmed();
    }

    public Modelled
    {
        peNs = Collections.unmodifiableMap(new LinkedHashMap<>(peNs));
        offPeNs = Collections.unmodifiableMap(new LinkedHashMap<>(offPeNs));
        loads = List.copyOf(loads);
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }
}
