package org.gale.engine.storm.run;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.ForwardingTurns;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.flow.WireSink;

/**
 * Guests of another source whose interrupts have wires, on the wall clock. An event raises its wire, a turn of one
 * interrupt takes it, and the wire is lowered, all in front of the turns of the frame: these find the wire low, because
 * a guest that deactivates a level takes it again. In KVM the wire of a vCPU that is not loaded stays high until the
 * scheduler enters the guest.
 * <pre>
 *          event              rise in a frame               taken in a frame
 *   LOW ──────────▶ DUE ─────────────────────▶ HIGH ─────────────────────────▶ LOW ── acknowledge ──▶ model
 *                    └───── resident, or loaded: both in one frame ──────────▶
 * </pre>
 * Planned states hold once their commands are in a frame. Nothing is allocated after the start. On the engine's thread.
 */
abstract class WireGuests extends ForwardingTurns implements WireSink
{
    static final byte LOW = 0;
    static final byte DUE = 1;
    static final byte HIGH = 2;

    final boolean isScheduled;
    final CommandCursor cursor = new CommandCursor();
    final byte[] states;                                            // by wire
    final boolean[] isRising;                                       // by wire: planned
    final boolean[] isTaken;                                        // by wire: planned
    final int[] active;                                             // wires that are not low, in the order of events
    int activeCount;
    boolean isApplied;
    private final Rises rises;
    private final NanoClock clock;
    private final long[] intendedNs;                                // by wire, of its event
    private int dueCount;
    private boolean isBegun;

    /**
     * Makes the guests of a storm with wires.
     *
     * @param guests      that take messages
     * @param wires       number of the wires
     * @param isScheduled true if KVM schedules the guests
     * @param isLeft      true if an earlier part of the storm may have left wires high
     */
    WireGuests(
        final TurnSource guests,
        final int wires,
        final Rises rises,
        final NanoClock clock,
        final boolean isScheduled,
        final boolean isLeft)
    {
        super(guests);
        this.rises = rises;
        this.clock = clock;
        this.isScheduled = isScheduled;
        this.isBegun = !isLeft;
        states = new byte[wires];
        isRising = new boolean[wires];
        isTaken = new boolean[wires];
        active = new int[wires];
        intendedNs = new long[wires];
    }

    /** Taker of wires that rise. */
    @FunctionalInterface
    interface Rises
    {
        /** Notes that a wire rises by a command that is in a frame. */
        void rises(int wire, long intendedNs, long nowNs);
    }

    /** Returns whether an earlier part of the storm left a wire high. */
    abstract boolean isLeftHigh(int wire);

    /**
     * Raises the wires that are due, and takes those whose guests are on a PE.
     *
     * @return the offset behind the commands
     */
    abstract int drive(MutableDirectBuffer frame, int offset, int limitOffset);

    /** Returns the limit of the scheduler's commands, behind which there is room to take wires of entered guests. */
    abstract int entryLimit(int offset, int limitOffset);

    /**
     * Takes the wires of guests that the scheduler's commands enter.
     *
     * @return the offset behind the commands
     */
    abstract int takeOfEntered(MutableDirectBuffer frame, int offset, int endOffset);

    /** Notes the event of a wire, which is low. */
    final void tick(final int wire, final long ns)
    {
        assert states[wire] == LOW : "wire " + wire + " is high";

        states[wire] = DUE;
        dueCount++;
        intendedNs[wire] = ns;
        active[activeCount++] = wire;
    }

    /** Returns whether a wire is high behind the commands that are planned by now. */
    final boolean isHigh(final int wire)
    {
        return (states[wire] == HIGH || isRising[wire]) && !isTaken[wire];
    }

    @Override
    public final int drainLimit(final boolean isAllApplied)
    {
        isApplied = isAllApplied;

        return super.drainLimit(isAllApplied);
    }

    /** {@inheritDoc} Turns of wires come before those of the scheduler, and after its entries. */
    @Override
    public final int schedule(
        final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        begin();
        if (activeCount == 0)
        {
            return super.schedule(busy, frame, offset, limitOffset);
        }

        final int at = drive(frame, offset, limitOffset);
        final int end = super.schedule(busy, frame, at, entryLimit(at, limitOffset));

        return isScheduled ? takeOfEntered(frame, at, end) : end;
    }

    /** Finds wires that an earlier part of the storm left high. */
    private void begin()
    {
        if (isBegun || !isApplied)
        {
            return;
        }
        isBegun = true;
        for (int wire = 0; wire < states.length; wire++)
        {
            if (isLeftHigh(wire))
            {
                states[wire] = HIGH;
                active[activeCount++] = wire;
            }
        }
    }

    @Override
    public final void appended()
    {
        super.appended();
        int kept = 0;
        for (int i = 0; i < activeCount; i++)
        {
            final int wire = active[i];
            if (isRising[wire])
            {
                isRising[wire] = false;
                states[wire] = HIGH;
                dueCount--;
                rises.rises(wire, intendedNs[wire], clock.nanoTime());
            }
            if (isTaken[wire])
            {
                isTaken[wire] = false;
                states[wire] = LOW;
            }
            else
            {
                active[kept++] = wire;
            }
        }
        activeCount = kept;
    }

    /** {@inheritDoc} A vCPU with a high wire is not asleep, unless the machine has lost the wire. */
    @Override
    public final boolean isSettled(final PeSet signalled)
    {
        return dueCount == 0 && isBegun && super.isSettled(signalled);
    }
}
