package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineLimits;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.irs.SetlpiFrame;
import org.gale.engine.gicv5.its.ItsTranslateFrame;
import org.gale.engine.machine.FrameMap;
import org.gale.engine.machine.FunctionMigrations;
import org.gale.engine.machine.RegisterFrame;
import org.gale.engine.machine.RegisterTable;
import org.gale.tables.memory.PhysicalMemory;

/** Bus: the physical address space, with RAM and the register frames. Owned by the machine's thread. */
final class Bus
{
    private final PhysicalMemory memory;
    private final Irs irs;
    private final FrameMap frames;
    private FrontEnd front;

    Bus(final MachineConfig config, final PhysicalMemory memory, final Irs irs, final EventSources sources)
    {
        this.memory = memory;
        this.irs = irs;
        final List<RegisterFrame> present = new ArrayList<>();
        final Board board = irs.board();
        for (int n = 0; n < board.irss(); n++)
        {
            present.add(frame("IRS", n, board.frame(MachineKeys.IRS_CONFIG, n), irs.frame(n).registers()));
            if (config.virtual())
            {
                present.add(frame(
                    "IRS_SETLPI", n, board.frame(MachineKeys.IRS_SETLPI, n),
                    SetlpiFrame.registers(setter(irs, sources, n))));
            }
        }
        for (int n = 0; config.virtual() && n < board.itss(); n++)
        {
            present.add(frame("ITS", n, board.frame(MachineKeys.ITS_CONFIG, n), sources.itsFrame(n)));
            present.add(frame("ITS_TRANSLATE", n, board.frame(MachineKeys.ITS_TRANSLATE, n),
                ItsTranslateFrame.registers(sources.its(n))));
        }
        for (int n = 0; config.virtual() && n < board.iwbs(); n++)
        {
            present.add(frame("IWB", n, board.frame(MachineKeys.IWB_CONFIG, n), sources.iwbFrame(n)));
        }
        this.frames = new FrameMap(present);
    }

    PhysicalMemory memory()
    {
        return memory;
    }

    private static IntConsumer setter(final Irs irs, final EventSources sources, final int number)
    {
        return id ->
        {
            if (!sources.setLpi(irs, number, id))
            {
                irs.missed();
            }
        };
    }

    /** Adds the frames of functions, which are made later. */
    void front(final FrontEnd functions)
    {
        front = functions;
    }

    /** Returns the functions as migrations of their VMs take them. */
    FunctionMigrations migrated()
    {
        return front.migrated();
    }

    FrameMap frames()
    {
        return frames;
    }

    boolean isMapped(final long address, final int sizeBytes)
    {
        return memory.contains(address, sizeBytes) || frames.find(address, sizeBytes) != null ||
            front.isMapped(address, sizeBytes);
    }

    /**
     * Performs a load.
     *
     * @return the value, 0 where nothing is mapped
     */
    long load(final long address, final int sizeBytes)
    {
        if (memory.contains(address, sizeBytes))
        {
            return memory.load(address, sizeBytes);
        }
        final RegisterFrame frame = frames.find(address, sizeBytes);

        return frame == null ? front.load(address, sizeBytes) :
            frame.registers().read((int)(address - frame.base()), sizeBytes);
    }

    /** Performs a store, which is ignored where nothing is mapped. */
    void store(final long address, final int sizeBytes, final long value)
    {
        if (memory.contains(address, sizeBytes))
        {
            irs.stores().store(address, sizeBytes, value);
            return;
        }
        final RegisterFrame frame = frames.find(address, sizeBytes);
        if (frame != null)
        {
            frame.registers().write((int)(address - frame.base()), sizeBytes, value);
        }
        else
        {
            front.store(address, sizeBytes, value);
        }
    }

    private static RegisterFrame frame(
        final String kind, final int part, final long base, final RegisterTable registers)
    {
        return new RegisterFrame(part == 0 ? kind : kind + '.' + part, base, MachineLimits.FRAME_BYTES, registers);
    }
}
