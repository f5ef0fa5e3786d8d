package org.gale.engine.gicv4;

import org.gale.tables.memory.StateStream;

/**
 * Virtual LPI of a VM as the host knows it: the event behind it, its target vCPU, and the latch that holds it pending
 * while it is software-forwarded. While it is direct ({@code hw}), the virtual pending table is the truth instead.
 */
final class Vlpi
{
    /** Neither on the list of pending interrupts nor in a list register. */
    static final int NOWHERE = 0;
    /** On the list of pending interrupts of its target. */
    static final int QUEUED = 1;
    /** In a list register of its target; then the list register holds the pending state, not the latch. */
    static final int LISTED = 2;
    /** Number of the words of {@link #state}. */
    static final int WORDS = 7;

    final V4Vm vm;
    final int vintid;
    final int deviceId;
    final int eventId;
    /** Physical LPI that the event raises while it is software-forwarded. */
    final int hostLpi;
    /** Whether a swap made it pending as a precaution, and nothing is owed. Not part of the state. */
    boolean isPrecaution;
    private V4Vcpu target;
    private boolean hw;
    private boolean latch;
    private int place;
    private int queuedPriority;
    private long spurious;
    private int allowance;
    private boolean locked;

    Vlpi(final V4Vm vm, final int vintid, final int deviceId, final int eventId, final int hostLpi, final V4Vcpu target)
    {
        this.vm = vm;
        this.vintid = vintid;
        this.deviceId = deviceId;
        this.eventId = eventId;
        this.hostLpi = hostLpi;
        this.target = target;
    }

    V4Vcpu target()
    {
        return target;
    }

    void target(final V4Vcpu vcpu)
    {
        target = vcpu;
        vm.vlpiChanged();
    }

    /** Returns whether the event's route is direct. */
    boolean isHw()
    {
        return hw;
    }

    void hw(final boolean isDirect)
    {
        hw = isDirect;
        vm.vlpiChanged();
    }

    boolean isLatched()
    {
        return latch;
    }

    void latch(final boolean isPending)
    {
        latch = isPending;
        vm.vlpiChanged();
    }

    int place()
    {
        return place;
    }

    void place(final int where)
    {
        assert where >= NOWHERE && where <= LISTED : "place=" + where;
        place = where;
        vm.vlpiChanged();
    }

    /** Returns the priority value that the vLPI is queued or listed with. */
    int queuedPriority()
    {
        return queuedPriority;
    }

    void queuedPriority(final int priority)
    {
        queuedPriority = priority;
        vm.vlpiChanged();
    }

    /** Returns whether the software-forwarded path holds the vLPI pending. */
    boolean isPendingInSoftware()
    {
        return latch || place == LISTED;
    }

    /** Returns the number of acknowledges with no message since the acknowledge before. */
    long spurious()
    {
        return spurious;
    }

    void addSpurious()
    {
        spurious++;
        vm.vlpiChanged();
    }

    /** Returns whether the event's lock is held between two steps: its swap is under way. */
    boolean isLocked()
    {
        return locked;
    }

    void locked(final boolean isHeld)
    {
        locked = isHeld;
        vm.vlpiChanged();
    }

    /** Allows one more acknowledge without a message: a swap made the vLPI pending to be on the safe side. */
    void allowSpurious()
    {
        allowance++;
        vm.vlpiChanged();
    }

    /**
     * Uses one allowance up.
     *
     * @return false if none was left
     */
    boolean useAllowance()
    {
        final boolean isLeft = allowance > 0;
        allowance -= isLeft ? 1 : 0;
        vm.vlpiChanged();

        return isLeft;
    }

    void state(final StateStream stream)
    {
        hw = stream.flag(hw);
        latch = stream.flag(latch);
        place = stream.word32(place);
        queuedPriority = stream.word32(queuedPriority);
        spurious = stream.word(spurious);
        allowance = stream.word32(allowance);
        locked = stream.flag(locked);
    }
}
