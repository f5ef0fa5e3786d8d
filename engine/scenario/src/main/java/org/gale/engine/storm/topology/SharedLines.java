package org.gale.engine.storm.topology;

import java.util.Arrays;
import java.util.List;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.ModelShape;

/**
 * Lines of a storm, each an SPI of its VM that is level-triggered. A line is an event of a device, and has the number
 * of an LPI of its VM, by which the storm knows it; the LPI itself stays silent. On a machine that hands wires to VMs
 * the SPIs of all VMs have IDs of one row; where KVM injects them each VM has those from 0. Immutable.
 */
public final class SharedLines
{
    /** Number in place of an LPI that is no line, or of an SPI that no line has. */
    public static final int NONE = -1;

    private final Topology topology;
    private final boolean isOfVm;
    private final int[] firstOfVm;                                  // by VM, and behind the last one
    private final int[] lpis;                                       // by line, within the VM
    private final int[] firstOfDevice;                              // by device: line of its first event, or NONE

    /**
     * Finds the lines of a storm.
     *
     * @param isOfVm true if the SPIs of each VM have the IDs from 0
     */
    public SharedLines(final Topology topology, final boolean isOfVm)
    {
        this.topology = topology;
        this.isOfVm = isOfVm;
        firstOfVm = new int[topology.vms() + 1];
        firstOfDevice = new int[topology.totalDevices()];
        Arrays.fill(firstOfDevice, NONE);
        int[] found = new int[0];
        int count = 0;
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            firstOfVm[vm] = count;
            final List<DeviceShape> groups = topology.groups().get(topology.groupOfVm(vm)).devices();
            for (int group = 0; group < groups.size(); group++)
            {
                final ModelShape model = groups.get(group).stream().model();
                final int devices = model != null && model.isOfLines() ? groups.get(group).count() : 0;
                final int first = topology.firstDeviceOf(vm, group);
                for (int device = first; device < first + devices; device++)
                {
                    firstOfDevice[device] = count;
                    found = Arrays.copyOf(found, Math.max(found.length, 2 * (count + topology.events(device))));
                    for (int event = 0; event < topology.events(device); event++)
                    {
                        found[count++] = topology.firstLpiOfDevice(device) + event;
                    }
                }
            }
        }
        firstOfVm[topology.vms()] = count;
        lpis = Arrays.copyOf(found, count);
    }

    /** Returns whether the storm has lines. */
    public boolean isAny()
    {
        return lpis.length > 0;
    }

    /** Returns the number of lines of all VMs. */
    public int total()
    {
        return lpis.length;
    }

    /** Returns the number of lines of a VM. */
    public int count(final int vm)
    {
        return firstOfVm[vm + 1] - firstOfVm[vm];
    }

    /** {@return the ID of the first SPI of a VM} */
    public int firstSpi(final int vm)
    {
        return isOfVm ? 0 : firstOfVm[vm];
    }

    /** Returns whether a device raises lines. */
    public boolean isOfLines(final int device)
    {
        return firstOfDevice[device] != NONE;
    }

    /**
     * Returns the SPI for which an LPI of a VM stands.
     *
     * @param lpi numbered within the VM
     * @return the ID, or {@link #NONE} of an LPI that is no line
     */
    public int spi(final int vm, final int lpi)
    {
        final int device = isAny() ? topology.deviceOfLpi(vm, lpi) : NONE;

        return device == NONE || !isOfLines(device) ? NONE :
            spiOf(vm, firstOfDevice[device] + lpi - topology.firstLpiOfDevice(device));
    }

    /** {@return the number among all lines of the first event of a device; {@link #NONE} of one without lines} */
    public int line(final int device)
    {
        return firstOfDevice[device];
    }

    /** {@return the number among all lines of an SPI of a VM that a line has} */
    public int line(final int vm, final int spi)
    {
        return isOfVm ? firstOfVm[vm] + spi : spi;
    }

    /** {@return the VM of a line} */
    public int vm(final int line)
    {
        int vm = 0;
        while (firstOfVm[vm + 1] <= line)
        {
            vm++;
        }

        return vm;
    }

    /** {@return the LPI, numbered within its VM, that stands for a line} */
    public int lpi(final int line)
    {
        return lpis[line];
    }

    private int spiOf(final int vm, final int line)
    {
        return isOfVm ? line - firstOfVm[vm] : line;
    }

    /**
     * Returns the LPI that stands for an SPI of a VM.
     *
     * @param spi ID within the VM
     * @return the LPI, numbered within the VM, or {@link #NONE} for an SPI that no line has
     */
    public int lpi(final int vm, final int spi)
    {
        final int line = line(vm, spi);

        return line >= firstOfVm[vm] && line < firstOfVm[vm + 1] ? lpis[line] : NONE;
    }

    /** Returns whether a guest ends the interrupt of a line by an exit to its host. */
    public boolean endsByExit(final int vm, final int lpi)
    {
        return spi(vm, lpi) != NONE && topology.groups().get(topology.groupOfVm(vm)).devices()
            .get(topology.deviceGroupOfLpi(vm, lpi)).stream().model().endsByExit();
    }
}
