package org.gale.engine.storm.run;

import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.topology.Topology;

/**
 * Accounts of the functions of a storm's VMs: function n is that of device n. Queries alone, on the thread of the
 * machine.
 */
final class VectorLedgers
{
    private final Machine machine;
    private final Topology topology;                                // null where no device has vectors
    private final FunctionAccounts.OfFunction before;

    /**
     * Makes the view of a machine.
     *
     * @param before account of no function that belongs to others
     */
    private VectorLedgers(
        final Machine machine, final Topology topology, final FunctionAccounts.OfFunction before)
    {
        this.machine = machine;
        this.topology = topology;
        this.before = before;
    }

    /** Makes the view of a machine since its reset; the topology is null where no device has vectors. */
    static VectorLedgers of(final Machine machine, final Topology topology)
    {
        return new VectorLedgers(machine, topology, FunctionAccounts.OfFunction.NONE);
    }

    /** Makes the view of one partition of a machine. Events that reached no function before belong to others. */
    static VectorLedgers since(final Machine machine, final Topology topology)
    {
        final FunctionAccounts functions = machine.functions();

        return new VectorLedgers(
            machine, topology, functions == null ? FunctionAccounts.OfFunction.NONE : functions.ofNone());
    }

    /** Returns whether the machine has functions. */
    boolean isAny()
    {
        return topology != null && machine.functions() != null;
    }

    /** Returns the account of the functions of a VM. */
    FunctionAccounts.OfFunction of(final int vmId)
    {
        FunctionAccounts.OfFunction sum = FunctionAccounts.OfFunction.NONE;
        if (isAny())
        {
            final int first = topology.firstDevice(vmId);
            for (int device = first; device < first + topology.devices(vmId); device++)
            {
                sum = sum.plus(machine.functions().of(device));
            }
        }

        return sum;
    }

    /** Returns the account of events that reached no function, without those of level pins. */
    FunctionAccounts.OfFunction ofNone()
    {
        return !isAny() ? FunctionAccounts.OfFunction.NONE : new FunctionAccounts.OfFunction(
            0, 0, 0, 0, machine.functions().ofNone().since(before).unreachable(), 0);
    }
}
