package org.gale.engine.gicv5.cpuif;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.machine.Candidate;
import org.gale.engine.machine.DelayLine;
import org.gale.engine.machine.LateKind;
import org.gale.engine.machine.OperationDelays;
import org.gale.tables.memory.Mix;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IccIcsrEl1;

/**
 * Acknowledges of SPIs and LPIs whose effect on the interrupt comes later, on a machine with {@code ops.seed}
 * (M-ORD-7). CDIA has its result and the running priority at once. The interrupt stays pending, and is active from the
 * next GSB ACK, GSB SYS or CDIA of the PE on, or some commands later. An edge until then is merged into it. A 1ofN
 * interrupt, which would be offered to another PE meanwhile, is active at once. Those of a guest end with the residency
 * of its VPE, too: nothing of a VPE is on its way in a PE that it has left.
 * <pre>
 *   CDIA ---> running priority ---> GSB ACK ---> active
 *                    | CDEOI ends it: the interrupt is signalled again until it is active
 * </pre>
 * Owned by the machine's thread.
 */
public final class LateAcknowledges implements DelayLine.DelayedKind
{
    private static final int PRIORITY_MAX = 31;

    private final Irs irs;
    private final int pes;
    private final OperationDelays delays;
    private final DelayLine line;

    LateAcknowledges(final Irs irs, final int pes, final OperationDelays delays)
    {
        this.irs = irs;
        this.pes = pes;
        this.delays = delays;
        this.line = new DelayLine(delays, "acknowledge that waits", this);
        irs.doorbells().beforeRequests(this::completeOfGuest);
    }

    /** Completes the acknowledges of a PE. */
    public void complete(final int pe)                                          // B-ORD-1
    {
        line.leaveIf((candidate, place) -> pe(place) == pe);
    }

    /** Completes the acknowledges of the guest that runs on a PE. */
    private void completeOfGuest(final int pe)
    {
        line.leaveIf((candidate, place) -> pe(place) == pe && isVirtual(place));
    }

    /** Completes the acknowledges of an interrupt, before something else happens to it. */
    void completeFor(final int owner, final int intid)
    {
        if (!line.isEmpty())
        {
            line.leaveIf((candidate, place) -> (int)place == owner && Candidate.intid(candidate) == intid);
        }
    }

    /** Ends a command: acknowledges whose delay is over take effect. */
    public void endCommand()
    {
        line.endCommand();
    }

    /** Passes the acknowledges that wait through a stream. */
    public void state(final StateStream stream)
    {
        line.state(stream);
    }

    /**
     * Takes the acknowledge of a candidate.
     *
     * @param virtual true for one of the VPE that is resident on the PE
     * @return false if it takes effect now
     */
    boolean takes(final int pe, final boolean virtual, final long hppi)
    {
        final int intid = Candidate.intid(hppi);
        final int owner = virtual ? irs.residentOwner(pe) : irs.physicalOwner();
        if (Intid.type(intid) == Intid.TYPE_PPI || isOneOfN(owner, intid))
        {
            return false;
        }
        final int delay = delays.of(LateKind.ACKNOWLEDGE, virtual ? Mix.of(Mix.of(pe, owner), intid) :
            (long)pe << Integer.SIZE | Integer.toUnsignedLong(intid), () -> "CDIA " + pe + ':' +
            (virtual ? "vm" + OwnerId.vmId(owner) + '.' : "") + (Intid.isSpi(intid) ? "spi" : "lpi") +
            Intid.id(intid));
        if (delay == 0)
        {
            delays.acts(delays.last());
            return false;
        }
        line.enter(hppi, (long)pe << Integer.SIZE | owner, delay, (candidate, place) -> pe(place) == pe);

        return true;
    }

    private boolean isOneOfN(final int owner, final int intid)
    {
        return IccIcsrEl1.IRM.isSet(irs.requestConfig(owner, intid));
    }

    private boolean isVirtual(final long place)
    {
        return (int)place != irs.physicalOwner();
    }

    private static int pe(final long place)
    {
        return (int)(place >>> Integer.SIZE);
    }

    @Override
    public boolean isEntry(final long candidate, final long place)
    {
        final int intid = (int)candidate;

        return place >= 0 && pe(place) < pes && (int)place >= 0 && (int)place < OwnerId.LIMIT && candidate >= 0 &&
            Candidate.priority(candidate) <= PRIORITY_MAX && intid == Intid.of(Intid.type(intid), Intid.id(intid));
    }

    @Override
    public void leave(final long candidate, final long place)
    {
        final boolean virtual = isVirtual(place);
        if (!virtual || irs.residentOwner(pe(place)) == (int)place)             // B-VMT-8: else its VM is gone
        {
            irs.acknowledge(pe(place), virtual, candidate);
            irs.dirtyPes().mark(pe(place));
        }
    }
}
