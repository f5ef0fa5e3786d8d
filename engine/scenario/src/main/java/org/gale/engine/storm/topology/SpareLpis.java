package org.gale.engine.storm.topology;

import org.gale.engine.storm.scenario.Affinity;
import org.gale.engine.storm.scenario.VmShape;

/**
 * Second LPIs of vectors, of VMs whose guests move vectors by translation entry. They follow the LPIs of the VM, in the
 * same order. The entry of a vector names either of both. Pure functions.
 * <pre>
 *   LPI       0 1 2 ... n-1   n   n+1 n+2 ... 2n-1
 *   vector    0 1 2 ... n-1   0   1   2   ... n-1
 * </pre>
 */
public final class SpareLpis
{
    private SpareLpis()
    {
    }

    /** Returns whether the vectors of the VMs of a group have two LPIs each. */
    public static boolean has(final VmShape group)
    {
        return group.guest().affinity().way() == Affinity.Way.ENTRY;
    }

    /** Returns whether the vectors of a VM have two LPIs each. */
    public static boolean has(final Topology topology, final int vm)
    {
        return has(topology.groups().get(topology.groupOfVm(vm)));
    }

    /** Returns the LPIs of each VM of a group, with the second ones. */
    public static long all(final VmShape group)
    {
        return has(group) ? 2 * group.lpis() : group.lpis();
    }

    /** Returns the LPIs of a VM, with the second ones. */
    public static int all(final Topology topology, final int vm)
    {
        return has(topology, vm) ? 2 * topology.lpis(vm) : topology.lpis(vm);
    }

    /** Returns the number that the first and the second LPI of a vector have in common: that of the first one. */
    public static int first(final Topology topology, final int vm, final int lpi)
    {
        return lpi >= topology.lpis(vm) && lpi < all(topology, vm) ? lpi - topology.lpis(vm) : lpi;
    }
}
