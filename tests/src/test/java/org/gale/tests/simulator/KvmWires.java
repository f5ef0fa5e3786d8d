package org.gale.tests.simulator;

import java.util.SplittableRandom;

import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.register.IwbCr0;
import org.gale.tables.register.IwbWenabler;
import org.gale.tables.register.IwbWtmr;

/**
 * Wires of the bridge, passed through to VMs: each VM has an edge and a level, as LPIs of its own. A VM that comes
 * later may find a wire high, and sees its next change. Owned by one thread.
 */
final class KvmWires
{
    private static final long IWB_CONFIG = 0x0820_0000L;
    private static final int DEVICE = 64;
    private static final int WIRES = 8;
    private static final int EVENT_BITS = 3;
    private static final int LEVELS = 0xaa;

    private final HostScript script;
    private final long itt;
    private final ModelVm[] owners = new ModelVm[WIRES];
    private final boolean[] isHigh = new boolean[WIRES];

    /**
     * @param itt address of the bridge's translation table
     */
    KvmWires(final HostScript script, final long itt)
    {
        this.script = script;
        this.itt = itt;
    }

    /**
     * Enables the bridge.
     *
     * @param deviceTable address of the device table
     */
    void enable(final long deviceTable)
    {
        script.all("writel " + (IWB_CONFIG + IwbWtmr.OFFSET) + ' ' + LEVELS,
            "writel " + (IWB_CONFIG + IwbWenabler.OFFSET) + ' ' + ((1 << WIRES) - 1),
            "writel " + (IWB_CONFIG + IwbCr0.OFFSET) + ' ' + IwbCr0.IWBEN.mask(),
            "writeq " + (deviceTable + (long)DEVICE * L2Dte.LENGTH) + ' ' +
            Long.toUnsignedString(L2Dte.linear(itt, new EventIdBits(EVENT_BITS))));
    }

    /** Gives a VM its two wires, if nobody has them. */
    void map(final ModelVm vm)
    {
        final int edge = 2 * vm.device % WIRES;
        if (owners[edge] == null)
        {
            owners[edge] = vm;
            owners[edge + 1] = vm;
            write(edge, L2Itte.virtual(vm.vmId, ModelVm.EDGE_WIRE));
            write(edge + 1, L2Itte.virtual(vm.vmId, ModelVm.LEVEL_WIRE));
        }
    }

    /** Takes the wires of a VM that goes. */
    void unmap(final ModelVm vm)
    {
        for (int wire = 0; wire < WIRES; wire++)
        {
            if (owners[wire] == vm)
            {
                owners[wire] = null;
                write(wire, 0);
            }
        }
    }

    /** Drives a wire, which changes its level or does not. */
    void drive(final SplittableRandom random)
    {
        final int wire = random.nextInt(WIRES);
        final boolean high = random.nextBoolean();
        script.all("wire 0 " + wire + ' ' + (high ? 1 : 0));
        final boolean changes = isHigh[wire] != high;
        isHigh[wire] = high;
        if (changes && owners[wire] != null && !owners[wire].lpis.isEmpty())
        {
            final boolean isLevel = (LEVELS & 1 << wire) != 0;
            owners[wire].lpis.get(isLevel ? ModelVm.LEVEL_WIRE : ModelVm.EDGE_WIRE).wire(isLevel, high);
        }
    }

    private void write(final int wire, final long itte)
    {
        script.all("writeq " + (itt + (long)wire * L2Itte.LENGTH) + ' ' + itte);
    }
}
