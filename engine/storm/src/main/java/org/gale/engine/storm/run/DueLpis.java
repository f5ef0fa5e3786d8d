package org.gale.engine.storm.run;

import java.util.Arrays;
import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.topology.Topology;

/**
 * Shadow bits of the LPIs of a storm whose devices have vectors. A bit is set while a message is due: it has left its
 * vector, and no guest has acknowledged the LPI since. Both messages of a vector are of one LPI, so that an index
 * numbers a vector and its LPI over all VMs. Owned by the thread of the machine.
 */
final class DueLpis
{
    /** Index of no LPI. */
    static final int NONE = -1;

    private final Topology topology;
    private final int[] vmOfDevice;
    /** Index of the first vector of each device. */
    private final int[] firsts;
    /** Index of the first LPI of each VM; the last element is the number of all LPIs. */
    private final int[] firstOfVm;
    private final long[] due;
    /** Lower halves of the numbers of the commands that triggered the vectors last: whole ones would fill a cache. */
    private final int[] commands;
    private final long[] merged;                                    // by VM
    private int waiting;

    /** Makes the bits of LPIs of which none is due. */
    DueLpis(final Topology topology)
    {
        this.topology = topology;
        this.firstOfVm = new int[topology.vms() + 1];
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            firstOfVm[vm + 1] = firstOfVm[vm] + topology.lpis(vm);
        }
        this.vmOfDevice = new int[topology.totalDevices()];
        this.firsts = new int[vmOfDevice.length];
        for (int device = 0; device < firsts.length; device++)
        {
            vmOfDevice[device] = topology.vmOfDevice(device);
            firsts[device] = firstOfVm[vmOfDevice[device]] + topology.firstLpiOfDevice(device);
        }
        this.due = new long[(count() + Long.SIZE - 1) / Long.SIZE];
        this.commands = new int[count()];
        this.merged = new long[topology.vms()];
    }

    /** Takes the LPIs that a machine owes, whose storm goes on. */
    void takeOver(final Machine machine)
    {
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            takeOver(machine, vm);
        }
    }

    /** Takes the LPIs of a VM that a machine owes. */
    void takeOver(final Machine machine, final int vm)
    {
        final Ledger ledger = machine.accounts().ledger(machine.accounts().followedOwner(vm));
        final Account account = ledger == null ? null : ledger.account(false);
        for (int lpi = 0; account != null && lpi < topology.lpis(vm); lpi++)
        {
            final int index = firstOfVm[vm] + lpi;
            if (account.isOwed(topology.firstLpiId() + lpi) && !isDue(index))
            {
                due[index >>> 6] |= 1L << index;
                waiting++;
            }
        }
    }

    /** Returns the number of LPIs. */
    int count()
    {
        return firstOfVm[firstOfVm.length - 1];
    }

    /** Returns the number of LPIs that are due. */
    int waiting()
    {
        return waiting;
    }

    /** Returns the messages to LPIs of a VM which were due. */
    long mergedOf(final int vm)
    {
        return merged[vm];
    }

    /**
     * Returns the number of the command that triggered a vector last; 0 if none did since the run began.
     *
     * @param sequence number of a command less than 2<sup>31</sup> commands away from it
     */
    long command(final int index, final long sequence)
    {
        return commands[index] == 0 ? 0 : sequence - ((int)sequence - commands[index]);
    }

    /** Returns whether an LPI is due. */
    boolean isDue(final int index)
    {
        return (due[index >>> 6] >>> index & 1) != 0;
    }

    /** {@return the first LPI from an index on that is due, or {@link #NONE}} */
    int nextDue(final int from)
    {
        int word = from >>> 6;
        long bits = word < due.length ? due[word] & -1L << from : 0;
        while (bits == 0 && ++word < due.length)
        {
            bits = due[word];
        }

        return bits == 0 ? NONE : (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** Returns whether the storm has a device. */
    boolean isDevice(final int device)
    {
        return device >= 0 && device < firsts.length;
    }

    /** {@return the index of the first vector of a device} */
    int first(final int device)
    {
        return firsts[device];
    }

    /** {@return the index of the first LPI of a VM} */
    int firstOf(final int vm)
    {
        return firstOfVm[vm];
    }

    /** {@return the VM of an LPI} */
    int vmOf(final int index)
    {
        final int found = Arrays.binarySearch(firstOfVm, index);
        int vm = found < 0 ? -found - 2 : found;
        while (firstOfVm[vm + 1] == firstOfVm[vm])
        {
            vm++;                                                   // a VM without LPIs
        }

        return vm;
    }

    /** {@return the device of an LPI} */
    int deviceOf(final int index)
    {
        final int vm = vmOf(index);

        return topology.deviceOfLpi(vm, index - firstOfVm[vm]);
    }

    /** {@return the name of the vector of an LPI} */
    String name(final int index)
    {
        final int device = deviceOf(index);

        return "vector " + (index - firsts[device]) + " of function " + device;
    }

    /** Notes the command that triggers a vector. */
    void triggered(final int index, final long command)
    {
        commands[index] = (int)command;
    }

    /** Notes that a vector of a device sends a message. */
    void sends(final int device, final int index)
    {
        final long bit = 1L << index;
        final long word = due[index >>> 6];
        if ((word & bit) == 0)
        {
            due[index >>> 6] = word | bit;
            waiting++;
        }
        else
        {
            merged[vmOfDevice[device]]++;
        }
    }

    /** Takes an acknowledge; returns whether the LPI was due. */
    boolean acknowledged(final int index)
    {
        final long bit = 1L << index;
        final long word = due[index >>> 6];
        final boolean wasDue = (word & bit) != 0;
        due[index >>> 6] = word & ~bit;
        waiting -= wasDue ? 1 : 0;

        return wasDue;
    }
}
