package org.gale.engine.storm.topology;

/**
 * SPIs of the VMs of a storm, whose wires are handed to them: the lines of its devices or, where devices are functions,
 * a level pin of each VM. Immutable.
 */
public final class VmSpis
{
    private final SharedLines lines;
    private final int pins;

    VmSpis(final Topology topology)
    {
        lines = new SharedLines(topology, false);
        pins = topology.deal().isByTriggers() ? topology.vms() : 0;
    }

    /** Returns the number of SPIs of all VMs. */
    public int total()
    {
        return pins == 0 ? lines.total() : pins;
    }

    /** Returns the number of SPIs of a VM. */
    public int count(final int vm)
    {
        return pins == 0 ? lines.count(vm) : 1;
    }

    /** {@return the ID of the first SPI of a VM} */
    public int first(final int vm)
    {
        return pins == 0 ? lines.firstSpi(vm) : vm;
    }

    /** {@return the LPI of a VM, numbered from 0, whose priority and VPE an SPI has} */
    public int lpi(final int vm, final int spi)
    {
        return pins == 0 ? lines.lpi(vm, spi) : 0;
    }
}
