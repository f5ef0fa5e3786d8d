package org.gale.engine.gicv5;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.gicv5.irs.EventKind;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.its.LpiSink;
import org.gale.engine.machine.DelayLine;
import org.gale.engine.machine.TranslationQueries;
import org.gale.engine.machine.UnsyncedEvents;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;

/**
 * Path of translated events on a machine with {@code ops.order=1}. An event waits in the ITS, and then in the IRS, for
 * {@code ops.delay} commands each.
 * <pre>
 *   event ---> translated ---> ITS: delay ---> IRS: delay ---> LPI
 *               |               |                |
 *               | taken         | ITS_SYNCR      | IRS_SYNCR
 * </pre>
 * A synchronization takes as long. What was in the ITS when ITS_SYNCR was written, or in the IRS when IRS_SYNCR was,
 * has left it by the time the IDLE bit reads 1 again (B-ITS-11, B-ORD-8). An event that is in the ITS when IRS_SYNCR is
 * written is not covered. Owned by the machine's thread.
 */
final class EventPipe implements UnsyncedEvents
{
    private static final int KIND_BITS = 8;

    private final Irs irsModel;
    private final int sites;
    private final DelayLine its;
    private final DelayLine irs;
    private long taken;
    private long passed;
    private long lastTarget = TranslationQueries.NONE;

    /**
     * Creates an empty path.
     *
     * @param delay commands for which an event waits at each place
     * @param model the IRSs
     */
    EventPipe(final int delay, final Irs model)
    {
        this.irsModel = model;
        this.sites = model.board().irss();
        this.irs = new DelayLine(delay, "event in the IRS", new Place()
        {
            @Override
            public void leave(final long target, final long kind)
            {
                passOn(target, kind);
            }
        });
        this.its = new DelayLine(delay, "event in the ITS", new Place()
        {
            @Override
            public void leave(final long target, final long kind)
            {
                irs.enter(target, kind);
            }
        });
    }

    /**
     * Returns the entrance for the events of an ITS, which answers true: whether the LPI can be reached is not known
     * yet.
     *
     * @param site IRS at which the ITS is drawn (M-ITSIRS)
     */
    LpiSink at(final int site)
    {
        return (owner, intid, kind) ->
        {
            taken += isCounted(kind) ? 1 : 0;
            lastTarget = (long)owner << Integer.SIZE | Integer.toUnsignedLong(intid);
            its.enter(lastTarget, (long)site << KIND_BITS | kind);

            return true;
        };
    }

    /** Ends a command: events whose delay is over go on, in the order in which they came. */
    void endCommand()
    {
        its.endCommand();
        irs.endCommand();
    }

    boolean isEmpty()
    {
        return its.isEmpty() && irs.isEmpty();
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

    private void passOn(final long target, final long siteAndKind)
    {
        passed += isCounted(siteAndKind) ? 1 : 0;
        irsModel.askedAt((int)(siteAndKind >>> KIND_BITS));                     // M-SWERRIRS
        irsModel.translatedEvent(owner(target), (int)target, kind(siteAndKind));
    }

    private static int owner(final long target)
    {
        return (int)(target >>> Integer.SIZE);
    }

    private static int kind(final long siteAndKind)
    {
        return (int)siteAndKind & ((1 << KIND_BITS) - 1);
    }

    private static boolean isCounted(final long siteAndKind)
    {
        return kind(siteAndKind) != EventKind.CLEAR;
    }

    /** One of the two places: both hold the owner and INTID of an LPI, and the kind of the event. */
    private abstract class Place implements DelayLine.DelayedKind
    {
        @Override
        public boolean isEntry(final long target, final long kind)
        {
            final int intid = (int)target;

            return target >= 0 && owner(target) < OwnerId.LIMIT &&
                intid == Intid.of(Intid.TYPE_LPI, Intid.id(intid)) && kind >= 0 &&
                kind >>> KIND_BITS < sites && kind(kind) >= EventKind.SET_EDGE && kind(kind) <= EventKind.CLEAR;
        }
    }
}
