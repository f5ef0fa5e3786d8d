package org.gale.engine.gicv5;

import java.util.function.BooleanSupplier;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.gicv5.irs.EventKind;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.irs.LateDoorbells;
import org.gale.engine.gicv5.its.LpiSink;
import org.gale.engine.machine.DelayLine;
import org.gale.engine.machine.LateKind;
import org.gale.engine.machine.OperationDelays;
import org.gale.engine.machine.TranslationQueries;
import org.gale.engine.machine.UnsyncedEvents;
import org.gale.tables.memory.Mix;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.ItsSyncr;

/**
 * Path of translated events on a machine with {@code ops.order=1}. An event waits in the ITS, and then in the IRS, for
 * {@code ops.delay} commands each, or for {@code ops.events}.
 * <pre>
 *   event ---> translated ---> ITS: delay ---> IRS: delay ---> LPI
 *               |               |                |
 *               | taken         | ITS_SYNCR      | IRS_SYNCR
 * </pre>
 * An event that is in the ITS when ITS_SYNCR is written, or in the IRS when IRS_SYNCR is, leaves before the IDLE bit
 * reads 1 again (B-ITS-11, B-ORD-8). An event that is in the ITS when IRS_SYNCR is written is not covered.
 *
 * <p>With delays of their own, events pass one another, but for those of one DeviceID and EventID, and those of one
 * interrupt (M-ORD-3, M-ORD-4). Stores to a SETLPI frame and doorbells then wait in the IRS, too. Owned by the
 * machine's thread.
 */
final class EventPipe implements UnsyncedEvents, LateDoorbells
{
    private static final int KIND_BITS = 8;
    private static final int SITE_BITS = 8;
    private static final int ITS_SHIFT = KIND_BITS + SITE_BITS;
    private static final int ITS_BITS = 8;
    private static final int ORIGIN_SHIFT = ITS_SHIFT + ITS_BITS;
    private static final int ORIGIN_BITS = 8;
    private static final int DEVICE_SHIFT = 32;
    private static final long PLACE_MASK = (1L << DEVICE_SHIFT) - 1;
    private static final int OF_ITS = 0;
    private static final int OF_SETLPI = 1;
    private static final int OF_DOORBELL = 2;

    private final Irs irsModel;
    private final int sites;
    private final int itss;
    private final OperationDelays delays;
    private final DelayLine its;
    private final DelayLine irs;
    private BooleanSupplier isHosted = () -> false;
    private long taken;
    private long passed;
    private long lastTarget = TranslationQueries.NONE;

    /**
     * Creates an empty path.
     *
     * @param delays of operations
     * @param model  the IRSs
     */
    EventPipe(final OperationDelays delays, final Irs model)
    {
        this.irsModel = model;
        this.delays = delays;
        this.sites = model.board().irss();
        this.itss = model.board().itss();
        this.irs = new DelayLine(delays, "event in the IRS", new Place()
        {
            @Override
            public void leave(final long target, final long kind)
            {
                passOn(target, kind);
            }
        });
        this.its = new DelayLine(delays, "event in the ITS", new Place()
        {
            @Override
            public void leave(final long target, final long kind)
            {
                arrive(target, kind, OF_ITS);
            }
        });
        if (delays.areOwn())
        {
            model.doorbells().late(this);
        }
    }

    /** Sets what says whether a host takes the doorbells itself: they then ring at once. */
    void hostedBy(final BooleanSupplier isUsed)
    {
        isHosted = isUsed;
    }

    /**
     * Returns the entrance for the events of an ITS, which answers true: whether the LPI can be reached is not known
     * yet.
     *
     * @param number of the ITS
     * @param site   IRS at which the ITS is drawn (M-ITSIRS)
     */
    LpiSink at(final int number, final int site)
    {
        return new LpiSink()
        {
            @Override
            public boolean event(final int owner, final int intid, final int kind)
            {
                return translated(0, 0, owner, intid, kind);
            }

            @Override
            public boolean translated(
                final int deviceId, final int eventId, final int owner, final int intid, final int kind)
            {
                final long device = delays.areOwn() ? (long)deviceId << DEVICE_SHIFT : 0;
                final long siteAndKind = device | (long)number << ITS_SHIFT | (long)site << KIND_BITS | kind;
                taken += isCounted(siteAndKind) ? 1 : 0;
                lastTarget = target(owner, intid);
                final long event = Mix.of(Mix.of(number, deviceId), eventId);
                its.enter(lastTarget, siteAndKind, delays.of(LateKind.EVENT, event, () -> "event " +
                    (number == 0 ? "" : number + ":") + Integer.toUnsignedString(deviceId) + ':' +
                    Integer.toUnsignedString(eventId)), (other, where) -> other == lastTarget);             // M-ORD-3

                return true;
            }
        };
    }

    /** Takes a store to a SETLPI frame, and returns whether it takes effect later. */
    boolean takesSetlpi(final int site, final int id)                           // M-ORD-5
    {
        if (delays.areOwn())
        {
            arrive(target(irsModel.physicalOwner(), Intid.of(Intid.TYPE_LPI, id)),
                (long)site << KIND_BITS | EventKind.SET_EDGE, OF_SETLPI);
        }

        return delays.areOwn();
    }

    @Override
    public boolean takes(final int vmId, final int vpeId, final int lpiId)      // M-ORD-6
    {
        final boolean isLate = !isHosted.getAsBoolean();
        if (isLate)
        {
            final long target = target(irsModel.physicalOwner(), Intid.of(Intid.TYPE_LPI, lpiId));
            irs.enter(target, (long)OF_DOORBELL << ORIGIN_SHIFT | EventKind.SET_EDGE,
                delays.of(LateKind.DOORBELL, (long)vmId << Integer.SIZE | vpeId, () -> "doorbell " + vmId + ':' +
                vpeId), (other, where) -> other == target);
        }

        return isLate;
    }

    /** Ends a command: events whose delay is over go on. */
    void endCommand()
    {
        its.endCommand();
        irs.endCommand();
    }

    boolean isEmpty()
    {
        return its.isEmpty() && irs.isEmpty();
    }

    /** Returns the ends of commands until the events that ITS_SYNCR names, and that are in an ITS now, have left it. */
    int leftInIts(final int number, final long syncr)                           // B-ITS-11
    {
        return its.left(inIts(number, syncr));
    }

    /** Returns the ends of commands until all events that are in an IRS now have been taken by it. */
    int leftInIrs(final int number)                                             // B-ORD-8
    {
        return irs.left(inIrs(number));
    }

    /** Lets the events that ITS_SYNCR names leave an ITS. */
    void leaveIts(final int number, final long syncr)                           // B-ITS-11
    {
        its.leaveIf(inIts(number, syncr));
    }

    /** Lets an IRS take the events that are in it. */
    void leaveIrs(final int number)                                             // B-ORD-8
    {
        irs.leaveIf(inIrs(number));
    }

    private DelayLine.Condition inIts(final int number, final long syncr)
    {
        final boolean isOfAll = !delays.areOwn() || ItsSyncr.SYNCALL.isSet(syncr);
        final int deviceId = ItsSyncr.DEVICE_ID.getInt(syncr);

        return (target, where) -> its(where) == number && (isOfAll || (int)(where >>> DEVICE_SHIFT) == deviceId);
    }

    private static DelayLine.Condition inIrs(final int number)
    {
        return (target, where) -> site(where) == number && origin(where) != OF_DOORBELL;
    }

    @Override
    public boolean isPendingAfter(final int owner, final int intid, final boolean isPending)
    {
        final long asked = target(owner, intid);
        final boolean[] after = {isPending};
        final DelayLine.Condition each = (target, where) ->
        {
            final boolean isAsked = target == asked && origin(where) != OF_DOORBELL;
            after[0] = isAsked ? kind(where) != EventKind.CLEAR : after[0];
            return false;
        };
        irs.count(each);
        its.count(each);

        return after[0];
    }

    @Override
    public long count()
    {
        return its.count((target, kind) -> isCounted(kind)) + irs.count((target, kind) -> isCounted(kind));
    }

    @Override
    public long count(final int owner)
    {
        final DelayLine.Condition isOfOwner = (target, kind) -> isCounted(kind) && owner(target) == owner;

        return its.count(isOfOwner) + irs.count(isOfOwner);
    }

    @Override
    public long outstanding()
    {
        return taken - passed;
    }

    @Override
    public long lastTarget()
    {
        return lastTarget;
    }

    /** Passes the events that wait through a stream. */
    void state(final StateStream stream)
    {
        its.state(stream);
        irs.state(stream);
    }

    /** Passes the counts of events through a stream. */
    void counts(final StateStream stream)
    {
        taken = stream.word(taken);
        passed = stream.word(passed);
    }

    private void arrive(final long target, final long where, final int origin)
    {
        final LateKind kind = origin == OF_SETLPI ? LateKind.SETLPI : LateKind.ARRIVAL;
        final int delay = delays.of(kind, target, () -> (origin == OF_SETLPI ? "SETLPI " : "arrival ") +
            (OwnerId.isPhysical(owner(target)) ? "" : "vm" + OwnerId.vmId(owner(target)) + '.') + "lpi" +
            Intid.id((int)target));
        irs.enter(target, (long)origin << ORIGIN_SHIFT | (where & PLACE_MASK), delay,
            (other, place) -> other == target);                                 // M-ORD-4
    }

    private void passOn(final long target, final long where)
    {
        passed += isCounted(where) ? 1 : 0;
        irsModel.askedAt(site(where));                                          // M-SWERRIRS
        switch (origin(where))
        {
            case OF_SETLPI -> store(target, where);
            case OF_DOORBELL -> irsModel.doorbells().ring(Intid.id((int)target));
            default -> irsModel.translatedEvent(owner(target), (int)target, kind(where));
        }
    }

    private void store(final long target, final long where)
    {
        if (!irsModel.event(owner(target), (int)target, kind(where)))
        {
            irsModel.missed();
        }
    }

    private static long target(final int owner, final int intid)
    {
        return (long)owner << Integer.SIZE | Integer.toUnsignedLong(intid);
    }

    private static int owner(final long target)
    {
        return (int)(target >>> Integer.SIZE);
    }

    private static int origin(final long where)
    {
        return (int)(where >>> ORIGIN_SHIFT) & ((1 << ORIGIN_BITS) - 1);
    }

    private static int its(final long where)
    {
        return (int)(where >>> ITS_SHIFT) & ((1 << ITS_BITS) - 1);
    }

    private static int site(final long where)
    {
        return (int)(where >>> KIND_BITS) & ((1 << SITE_BITS) - 1);
    }

    private static int kind(final long where)
    {
        return (int)where & ((1 << KIND_BITS) - 1);
    }

    private static boolean isCounted(final long where)
    {
        return kind(where) != EventKind.CLEAR && origin(where) == OF_ITS;
    }

    /** One of the two places: both hold the owner and INTID of an LPI, and the kind of the event. */
    private abstract class Place implements DelayLine.DelayedKind
    {
        @Override
        public boolean isEntry(final long target, final long where)
        {
            final int intid = (int)target;

            return target >= 0 && owner(target) < OwnerId.LIMIT &&
                intid == Intid.of(Intid.TYPE_LPI, Intid.id(intid)) &&
                (delays.areOwn() || where >>> ORIGIN_SHIFT == 0) &&
                site(where) < sites && its(where) < itss && origin(where) <= OF_DOORBELL &&
                kind(where) >= EventKind.SET_EDGE && kind(where) <= EventKind.CLEAR;
        }
    }
}
