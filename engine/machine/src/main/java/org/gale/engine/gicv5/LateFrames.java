package org.gale.engine.gicv5;

import org.gale.engine.config.Board;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.irs.SoftwareErrors;
import org.gale.engine.machine.FrameRegister;
import org.gale.tables.register.IrsSyncr;
import org.gale.tables.register.ItsSyncr;

/**
 * Frames whose operations come later, by their numbers: IRS 0, ITS 0 and IWB 0, then the IRSs, the ITSs and the IWBs
 * from 1 on. Immutable; what it asks is owned by the machine's thread.
 */
final class LateFrames
{
    private static final int KINDS = 3;
    private static final int IRS = 0;
    private static final int ITS = 1;

    private final Irs irs;
    private final EventSources sources;
    /** Path of events; null without {@code ops.order=1}. */
    private final EventPipe pipe;
    private final boolean isStrict;
    private final int irss;
    private final int itss;

    LateFrames(final Irs irs, final EventSources sources, final EventPipe pipe, final boolean isStrict)
    {
        this.irs = irs;
        this.sources = sources;
        this.pipe = pipe;
        this.isStrict = isStrict;
        final Board board = irs.board();
        this.irss = board.irss();
        this.itss = board.itss();
    }

    /** Returns the number of the IRS, ITS or IWB that a frame belongs to. */
    int partOf(final int frame)
    {
        final int behind = frame - KINDS;

        return behind < 0 ? 0 : behind < irss - 1 ? behind + 1 : behind < irss + itss - 2 ? behind - irss + 2 :
            behind - irss - itss + KINDS;
    }

    /** Returns the ends of commands that a synchronization waits for at least; 0 for another operation. */
    int left(final int frame, final FrameRegister register, final long value)   // B-ITS-11, B-ORD-8
    {
        if (pipe == null)
        {
            return 0;
        }

        return switch (kindOf(frame))
        {
            case IRS -> register.offset() == IrsSyncr.OFFSET ? pipe.leftInIrs(partOf(frame)) : 0;
            case ITS -> register.offset() == ItsSyncr.OFFSET ? pipe.leftInIts(partOf(frame), value) : 0;
            default -> 0;
        };
    }

    /** Lets the events go on that a host synchronizes, as its wait for IDLE does. */
    void leave(final int frame, final FrameRegister register, final long value)
    {
        if (pipe != null && kindOf(frame) == IRS && register.offset() == IrsSyncr.OFFSET)
        {
            pipe.leaveIrs(partOf(frame));
        }
        else if (pipe != null && kindOf(frame) == ITS && register.offset() == ItsSyncr.OFFSET)
        {
            pipe.leaveIts(partOf(frame), value);
        }
    }

    /** Reports an operation that was ignored as a software error, if the machine is strict. */
    void ignored(final int frame, final FrameRegister register)
    {
        if (isStrict)
        {
            final SoftwareErrors errors = kindOf(frame) == ITS ? sources.its(partOf(frame)).errors() :
                irs.frame(kindOf(frame) == IRS ? partOf(frame) : 0).errors();
            errors.report(SoftwareErrors.IGNORED_OPERATION, irs.physicalOwner(), 0, register.offset());
        }
    }

    private int kindOf(final int frame)
    {
        final int behind = frame - KINDS;

        return behind < 0 ? frame : behind < irss - 1 ? IRS : behind < irss + itss - 2 ? ITS : KINDS - 1;
    }
}
