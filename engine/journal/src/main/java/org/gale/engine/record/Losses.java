package org.gale.engine.record;

import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.Machine;
import org.gale.tables.operand.Intid;

/**
 * Numbers of what a machine has lost and invented, and of what is excused, each with the first one. A loss is counted
 * that a command has booked, and one that RAM shows now.
 *
 * @param lost         events that are neither delivered, nor merged, nor pending, nor rejected (P1)
 * @param firstLost    interrupt or vector of the first, or null
 * @param invented     interrupts that became pending or were acknowledged without an event (P2)
 * @param firstInvented interrupt or vector of the first, or null
 * @param excused      interrupts whose words software changed while their table was valid
 * @param firstExcused the first of them, or null
 */
public record Losses(
    long lost, String firstLost, long invented, String firstInvented, long excused, String firstExcused)
{
    /** Nothing is lost, invented or excused. */
    static final Losses NONE = new Losses(0, null, 0, null, 0, null);

    /** Counts the losses of a machine. A query; costs a scan of the tables. */
    public static Losses of(final Machine machine)
    {
        final Count count = new Count(machine);
        final Accounts accounts = machine.accounts();
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
        {
            count.add(accounts, owner);
        }
        count.add(machine.functions());

        return new Losses(
            count.lost, count.firstLost, count.invented, count.firstInvented, count.excused, count.firstExcused);
    }

    /** Returns these numbers with another interrupt that is lost, or invented. */
    Losses with(final boolean isLost, final String name)
    {
        return isLost ?
            new Losses(lost + 1, firstLost == null ? name : firstLost, invented, firstInvented, excused, firstExcused) :
            new Losses(
                lost, firstLost, invented + 1, firstInvented == null ? name : firstInvented, excused, firstExcused);
    }

    /** Returns these numbers and others: sums, and the first of these where there is one. */
    public Losses plus(final Losses others)
    {
        return new Losses(lost + others.lost, firstLost == null ? others.firstLost : firstLost,
            invented + others.invented, firstInvented == null ? others.firstInvented : firstInvented,
            excused + others.excused, firstExcused == null ? others.firstExcused : firstExcused);
    }

    /** Returns the name of an interrupt. The account of SPIs holds the SGIs of each vCPU where a host has no SPIs. */
    static String name(final Machine machine, final int owner, final int intid)
    {
        final int id = Intid.id(intid);
        final boolean isSgi = Intid.isSpi(intid) && machine.queries() instanceof DirectQueries;

        return !isSgi ? OwnerId.name(owner, intid) : OwnerId.name(owner) +
            " vCPU " + id / DirectQueries.SGI_COUNT + " SGI " + id % DirectQueries.SGI_COUNT;
    }

    private static final class Count
    {
        private final Machine machine;
        private long lost;
        private String firstLost;
        private long invented;
        private String firstInvented;
        private long excused;
        private String firstExcused;

        private Count(final Machine machine)
        {
            this.machine = machine;
        }

        private void add(final Accounts accounts, final int owner)
        {
            final Ledger ledger = accounts.ledger(owner);
            for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
            {
                final Account account = ledger.account(type == Intid.TYPE_SPI);
                firstLost = first(firstLost, owner, type, account.firstLost());
                firstInvented = first(firstInvented, owner, type, account.firstInvented());
                firstExcused = first(firstExcused, owner, type, account.firstExcused());
            }
            lost += ledger.lost();
            invented += ledger.inventions();
            excused += ledger.excused();
            for (int intid = accounts.firstDifference(owner); intid >= 0; intid = accounts.nextDifference(owner, intid))
            {
                if (ledger.isOwed(Intid.isSpi(intid), Intid.id(intid)))
                {
                    firstLost = firstLost == null ? name(machine, owner, intid) : firstLost;
                    lost++;
                }
                else
                {
                    invent(owner, intid);
                }
            }
            for (int intid = accounts.firstInvented(owner); intid >= 0; intid = accounts.nextInvented(owner, intid))
            {
                invent(owner, intid);
            }
        }

        private void invent(final int owner, final int intid)
        {
            firstInvented = firstInvented == null ? name(machine, owner, intid) : firstInvented;
            invented++;
        }

        private void add(final FunctionAccounts functions)
        {
            if (functions != null)
            {
                lost += functions.lost();
                invented += functions.invented();
                firstLost = firstLost == null ? functions.firstLost() : firstLost;
                firstInvented = firstInvented == null ? functions.firstInvented() : firstInvented;
            }
        }

        private String first(final String found, final int owner, final int type, final int id)
        {
            return found != null || id < 0 ? found : name(machine, owner, Intid.of(type, id));
        }
    }
}
