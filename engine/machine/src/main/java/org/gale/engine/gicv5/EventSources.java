package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.irs.SetlpiFrame;
import org.gale.engine.gicv5.its.Its;
import org.gale.engine.gicv5.its.ItsConfigFrame;
import org.gale.engine.gicv5.its.LpiSink;
import org.gale.engine.gicv5.iwb.Iwb;
import org.gale.engine.gicv5.iwb.IwbConfigFrame;
import org.gale.engine.machine.DelayedOperations;
import org.gale.engine.machine.OperationDelays;
import org.gale.engine.machine.RegisterTable;
import org.gale.engine.machine.TranslationQueries;
import org.gale.tables.its.DeviceIdBits;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsIstStatusr;
import org.gale.tables.register.IrsVmtStatusr;

/**
 * ITSs and IWBs of a machine, by number. A machine with one of each has a certain state; the state of numbers 1 and up
 * comes after it. Owned by the machine's thread.
 */
final class EventSources implements TranslationQueries
{
    private final Its[] itss;
    private final RegisterTable[] itsFrames;
    private final Iwb[] iwbs;
    private final RegisterTable[] iwbFrames;
    private final EventPipe pipe;

    /** @param pipe path of translated events that wait; null if none does */
    EventSources(final MachineConfig config, final PhysicalMemory memory, final Irs irs, final EventPipe pipe)
    {
        final Board board = irs.board();
        this.pipe = pipe;
        this.itss = new Its[board.itss()];
        this.itsFrames = new RegisterTable[itss.length];
        for (int number = 0; number < itss.length; number++)
        {
            itss[number] = new Its(number, memory, new DeviceIdBits(config.value(MachineKeys.DEVICEID_BITS)),
                new EventIdBits(config.value(MachineKeys.EVENTID_BITS)), config.value(MachineKeys.SWE),
                config.value(MachineKeys.ITS_CACHE), irs.physicalOwner(),
                pipe == null ? sink(irs, number) : pipe.at(number, board.irsOfIts(number)));
            itsFrames[number] = ItsConfigFrame.registers(itss[number]);
        }
        this.iwbs = new Iwb[board.iwbs()];
        this.iwbFrames = new RegisterTable[iwbs.length];
        for (int number = 0; number < iwbs.length; number++)
        {
            iwbs[number] =
                new Iwb(board.wiresOf(number), (int)board.deviceOf(number), itss[board.itsOf(number)]::event);
            iwbFrames[number] = IwbConfigFrame.registers(iwbs[number]);
        }
    }

    private static LpiSink sink(final Irs irs, final int its)
    {
        if (irs.board().irss() == 1)
        {
            return irs::translatedEvent;
        }
        final int site = irs.board().irsOfIts(its);

        return (owner, intid, kind) ->
        {
            irs.askedAt(site);                                                  // M-SWERRIRS, M-ITSIRS
            return irs.translatedEvent(owner, intid, kind);
        };
    }

    int itsCount()
    {
        return itss.length;
    }

    /** Sets what says whether a host takes the doorbells itself: none of them is late then. */
    void hostedBy(final BooleanSupplier isUsed)
    {
        if (pipe != null)
        {
            pipe.hostedBy(isUsed);
        }
    }

    /** Returns the software errors that all IRSs and ITSs have reported. */
    long softwareErrors(final Irs irs)
    {
        long errors = 0;
        for (int number = 0; number < irs.board().irss(); number++)
        {
            errors += irs.frame(number).errors().reported();
        }
        for (final Its its : itss)
        {
            errors += its.errors().reported();
        }

        return errors;
    }

    int iwbCount()
    {
        return iwbs.length;
    }

    Its its(final int number)
    {
        return itss[number];
    }

    /** Returns the registers of the CONFIG frame of an ITS. */
    RegisterTable itsFrame(final int number)
    {
        return itsFrames[number];
    }

    Iwb iwb(final int number)
    {
        return iwbs[number];
    }

    /** Returns the registers of the CONFIG frame of an IWB. */
    RegisterTable iwbFrame(final int number)
    {
        return iwbFrames[number];
    }

    /** Sets what returns the number of the command that is applied, which kept walks remember. */
    void numberedBy(final LongSupplier number)
    {
        for (final Its its : itss)
        {
            its.numberedBy(number);
        }
    }

    @Override
    public Translation translation(final int its, final int deviceId, final int eventId)
    {
        return itss[its].translation(deviceId, eventId);
    }

    @Override
    public long target(final int its, final int deviceId, final int eventId)
    {
        return itss[its].target(deviceId, eventId);
    }

    @Override
    public Translation tableTranslation(final int its, final int deviceId, final int eventId)
    {
        return itss[its].tableTranslation(deviceId, eventId);
    }

    @Override
    public long tableTarget(final int its, final int deviceId, final int eventId)
    {
        return itss[its].tableTarget(deviceId, eventId);
    }

    /** Returns the number of events that no ITS translated. */
    long untranslated()
    {
        long untranslated = 0;
        for (final Its its : itss)
        {
            untranslated += its.untranslated();
        }

        return untranslated;
    }

    /** Lets delays of operations decide what the caches keep and drop, and which events a new trigger mode has. */
    void keptBy(final OperationDelays delays)
    {
        for (int number = 0; number < itss.length; number++)
        {
            itss[number].keptBy(delays, number);
        }
        for (int number = 0; number < iwbs.length && delays.areOwn(); number++)
        {
            iwbs[number].decidedBy(delays, number);
        }
    }

    /** Makes an LPI pending by the SETLPI frame of an IRS. Returns false if it cannot be reached. */
    boolean setLpi(final Irs irs, final int number, final int id)
    {
        return (pipe != null && pipe.takesSetlpi(number, id)) || SetlpiFrame.set(irs, number, id);
    }

    /**
     * Delays the operations of all frames: of part 0 of each kind, and then of the other parts. The table of LPIs and
     * that of VMs are one, and so are their IDLE bits.
     */
    DelayedOperations delayed(final OperationDelays delays, final Irs irs)                 // M-ISTALL, M-VMTALL
    {
        final List<RegisterTable> irss = new ArrayList<>();
        for (int number = 0; number < irs.board().irss(); number++)
        {
            irss.add(irs.frame(number).registers());
        }

        final List<RegisterTable> frames = frames(irss);
        final List<Integer> numbers = irss.stream().map(frames::indexOf).toList();

        return RegisterTable.delay(delays, frames, new DelayedOperations.Shared(numbers,
            List.of(IrsIstStatusr.OFFSET, IrsVmtStatusr.OFFSET)));
    }

    private List<RegisterTable> frames(final List<RegisterTable> irss)
    {
        final List<RegisterTable> frames =
            new ArrayList<>(List.of(irss.get(0), itsFrames[0], iwbFrames[0]));
        frames.addAll(irss.subList(1, irss.size()));
        frames.addAll(List.of(itsFrames).subList(1, itsFrames.length));
        frames.addAll(List.of(iwbFrames).subList(1, iwbFrames.length));

        return frames;
    }

    /** Passes the state of ITS 0 and IWB 0 through a stream. */
    void state(final StateStream stream)
    {
        itss[0].state(stream);
        iwbs[0].state(stream);
    }

    /** Passes the state of the others. */
    void boardState(final StateStream stream)
    {
        for (int number = 1; number < itss.length; number++)
        {
            itss[number].state(stream);
        }
        for (int number = 1; number < iwbs.length; number++)
        {
            iwbs[number].state(stream);
        }
    }

    /** Passes the counts of the ITSs from 1 on. */
    void boardCounts(final StateStream stream)
    {
        for (int number = 1; number < itss.length; number++)
        {
            itss[number].counts(stream);
        }
    }
}
