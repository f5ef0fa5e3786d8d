package org.gale.engine.gicv4;

import org.gale.engine.machine.Route;
import org.gale.tables.gicv4.TranslationEntry;
import org.gale.tables.memory.StateStream;

/**
 * Messages of devices, from their translation to what the host does with them, and their accounting. An event of a
 * mapped vLPI is accepted wherever its translation is just now: a gap loses nothing. Owned by the machine's thread.
 */
final class Messages
{
    /** State of functions follows. */
    static final long FUNCTIONS_FOLLOW = 1L << 63;
    /** Whose books VMs have follows, as some have migrated. */
    static final long BOOKS_FOLLOW = 1L << 62;
    private static final long PARTS = FUNCTIONS_FOLLOW | BOOKS_FOLLOW;

    private final V4Host host;
    private final V4Its its;
    private final EventTables events;
    private final LpiPool lpis;
    private final HostInterrupts interrupts;
    private final Injection injection;
    private long untranslated;

    Messages(final V4Host host)
    {
        this.host = host;
        this.its = host.hardware.its();
        this.events = host.hardware.events();
        this.lpis = host.lpis;
        this.interrupts = host.interrupts;
        this.injection = host.injection;
    }

    /** Delivers a message, and lets the host take what it signals. */
    void deliver(final int deviceId, final int eventId)
    {
        final long offset = its.entryOffset(deviceId, eventId);
        deliver(deviceId, eventId, offset == EventTables.NONE ? 0 : events.entry(offset), offset);
    }

    /**
     * Delivers a message by its translation.
     *
     * @param entry  first word of the translation, 0 if there is none
     * @param offset of the translation
     */
    void deliver(final int deviceId, final int eventId, final long entry, final long offset)
    {
        final Vlpi forwarded = TranslationEntry.isPhysical(entry) ? takenAtOnce(deviceId, eventId, entry) : null;
        if (forwarded != null)
        {
            count(forwarded.target(), forwarded.vintid, Route.FORWARDED, forwarded.isPendingInSoftware());
            injection.inject(forwarded);
        }
        else
        {
            account(deviceId, eventId, its.deliver(entry, offset));
            if (interrupts.waiting() != 0)
            {
                interrupts.take();
            }
        }
    }

    /** Returns the number of messages that no vLPI is mapped to. */
    long untranslated()
    {
        return untranslated;
    }

    /**
     * Passes the count of messages without a vLPI through a stream, and in its highest bits which parts of the state
     * follow: without functions and migrations a state is that of before.
     *
     * @return the parts that follow, of {@link #FUNCTIONS_FOLLOW} and {@link #BOOKS_FOLLOW}
     */
    long state(final StateStream stream, final boolean hasFunctions)
    {
        final long word = stream.word(untranslated | (hasFunctions ? FUNCTIONS_FOLLOW : 0) |
            (host.hasFollowed() ? BOOKS_FOLLOW : 0));
        untranslated = word & ~PARTS;

        return word & PARTS;
    }

    /** Counts a message by what the hardware made of it. */
    void account(final int deviceId, final int eventId, final long outcome)
    {
        if (outcome == V4Its.DROPPED && host.migrations.holds(deviceId, eventId))
        {
            return;                                                             // counted once it is sent (M-MIG-2)
        }
        if (outcome != V4Its.DROPPED && V4Its.isVirtual(outcome))
        {
            final V4Vcpu vcpu = host.vcpu(V4Its.vpeIdOf(outcome));
            if (vcpu != null)
            {
                count(vcpu, V4Its.intidOf(outcome), Route.DIRECT, V4Its.wasPending(outcome));
            }
        }
        else
        {
            final Vlpi vlpi = host.devices.vlpi(deviceId, eventId);
            if (vlpi == null)
            {
                untranslated++;
            }
            else
            {
                final boolean wasPending = outcome == V4Its.DROPPED ? host.check.isPending(vlpi) :
                    V4Its.wasPending(outcome) || vlpi.isPendingInSoftware();
                if (outcome == V4Its.DROPPED)
                {
                    host.swap.inGap(vlpi);
                }
                count(vlpi.target(), vlpi.vintid, Route.FORWARDED, wasPending);
            }
        }
    }

    /**
     * Returns the vLPI of a message whose physical LPI the host takes as soon as it is signalled, or null. Its pending
     * bit would be set and cleared again: while nothing waits for the host, no enabled LPI is pending.
     */
    private Vlpi takenAtOnce(final int deviceId, final int eventId, final long entry)
    {
        final int lpi = TranslationEntry.INTID.getInt(entry);
        final Vlpi vlpi = lpis.vlpi(lpi);
        if (vlpi == null || vlpi.deviceId != deviceId || vlpi.eventId != eventId || vlpi.isHw() ||
            vlpi.isLocked() || interrupts.waiting() != 0)
        {
            return null;
        }
        final Redistributor target = its.redistributorOf(TranslationEntry.ICID.getInt(entry));
        assert target == null || !target.signals(lpi) || !target.isPending(lpi);

        return target != null && target.signals(lpi) ? vlpi : null;
    }

    /** Counts an event of a vLPI on the route of its target, or as one in the target's transition. */
    void count(final V4Vcpu target, final int vintid, final Route route, final boolean wasPending)
    {
        final V4Vm vm = target.vm;
        boolean isNew = vm.lpiAccount.event(vintid);
        if (isNew == wasPending)
        {
            isNew ^= differs(vm.vlpi(vintid), !isNew);
        }
        vm.routes.event(vintid, isNew, target == host.transition.vcpu() ? Route.IN_TRANSITION : route);
    }

    /**
     * Compares a vLPI that was pending though none was owed, or owed though not pending; now one is owed.
     *
     * @return true if that is a fault, and is booked
     */
    private boolean differs(final Vlpi vlpi, final boolean wasOwed)
    {
        final boolean isFault = vlpi != null && host.check.differsAtEvent(vlpi, wasOwed);
        if (vlpi != null)
        {
            vlpi.isPrecaution = false;
        }

        return isFault;
    }
}
