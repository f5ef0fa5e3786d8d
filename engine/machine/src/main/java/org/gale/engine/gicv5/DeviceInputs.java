package org.gale.engine.gicv5;

import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.gicv5.cpuif.CpuInterface;
import org.gale.engine.gicv5.irs.DirtyPes;
import org.gale.engine.gicv5.irs.EventKind;
import org.gale.engine.gicv5.irs.Irs;

/**
 * Inputs that devices drive: wires of PPIs, SPIs and the interrupt wire bridge, and messages of devices with wide ids.
 * Owned by the machine's thread.
 */
final class DeviceInputs
{
    private final boolean isFull;
    private final CpuInterface[] cpus;
    private final Irs irs;
    private final EventSources sources;
    private final DirtyPes dirty;

    DeviceInputs(
        final MachineConfig config,
        final CpuInterface[] cpus,
        final Irs irs,
        final EventSources sources,
        final DirtyPes dirty)
    {
        this.isFull = config.virtual();
        this.cpus = cpus;
        this.irs = irs;
        this.sources = sources;
        this.dirty = dirty;
    }

    /**
     * Executes a WIRE command.
     *
     * @param word the command
     * @param id   of the wire
     * @throws CommandException if there are no such wires; nothing is driven
     */
    void drive(final long word, final int id)
    {
        final int owner = Commands.wireOwner(word);
        final boolean high = Commands.isWireHigh(word);
        switch (Commands.wireKind(word))
        {
            case Commands.WIRE_PPI:
                drivePpi(owner, id, high);
                break;
            case Commands.WIRE_SPI:
                if (irs.spiExists(id))
                {
                    irs.wires().drive(id, high);
                }
                break;
            case Commands.WIRE_IWB:
                if (owner < sources.iwbCount() && isFull)
                {
                    sources.iwb(owner).drive(id, high);
                }
                break;
            default: throw new CommandException("no such wire: 0x" + Long.toHexString(word));
        }
    }

    /**
     * Executes an MSI_LONG command.
     *
     * @param word the command
     * @param ids  DeviceID 63:32, EventID 31:0
     * @throws CommandException if there is no such ITS; nothing is sent
     */
    void message(final long word, final long ids)
    {
        if (Commands.longMsiIts(word) >= sources.itsCount() || !isFull)
        {
            throw new CommandException("no ITS " + Commands.longMsiIts(word));
        }
        sources.its(Commands.longMsiIts(word)).event((int)(ids >>> 32), (int)ids, EventKind.SET_EDGE);
    }

    private void drivePpi(final int pe, final int id, final boolean high)
    {
        if (pe >= cpus.length)
        {
            throw new CommandException("no PE " + pe + ": there are " + cpus.length);
        }
        cpus[pe].drivePpi(id, high);
        dirty.mark(pe);
    }
}
