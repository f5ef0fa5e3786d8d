package org.gale.engine.witness;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.TranslationQueries;

/**
 * Events of a command, and how many of them must be rejected: what the machine says of these must be the same. Owned by
 * the thread that owns the machine.
 */
final class EventClaims
{
    private static final int NO_INTID = -1;
    private static final long VIRTUAL = 1L << 30;
    private static final int VM_MASK = 0xffff;

    private final Machine machine;
    private long untranslated;
    private long rejected;
    private int count;
    private boolean isMissed;
    /** Event that must be delivered, and its entry; event that must be rejected. */
    private int deliveredIts;
    private int deliveredDevice;
    private int deliveredEvent;
    private long deliveredEntry;
    private int rejectedIts;
    private int rejectedDevice;
    private int rejectedEvent;

    EventClaims(final Machine machine)
    {
        this.machine = machine;
        untranslated = machine.untranslated();
    }

    /** Notes an event and the entry that translates it. */
    void event(final int its, final int deviceId, final int eventId, final int kind, final long entry)
    {
        count++;
        if (entry == ItsView.REJECTED)
        {
            rejected++;
            rejectedIts = its;
            rejectedDevice = deviceId;
            rejectedEvent = eventId;
        }
        else if (deliveredEntry == ItsView.REJECTED || kind != Events.CLEAR)
        {
            deliveredIts = its;
            deliveredDevice = deviceId;
            deliveredEvent = eventId;
            deliveredEntry = entry;
        }
    }

    /** Notes events of which nothing is known. */
    void missed()
    {
        isMissed = true;
    }

    /** Returns whether the command has events. */
    boolean isOpen()
    {
        return count != 0 || isMissed;
    }

    /** Returns what is to say of an interrupt that is lost: by which event, if one of the command leads there. */
    String lost(final int intid, final String otherwise)
    {
        final boolean isOfEvent = deliveredEntry != ItsView.REJECTED && Touched.id(intid) ==
            Touched.id((int)deliveredEntry) && Touched.isLpi(intid);

        return isOfEvent ? ", to which " + name(deliveredIts, deliveredDevice, deliveredEvent) +
            " leads (B-ITS-5), is neither pending nor acknowledged" : otherwise;
    }

    /**
     * Ends a command: compares how many events were rejected, and where the last other one went.
     *
     * @param sink      takes a difference; null if the command has one already
     * @param isSettled false if the ITS may have changed after the event, inside of the command
     * @return whether they agree
     */
    boolean close(final InterruptSink sink, final boolean isSettled)
    {
        final long now = machine.untranslated();
        final long more = now - untranslated - rejected;
        final boolean isDelivered = deliveredEntry != ItsView.REJECTED && !isMissed;
        final long target = isDelivered && isSettled && more == 0 ?
            machine.translations().target(deliveredIts, deliveredDevice, deliveredEvent) : TranslationQueries.NONE;
        final boolean isElsewhere = target != TranslationQueries.NONE && target != expected();
        final boolean isSound = isMissed || (more == 0 && !isElsewhere);
        if (!isSound && sink != null && more >= 0 && isDelivered)
        {
            final long expected = expected();
            sink.found(true, (int)(expected >>> Integer.SIZE), (int)expected, ", to which " +
                name(deliveredIts, deliveredDevice, deliveredEvent) + " leads (B-ITS-5), was not reached: " +
                (isElsewhere ? "it went to " + OwnerId.name((int)(target >>> Integer.SIZE), (int)target) : "rejected"));
        }
        else if (!isSound && sink != null && more < 0)
        {
            sink.found(false, OwnerId.NONE, NO_INTID, name(rejectedIts, rejectedDevice, rejectedEvent) +
                " was delivered though no table translates it (B-ITS-3)");
        }
        untranslated = now;
        rejected = 0;
        count = 0;
        isMissed = false;
        deliveredEntry = ItsView.REJECTED;

        return isSound;
    }

    /** Returns owner and INTID where the last event must go that is not rejected, as {@link TranslationQueries} do. */
    private long expected()
    {
        final int owner = (deliveredEntry & VIRTUAL) == 0 ? machine.accounts().physicalOwner() :
            machine.accounts().vmOwner((int)(deliveredEntry >>> Integer.SIZE) & VM_MASK);

        return (long)owner << Integer.SIZE | Touched.lpiOf(Touched.id((int)deliveredEntry));
    }

    private static String name(final int its, final int deviceId, final int eventId)
    {
        return "event " + Integer.toUnsignedString(eventId) + " of device " + Integer.toUnsignedString(deviceId) +
            " at ITS " + its;
    }
}
