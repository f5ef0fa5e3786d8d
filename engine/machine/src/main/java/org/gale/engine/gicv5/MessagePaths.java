package org.gale.engine.gicv5;

import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.gicv5.irs.EventKind;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.irs.SoftwareErrors;
import org.gale.engine.machine.MessagePort;
import org.gale.engine.machine.RegisterFrame;
import org.gale.tables.register.IrsSetlpir;
import org.gale.tables.register.ItsTranslater;

/**
 * Paths of messages of functions: to the TRANSLATE frame of an ITS, whose event they are, or to a SETLPI frame. Owned
 * by the machine's thread.
 */
final class MessagePaths implements MessagePort
{
    private final MachineConfig config;
    private final Irs irs;
    private final EventSources sources;
    private final Bus bus;
    private final long[] translaters;
    private final long[] setlpis;

    MessagePaths(final MachineConfig config, final Irs irs, final EventSources sources, final Bus bus)
    {
        this.config = config;
        this.irs = irs;
        this.sources = sources;
        this.bus = bus;
        final Board board = irs.board();
        this.translaters = new long[config.virtual() ? board.itss() : 0];
        this.setlpis = new long[config.virtual() ? board.irss() : 0];
        for (int n = 0; n < translaters.length; n++)
        {
            translaters[n] = board.frame(MachineKeys.ITS_TRANSLATE, n) + ItsTranslater.OFFSET;
        }
        for (int n = 0; n < setlpis.length; n++)
        {
            setlpis[n] = board.frame(MachineKeys.IRS_SETLPI, n) + IrsSetlpir.OFFSET;
        }
    }

    @Override
    public int placeOf(final long address)
    {
        for (int n = 0; n < translaters.length; n++)
        {
            if (address == translaters[n])
            {
                return n;
            }
        }
        for (int n = 0; n < setlpis.length; n++)
        {
            if (address == setlpis[n])
            {
                return ITS_LIMIT + n;
            }
        }

        return NOWHERE;
    }

    @Override
    public boolean send(final int place, final int deviceId, final int data)
    {
        if (place >= ITS_LIMIT)
        {
            return sources.setLpi(irs, place - ITS_LIMIT, IrsSetlpir.ID.get(data));
        }
        sources.its(place).event(deviceId, data, EventKind.SET_EDGE);

        return true;
    }

    @Override
    public boolean hasSpi(final int id)
    {
        return irs.spiExists(id);
    }

    @Override
    public void drive(final int spi, final boolean high)
    {
        irs.wires().drive(spi, high);
    }

    @Override
    public boolean isFree(final long base, final long bytes)
    {
        boolean isFree = !config.ram().overlaps(base, bytes);
        for (final RegisterFrame frame : bus.frames().all())
        {
            isFree &= !frame.overlaps(base, bytes);
        }

        return isFree;
    }

    @Override
    public void changedUnmasked(final long address)
    {
        sources.its(0).errors().report(SoftwareErrors.UNMASKED_CHANGE, irs.physicalOwner(), 0, address);
    }
}
