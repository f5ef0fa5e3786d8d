package org.gale.engine.witness;

import java.util.function.IntConsumer;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineLimits;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Machine;

/** Frames of registers by their addresses. Owned by the thread that owns the machine. */
final class FrameViews
{
    private static final int TRANSLATER = 0;
    private static final int SETLPIR = 0;
    private static final int ID_MASK = 0xff_ffff;

    private final Board board;
    private final IrsView[] irss;
    private final ItsView[] itss;
    private final long[] bases;
    private final WitnessPart[] parts;
    private int count;

    FrameViews(final MachineConfig config, final Board board, final ItsView[] itss, final BridgeView[] bridges,
        final SpiLines spis, final LpiTable lpis, final Events events, final IntConsumer setLpi)
    {
        this.board = board;
        this.itss = itss;
        irss = new IrsView[board.irss()];
        bases = new long[2 * irss.length + 2 * itss.length + bridges.length];
        parts = new WitnessPart[bases.length];
        final WitnessPart table = IrsView.table(lpis);
        for (int n = 0; n < irss.length; n++)
        {
            irss[n] = new IrsView(board.spisOf(n), spis, lpis, table);
            add(board.frame(MachineKeys.IRS_CONFIG, n), irss[n]);
            if (config.virtual())
            {
                add(board.frame(MachineKeys.IRS_SETLPI, n),
                    port(SETLPIR, id -> setLpi.accept(id & ID_MASK)));
            }
        }
        for (int n = 0; n < itss.length; n++)
        {
            final int its = n;
            add(board.frame(MachineKeys.ITS_CONFIG, n), itss[n]);
            add(board.frame(MachineKeys.ITS_TRANSLATE, n),
                port(TRANSLATER, eventId -> events.event(its, 0, eventId, Events.EDGE)));       // M-DEV0
        }
        for (int n = 0; n < bridges.length; n++)
        {
            add(board.frame(MachineKeys.IWB_CONFIG, n), bridges[n]);
        }
    }

    /**
     * Takes a store.
     *
     * @return false if no frame is there
     */
    boolean store(final long address, final int sizeBytes, final long value, final Later later)
    {
        for (int i = 0; i < count; i++)
        {
            final long offset = address - bases[i];
            if (offset >= 0 && offset < MachineLimits.FRAME_BYTES)
            {
                parts[i].write((int)offset, sizeBytes, value, later);
                return true;
            }
        }

        return false;
    }

    /** Takes the registers as they are. */
    void adopt(final Machine machine)
    {
        for (int n = 0; n < irss.length; n++)
        {
            irss[n].adopt(machine, board.frame(MachineKeys.IRS_CONFIG, n));
        }
        for (int n = 0; n < itss.length; n++)
        {
            itss[n].adopt(machine, board.frame(MachineKeys.ITS_CONFIG, n));
        }
    }

    private void add(final long base, final WitnessPart part)
    {
        bases[count] = base;
        parts[count++] = part;
    }

    /** Returns a frame whose one register makes an event. */
    private static WitnessPart port(final int register, final IntConsumer action)
    {
        return new WitnessPart()
        {
            @Override
            public void write(final int offset, final int sizeBytes, final long value, final Later later)
            {
                if (sizeBytes == Integer.BYTES)
                {
                    perform(offset, value);
                }
            }

            @Override
            public void perform(final int offset, final long value)
            {
                if (offset == register)
                {
                    action.accept((int)value);
                }
            }
        };
    }
}
