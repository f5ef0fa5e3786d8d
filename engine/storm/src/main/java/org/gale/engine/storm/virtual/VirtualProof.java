package org.gale.engine.storm.virtual;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.flow.DueEvents;
import org.gale.engine.storm.flow.DueModels;
import org.gale.engine.storm.flow.GuestHandlers;
import org.gale.engine.storm.law.DoorbellLaw;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.law.MoveLaw;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.SoundResult;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormTotals;
import org.gale.engine.storm.run.RunBooks;
import org.gale.engine.storm.run.UntakenInterrupts;
import org.gale.engine.storm.topology.Topology;

/**
 * Proof of a run in virtual time beside the promises of its machine: its identity, Little's law, what was sent, and
 * that nothing waits for ever (P6, P13). Owned by one thread.
 */
final class VirtualProof
{
    /** Limit of the signals, one behind the other, behind which no guest finds an interrupt. */
    static final int IN_VAIN_LIMIT = 10_000;

    /** Key of the row of the interrupts that guests have dropped. */
    static final String DROPPED = "dropped";

    /** Promise that nobody sleeps over an interrupt. */
    private static final String DOORBELLS = "P5";
    private static final int NONE = -1;

    private final Topology topology;
    private final RunBooks books;
    private final UntakenInterrupts untaken;
    private final PendingLpis pending;
    private final CommandWriter writer;
    private final Ran ran;
    private final Laws laws;
    private final VirtualClock clock;

    /** Makes the proof of a run. */
    VirtualProof(
        final Topology topology,
        final RunBooks books,
        final PendingLpis pending,
        final CommandWriter writer,
        final VirtualClock clock,
        final Ran ran)
    {
        this.clock = clock;
        this.topology = topology;
        this.books = books;
        this.untaken = books.untaken();
        this.pending = pending;
        this.writer = writer;
        this.ran = ran;
        this.laws = ran.due().laws();
    }

    /** Parts of a run that the proof asks. */
    record Ran(DueEvents due, VirtualHost host, VirtualLoop loop, Operator operator, VcpuTimers timers)
    {
    }

    /**
     * Finding about a run that came to its end.
     *
     * @param message of the first fault, or null
     * @param broken  interrupt that waits for ever, if that is the fault; else null
     */
    record Finding(String message, InvariantBrokenException broken)
    {
    }

    /**
     * Checks at the end of a phase that pauses all traffic that no vCPU which is idle there could take an interrupt.
     *
     * @throws InvariantBrokenException if one could
     */
    void checkPhase(final int ended)
    {
        final boolean isPaused = topology.shape().phases().get(ended).pausesAll(topology.groups());
        final InvariantBrokenException found = !isPaused || ran.operator().isOpen() ? null :
            untaken.find(ran.host()::isIdle, this::sinceNs, writer.sequence());
        if (found != null)
        {
            throw found;
        }
    }

    /**
     * Checks, before the clock jumps, that no witness has found a law broken, and that each event happened at its time.
     * No vector may have lost an interrupt by a move (P1), and no doorbell may be unheard (P5).
     *
     * @throws InvariantBrokenException if one was
     */
    void checkLaws()
    {
        if (laws.broken() != null)
        {
            throw RunBooks.broken(laws.broken(), writer.sequence());
        }
        final MoveLaw.Broken lost = pending.moves().broken();
        if (lost != null)
        {
            throw untaken.lost(lost.vm(), lost.lpi(), lost.text(), writer.sequence());
        }
        if (ran.loop().queue().broken() != null)
        {
            throw RunBooks.broken(ran.loop().queue().broken(), writer.sequence());
        }
        final int vcpu = ran.host().unheard();
        if (vcpu != DoorbellLaw.NONE)
        {
            throw new InvariantBrokenException(DOORBELLS, "VM " + topology.vmOfVpe(vcpu) + " VPE " +
                topology.vpeId(vcpu) + ", which sleeps, has a doorbell that its host has not taken as it rang, at " +
                NumberText.count(clock.nanoTime()) + " ns", NONE, NONE, writer.sequence(), writer.sequence());
        }
    }

    /**
     * Checks that signals lead to interrupts, and that these are of the vCPUs to which the host has routed them: guests
     * that take none although they are signalled would never settle.
     *
     * @throws InvariantBrokenException if they were signalled in vain for long, or took what others wait for
     */
    void checkTaken()
    {
        if (ran.host().misrouted() != null)
        {
            throw RunBooks.broken(ran.host().misrouted(), writer.sequence());
        }
        if (ran.host().takenInVain() > IN_VAIN_LIMIT)
        {
            final InvariantBrokenException found = waiting();
            throw found != null ? found :
                RunBooks.broken("guests are signalled, and find no interrupt", writer.sequence());
        }
    }

    /** Returns the rows of a workload, and that of the interrupts that guests have dropped, where some do. */
    List<AccountingRow> rows(final List<AccountingRow> ofWorkload)
    {
        final List<AccountingRow> rows = new ArrayList<>(ofWorkload);
        if (topology.groups().stream().anyMatch(group -> group.guest().drops()))
        {
            rows.add(new AccountingRow(DROPPED, DROPPED, ran.host().counts().dropped,
                "of delivered: in progress on another vCPU"));
        }

        return rows;
    }

    /**
     * Returns what is wrong with a run that came to its end.
     *
     * @param totals   of its result
     * @param measured latencies of its measured part
     */
    Finding finding(final RunBooks.Accounts accounts, final StormTotals totals, final StormLatencies measured)
    {
        final String ofBooks = ofBooks(accounts, totals, measured);
        final long dropped = ran.host().counts().dropped;
        if (ofBooks == null && dropped > 0)
        {
            return new Finding("P13 broken: guests dropped " + NumberText.counted(dropped, "interrupt") +
                " in progress on another vCPU (guest.drops)", null);
        }
        if (ofBooks == null && ran.loop().stuck() != null && accounts.accounting().account().handedOn() == 0 &&
            pending.handledCount() == 0)
        {
            return new Finding("P13 broken: a closed loop waits for an event that was delivered and never came back",
                null);
        }
        if (ofBooks != null || !ran.loop().isAtRest())
        {
            return new Finding(ofBooks, null);
        }
        final InvariantBrokenException waiting = waiting();
        final String unpolled = unpolled();

        return new Finding(waiting != null ? waiting.summary() : unpolled != null ? unpolled : stalled(), waiting);
    }

    /** {@return how the queues whose interrupts are deferred differ from the timers that are to poll them, or null} */
    private String unpolled()
    {
        final DueModels models = ran.due().models();
        long deferred = 0;
        for (int group = 0; models != null && group < topology.groups().size(); group++)
        {
            deferred += models.deferred(group);
        }

        return deferred == ran.timers().armed() ? null : "P13 broken: the interrupts of " +
            NumberText.counted(deferred, "queue") + " are deferred, and " +
            NumberText.counted(ran.timers().armed(), "timer") + " of guests are to poll";
    }

    /** {@return what waits for any vCPU, or null} */
    private InvariantBrokenException waiting()
    {
        return untaken.find(vcpu -> true, this::sinceNs, writer.sequence());
    }

    /** {@return how the accounts differ from what was sent, or from the times that interrupts waited; or null} */
    private String ofBooks(
        final RunBooks.Accounts accounts, final StormTotals totals, final StormLatencies measured)
    {
        final BigInteger little = ran.loop().littleDifference();
        if (little.signum() != 0 && ran.loop().stuck() == null)
        {
            return "Little's law is broken: interrupts owed over time and the waits of interrupts differ by " + little +
                " ns";
        }
        final long routed = ran.host().counts().direct + ran.host().counts().forwarded;
        if (ran.loop().isRouted() && routed != ran.loop().offered())
        {
            return SoundResult.message(NumberText.count(routed) +
                " messages were direct or forwarded, and " + NumberText.counted(ran.loop().offered(), "event") +
                " offered");
        }
        final String miscounted = ran.host().miscounted(Math.max(1, clock.nanoTime()));
        if (miscounted != null)
        {
            return SoundResult.message(miscounted);
        }
        final String ofResponses = pending.law().fault(measured, accounts.groups(), accounts.phases());
        final String ofSamples = ofResponses == null ? laws.workFault(totals, measured) : ofResponses;
        if (ofSamples != null)
        {
            return SoundResult.message(ofSamples);
        }
        final String disorder = ran.loop().queue().end();
        if (disorder != null)
        {
            return "P13 broken: " + disorder;
        }
        final String fault = books.fault(accounts, LaneWords.NONE, ran.loop().offered(), ran.loop().applied());

        return fault == null ? books.waitsFault() : fault;
    }

    /** {@return the device whose work waits for a handler that is not to come, or null} */
    private String stalled()
    {
        final GuestHandlers handlers = untaken.handlers();
        final String stalled = ran.due().stalled((device, event) -> handlers.isToCome(device, event) ||
            pending.isHandled(topology.vmOfDevice(device), topology.firstLpiOfDevice(device) + event));

        return stalled == null ? null : RunBooks.stalledMessage(stalled);
    }

    private long sinceNs(final int vm, final int lpi)
    {
        return pending.sinceNs(vm, lpi, UntakenInterrupts.UNKNOWN);
    }
}
