package org.gale.engine.storm.flow;

import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.V4Verb;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.ResumableMigrations;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.topology.Topology;

/**
 * Events and deliveries of a resumed storm up to the end of its journal.
 *
 * @param offered   events that entered
 * @param delivered of them, those that guests acknowledged
 * @param commands  commands that the machine applied, those of time not counted
 * @param frames    frames of the journal
 * @param position  at which the streams continue
 */
public record StormResumeTotals(long offered, long delivered, long commands, long frames, ResumePosition position)
{
    /** Totals of a storm that is not resumed. */
    public static final StormResumeTotals NONE = new StormResumeTotals(0, 0, 0, 0, ResumePosition.START);

    /** Returns the account of the storm up to its resume. */
    public EventAccount account()
    {
        return EventAccount.counted(0, offered, delivered);
    }

    /** Returns whether the storm is not resumed. */
    public boolean isNone()
    {
        return (offered | delivered | commands | frames) == 0;
    }

    /**
     * Returns the totals of a storm whose machine is as the journal left it.
     *
     * @param offered events in the journal, counted where they entered; negative where that is not known: then the
     *                models' own ledgers tell
     */
    public static StormResumeTotals of(
        final Topology topology, final Machine machine, final long offered, final long frames)
    {
        final boolean hasVectors = topology.deal().isByTriggers() && machine.functions() != null;
        long accepted = machine.untranslated() + machine.unreachable() +
            (hasVectors ? machine.functions().ofNone().unreachable() : 0);
        long delivered = 0;
        long raised = 0;                                            // by lines, of which a journal has no messages
        for (int vmId = 0; vmId < topology.vms(); vmId++)
        {
            final Ledger ledger = machine.accounts().ledger(machine.accounts().followedOwner(vmId));
            if (ledger != null)
            {
                final Account spis = ledger.account(true);          // those of vectors are pins, of no account
                accepted += ledger.offered() - (hasVectors ? spis.offered() : 0);
                delivered += ledger.delivered() - (hasVectors ? spis.delivered() : 0);
                raised += hasVectors ? 0 : spis.offered();
            }
        }
        for (int device = 0; hasVectors && device < topology.totalDevices(); device++)
        {
            accepted += machine.functions().of(device).kept();
        }

        return new StormResumeTotals(
            offered < 0 ? accepted + waiting(machine) : offered + raised,
            delivered, machine.commandCount(), frames, ResumePosition.START);
    }

    /** Returns the messages that wait for a VM that migrates: no ledger has them yet. */
    private static long waiting(final Machine machine)
    {
        long waiting = 0;
        for (final int family : new int[]{KvmVerb.FAMILY, V4Verb.FAMILY})
        {
            waiting += machine.hostVerbs(family) instanceof ResumableMigrations host ? host.waitingMessages() : 0;
        }

        return waiting;
    }

    /** Returns these totals with the position at which the streams continue. */
    public StormResumeTotals at(final ResumePosition streams)
    {
        return new StormResumeTotals(offered, delivered, commands, frames, streams);
    }
}
