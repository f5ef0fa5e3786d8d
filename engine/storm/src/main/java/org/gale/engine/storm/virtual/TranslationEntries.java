package org.gale.engine.storm.virtual;

import org.gale.engine.command.Commands;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Machine;
import org.gale.engine.software.CommandCpu;
import org.gale.engine.software.Cpu;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.topology.ItsTables;
import org.gale.engine.storm.topology.OvercommitLayout;
import org.gale.engine.storm.topology.StormLayout;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.its.L2Itte;
import org.gale.tables.register.IrsSyncStatusr;
import org.gale.tables.register.IrsSyncr;
import org.gale.tables.register.ItsDidr;
import org.gale.tables.register.ItsEidr;
import org.gale.tables.register.ItsInvEventr;
import org.gale.tables.register.ItsStatusr;
import org.gale.tables.register.ItsSyncStatusr;
import org.gale.tables.register.ItsSyncr;

/**
 * Translation entries of the events of a run, which are rewritten as vectors move. Events that were translated by the
 * old entry have reached their LPI when {@link #lead} returns. Owned by one thread.
 */
final class TranslationEntries
{
    private static final int LOAD_LIMIT = 1 << 16;

    private final Topology topology;
    private final Machine machine;
    private final CommandWriter writer;
    private final Cpu cpu;
    private final ItsTables tables;
    private final Board board;

    /** @param kind of the host, which says where its tables are */
    TranslationEntries(final DirectOperator.Operated operated, final HostModel.HostKind kind)
    {
        this.topology = operated.topology();
        this.machine = operated.machine();
        this.writer = operated.writer();
        this.cpu = new CommandCpu(writer);
        this.tables = kind == HostModel.HostKind.KVM ? new OvercommitLayout(topology).its :
            new StormLayout(topology).its;
        this.board = machine.config().board();
    }

    /** Has an event of a device lead to an LPI of its VM. */
    void lead(final int vm, final int device, final int event, final int lpiId)
    {
        final long its = board.frame(MachineKeys.ITS_CONFIG, topology.deal().itsOf(device));
        writer.time();
        cpu.store(tables.ittAddress(device) + (long)event * L2Itte.LENGTH, Long.BYTES, L2Itte.virtual(vm, lpiId));
        cpu.store(its + ItsDidr.OFFSET, Long.BYTES, device);
        cpu.store(its + ItsEidr.OFFSET, Integer.BYTES, event);
        cpu.store(its + ItsInvEventr.OFFSET, Integer.BYTES, ItsInvEventr.I.mask());            // B-ITS-8
        await(its + ItsStatusr.OFFSET, ItsStatusr.IDLE.mask());
        cpu.store(its + ItsSyncr.OFFSET, Long.BYTES,
            ItsSyncr.DEVICE_ID.set(ItsSyncr.SYNC.mask(), device));                              // B-ITS-11
        await(its + ItsSyncStatusr.OFFSET, ItsSyncStatusr.IDLE.mask());
        for (int irs = 0; irs < board.irss(); irs++)
        {
            final long frame = board.frame(MachineKeys.IRS_CONFIG, irs);
            cpu.store(frame + IrsSyncr.OFFSET, Integer.BYTES, IrsSyncr.SYNC.mask());            // B-ORD-8
            await(frame + IrsSyncStatusr.OFFSET, IrsSyncStatusr.IDLE.mask());
        }
    }

    private void await(final long address, final int idle)
    {
        int left = LOAD_LIMIT;
        while (left > 0 && (load(address) & idle) == 0)
        {
            left--;
        }
        if (left == 0)
        {
            throw new IllegalStateException("never idle: 0x" + Long.toHexString(address));
        }
    }

    private long load(final long address)
    {
        writer.time();
        writer.apply(Commands.load(writer.frame(), writer.at(), address, Integer.BYTES));

        return machine.outputs().lastValue();
    }
}
