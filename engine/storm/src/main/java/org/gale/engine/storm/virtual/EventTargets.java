package org.gale.engine.storm.virtual;

import java.util.BitSet;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.InjectedIpis;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.ist.L2Iste;

/** Targets of the events of a storm: VM, LPI and vCPU of each. Owned by one thread. */
final class EventTargets
{
    private final Topology topology;
    private final int[] vms;                                        // by device
    private final int[] firsts;                                     // LPI of each device's first event
    private final int[] firstVcpus;                                 // by VM
    private final int[] firstOfVm;                                  // index of each VM's first LPI
    private final int[] lpis;                                       // by vCPU: those that go to it
    private final char[] vpes;                                      // by index of the LPI, within the VM
    private final BitSet masked;                                    // by index of the LPI
    private final BitSet second = new BitSet();                     // the same: its entry names the second one
    private final long[] owed;                                      // by VM
    private final PrivateTimers timers;
    private final SharedLines lines;
    private final InjectedIpis ipis;
    private final TornMessages torn;
    private final ShutVectors shut = new ShutVectors();
    private boolean haveMoved;

    EventTargets(
        final Topology topology, final LpiSpread spread, final PrivateTimers timers, final SharedLines lines)
    {
        this.topology = topology;
        this.timers = timers;
        this.lines = lines;
        this.ipis = new InjectedIpis(topology);
        this.torn = new TornMessages(topology);
        vms = new int[topology.totalDevices()];
        firsts = new int[vms.length];
        vpes = new char[topology.totalLpis()];
        masked = new BitSet(vpes.length);
        firstVcpus = new int[topology.vms()];
        firstOfVm = new int[topology.vms()];
        owed = new long[topology.vms()];
        lpis = new int[topology.totalVpes()];
        int index = 0;
        for (int vm = 0; vm < firstVcpus.length; vm++)
        {
            firstVcpus[vm] = topology.vpeIndex(vm, 0);
            firstOfVm[vm] = index;
            if (!topology.isOwn(vm))
            {
                index += topology.lpis(vm);
                continue;
            }
            final int mask = topology.groups().get(topology.groupOfVm(vm)).guest().mask();
            for (int lpi = 0; lpi < topology.lpis(vm); lpi++)
            {
                final int entry = spread.entry(vm, lpi);
                masked.set(index, !isUrgent(vm, lpi) && L2Iste.priority(entry) > mask);
                vpes[index++] = (char)L2Iste.iaffid(entry);
                lpis[firstVcpus[vm] + L2Iste.iaffid(entry)]++;
            }
        }
        for (int device = 0; device < vms.length; device++)
        {
            vms[device] = topology.vmOfDevice(device);
            firsts[device] = topology.firstLpiOfDevice(device);
        }
    }

    /** Returns whether an interrupt is that of a timer without a given priority, which no mask holds back. */
    private boolean isUrgent(final int vm, final int lpi)
    {
        final VmShape group = topology.groups().get(topology.groupOfVm(vm));

        return timers.isTimer(topology.deviceOfLpi(vm, lpi), topology.eventOfLpi(vm, lpi)) &&
            group.devices().get(topology.deviceGroupOfLpi(vm, lpi)).priority() == DeviceShape.SPREAD;
    }

    /** Returns the VM of an MSI. */
    int vm(final long word)
    {
        return vms[Commands.msiDeviceId(word)];
    }

    /** Returns whether an event, which has the form of an MSI, is the tick of a timer. */
    boolean isTimer(final long word)
    {
        return timers.isTimer(Commands.msiDeviceId(word), Commands.msiEventId(word));
    }

    /** Returns whether an event, which has the form of an MSI, raises a line. */
    boolean isOfLine(final long word)
    {
        return lines.isOfLines(Commands.msiDeviceId(word));
    }

    /** Returns whether the host injects an event, which has the form of an MSI. */
    boolean isInjected(final long word)
    {
        return ipis.isOne(Commands.msiDeviceId(word), Commands.msiEventId(word));
    }

    /** Returns whether an event, which has the form of an MSI, is one: neither a timer, nor a line, nor injected. */
    boolean isVector(final long word)
    {
        return !isTimer(word) && !isOfLine(word) && !isInjected(word);
    }

    /** Returns the messages that guests are about to rewrite. */
    TornMessages torn()
    {
        return torn;
    }

    /** Returns the vectors that guests have shut down. */
    ShutVectors shut()
    {
        return shut;
    }

    /** Returns the number of VMs. */
    int vms()
    {
        return firstOfVm.length;
    }

    /** Returns whether a VM is of the partition. */
    boolean isOwn(final int vm)
    {
        return topology.isOwn(vm);
    }

    /** Returns the number of groups of VMs. */
    int groups()
    {
        return topology.groups().size();
    }

    /** Returns the group of a VM. */
    int group(final int vm)
    {
        return topology.groupOfVm(vm);
    }

    /** Returns the LPI of an MSI, numbered within its VM. */
    int lpi(final long word)
    {
        return firsts[Commands.msiDeviceId(word)] + Commands.msiEventId(word);
    }

    /** Returns the vCPU that an LPI is routed to. */
    int vcpu(final int vm, final int lpi)
    {
        return firstVcpus[vm] + vpes[firstOfVm[vm] + lpi];
    }

    /** Returns the number of the LPIs that are routed to a vCPU. */
    int lpis(final int vcpu)
    {
        return lpis[vcpu];
    }

    /** Returns the vCPUs that some LPI reaches, whatever its source does, and no mask of a guest holds back. */
    BitSet reached()
    {
        final BitSet reached = new BitSet();
        for (int vm = 0; vm < firstOfVm.length; vm++)
        {
            for (int lpi = 0; isOwn(vm) && lpi < topology.lpis(vm); lpi++)
            {
                if (!isMasked(vm, lpi))
                {
                    reached.set(vcpu(vm, lpi));
                }
            }
        }

        return reached;
    }

    /** Returns the number of a vCPU within its VM. */
    int vpe(final int vcpu)
    {
        return topology.vpeId(vcpu);
    }

    /** Returns whether the mask of a guest holds back an LPI, which no timer has. */
    boolean isMasked(final int vm, final int lpi)
    {
        return masked.get(firstOfVm[vm] + lpi);
    }

    /** Returns whether an LPI was routed to another vCPU since the run began. */
    boolean haveMoved()
    {
        return haveMoved;
    }

    /** Routes an LPI to another vCPU. */
    void move(final int vm, final int lpi, final int vcpu)
    {
        haveMoved = true;
        lpis[vcpu(vm, lpi)]--;
        lpis[vcpu]++;
        vpes[firstOfVm[vm] + lpi] = (char)(vcpu - firstVcpus[vm]);
    }

    /** Returns the ID of the LPI that the entry of a vector names: its first or its second one. */
    int lpiId(final int vm, final int lpi)
    {
        return topology.firstLpiId() + lpi + (second.get(firstOfVm[vm] + lpi) ? topology.lpis(vm) : 0);
    }

    /** Returns the ID of the LPI that the entry of a vector does not name. */
    int otherLpiId(final int vm, final int lpi)
    {
        return 2 * (topology.firstLpiId() + lpi) + topology.lpis(vm) - lpiId(vm, lpi);
    }

    /** Notes that the entry of a vector names its other LPI from now on. */
    void enter(final int vm, final int lpi)
    {
        second.flip(firstOfVm[vm] + lpi);
    }

    /** Returns the device that raises an LPI. */
    int device(final int vm, final int lpi)
    {
        return topology.deviceOfLpi(vm, lpi);
    }

    /** Returns the event of its device that raises an LPI. */
    int event(final int vm, final int lpi)
    {
        return lpi - firsts[device(vm, lpi)];
    }

    /** Returns the names of the groups that the device of an MSI belongs to. */
    String source(final long word)
    {
        final VmShape group = topology.groups().get(topology.groupOfVm(vm(word)));

        return group.name() + '/' + group.devices().get(topology.deviceGroupOf(Commands.msiDeviceId(word))).name();
    }

    /** Notes how many interrupts a VM is owed; returns how many it was owed before. */
    long settle(final int vm, final long now)
    {
        final long before = owed[vm];
        owed[vm] = now;

        return before;
    }
}
