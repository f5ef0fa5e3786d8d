package org.gale.engine.storm.latency;

import org.gale.engine.command.Commands;
import org.gale.engine.storm.topology.GuestIpis;
import org.gale.engine.storm.topology.GuestPlaces;
import org.gale.engine.storm.topology.ItsDeal;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;

/** LPIs that the messages of a storm raise, numbered over all VMs. Immutable; on the engine's thread. */
final class MessageLpis
{
    /** Event that is none of the storm; no MSI is this word. */
    static final long NO_EVENT = ItsDeal.NO_EVENT;

    private final Topology topology;
    private final ItsDeal deal;
    /** Index of the first LPI of each VM. */
    private final int[] firstOfVm;
    private final int[] lpisOfVm;
    private final int[] vmOfDevice;
    private final int[] firstLpiOfDevice;
    private final int[] eventsOfDevice;

    /** Copies the numbers of a storm. */
    MessageLpis(final Topology topology)
    {
        this.topology = topology;
        this.deal = topology.deal();
        this.firstOfVm = new int[topology.vms()];
        this.lpisOfVm = new int[firstOfVm.length];
        for (int vm = 0; vm < firstOfVm.length; vm++)
        {
            lpisOfVm[vm] = topology.lpis(vm);
            firstOfVm[vm] = vm == 0 ? 0 : firstOfVm[vm - 1] + lpisOfVm[vm - 1];
        }
        this.vmOfDevice = new int[topology.totalDevices()];
        this.firstLpiOfDevice = new int[vmOfDevice.length];
        this.eventsOfDevice = new int[vmOfDevice.length];
        for (int deviceId = 0; deviceId < vmOfDevice.length; deviceId++)
        {
            vmOfDevice[deviceId] = topology.vmOfDevice(deviceId);
            firstLpiOfDevice[deviceId] = topology.firstLpiOfDevice(deviceId);
            eventsOfDevice[deviceId] = topology.events(deviceId);
        }
    }

    /** Returns the VM of each device. */
    int[] vmOfDevice()
    {
        return vmOfDevice.clone();
    }

    /**
     * Returns the event of an MSI, MSI_LONG or TRIGGER, as an MSI.
     *
     * @param word   first word of the command
     * @param second second word of an MSI_LONG
     * @return the MSI, or {@link #NO_EVENT} if no device of the storm sends it there
     */
    long message(final long word, final long second)
    {
        if (CommandWord.opcode(word) == CommandWord.MSI)
        {
            return deal.isOfFirstIts(word) && isThere(word) ? word : NO_EVENT;
        }
        final long event = deal.event(word, second);

        return event != NO_EVENT && isThere(event) ? event : NO_EVENT;
    }

    private boolean isThere(final long msi)
    {
        final int deviceId = Commands.msiDeviceId(msi);

        return deviceId < eventsOfDevice.length && Commands.msiEventId(msi) < eventsOfDevice[deviceId];
    }

    /**
     * Returns the event of an instruction, as an MSI: of an interrupt that a vCPU or the host has sent.
     *
     * @param places  of the guests
     * @param word    first word of the command
     * @param operand second word
     * @return the MSI, or {@link #NO_EVENT} if the storm has no such LPI
     */
    long event(final GuestPlaces places, final long word, final long operand)
    {
        return GuestIpis.isOne(word, operand) ?
            GuestIpis.event(topology, GuestIpis.vm(topology, places, word, operand), word, operand) : NO_EVENT;
    }

    /** Returns the VM that an MSI of the storm is for. */
    int vmOf(final long msi)
    {
        return vmOfDevice[Commands.msiDeviceId(msi)];
    }

    /** Returns the LPI that an MSI of the storm raises, numbered within its VM. */
    int lpiOf(final long msi)
    {
        return firstLpiOfDevice[Commands.msiDeviceId(msi)] + Commands.msiEventId(msi);
    }

    /** {@return the number of an LPI of a VM among those of all VMs} */
    int indexOf(final int vmId, final int lpi)
    {
        return firstOfVm[vmId] + lpi;
    }

    /** Returns whether a VM of the storm has an LPI. */
    boolean has(final int vmId, final int lpi)
    {
        return vmId >= 0 && vmId < lpisOfVm.length && lpi >= 0 && lpi < lpisOfVm[vmId];
    }
}
