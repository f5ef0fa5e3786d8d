package org.gale.tests.drawn;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gale.tests.drawn.plain.PlainHost;
import org.gale.tests.drawn.plain.PlainInterrupt;

/** Comparison of a drawn GICv5 host with its plain model, which goes on with what the machine has. For one thread. */
final class Gicv5Checks
{
    private static final Pattern FIRST_EXCUSED = Pattern.compile("\"first_excused\":\"[^\"]*LPI ([0-9]+)");
    private static final int HWU = 3 << 9;

    private final TextSession session;
    private final Findings findings;
    private final PlainHost host;
    private final Gicv5Driver driver;
    private final int[] ppis;

    /**
     * @param ppis that each PE has
     */
    Gicv5Checks(final TextSession session, final Findings findings, final PlainHost host, final Gicv5Driver driver,
        final int[] ppis)
    {
        this.session = session;
        this.findings = findings;
        this.host = host;
        this.driver = driver;
        this.ppis = ppis;
    }

    /** Takes over what the machine has acknowledged. */
    void take(final int pe, final int taken)
    {
        final PlainInterrupt interrupt = host.interrupt(taken);
        final String name = "0x" + Integer.toHexString(taken);
        if (host.pe(pe).has(taken))
        {
            if (!host.pe(pe).isPending(taken & 0xff))
            {
                findings.ppi(name + " was acknowledged by PE " + pe);
            }
            host.acknowledge(pe, taken);
        }
        else if (interrupt == null)
        {
            findings.invented(name + " was acknowledged, which the host does not use");
        }
        else
        {
            if (!interrupt.isPending() && !interrupt.isStored())
            {
                findings.invented(name + " was acknowledged and not pending");
            }
            host.acknowledge(pe, taken);
        }
    }

    /** Compares the entries of LPIs in RAM and the signals with the model, and SPIs and PPIs now and then. */
    void check(final int pes, final boolean all)
    {
        for (final PlainInterrupt lpi : host.lpis())
        {
            final long entry = driver.entry(lpi.intid() & 0xff_ffff);
            compare(lpi, (int)session.value("readl " + entry) & ~HWU);
        }
        if (all)
        {
            for (final PlainInterrupt spi : host.spis())
            {
                compare(spi, (int)driver.describe(0, spi.intid()));
            }
        }
        for (int pe = 0; pe < pes; pe++)
        {
            checkPpis(pe);
            findings.compare("signal of PE " + pe, host.best(pe) == 0 ? "OK irq=0" : "OK irq=1",
                session.ask("signal " + pe).substring(0, "OK irq=0".length()));
        }
    }

    private void compare(final PlainInterrupt interrupt, final int word)
    {
        if (interrupt.word() != word)
        {
            findings.entry(interrupt, word);
        }
    }

    private void checkPpis(final int pe)
    {
        final long[] banks = {session.value("sysr " + pe + " el1 ICC_PPI_SPENDR0_EL1"),
            session.value("sysr " + pe + " el1 ICC_PPI_SPENDR1_EL1")};
        for (final int ppi : ppis)
        {
            checkPpi(pe, ppi, banks);
        }
    }

    private void checkPpi(final int pe, final int ppi, final long[] banks)
    {
        final boolean isPending = (banks[ppi >>> 6] >>> ppi & 1) != 0;
        if (isPending != host.pe(pe).isPending(ppi))
        {
            findings.ppi("PPI " + ppi + " of PE " + pe + (isPending ? " is pending" : " is not pending"));
            host.pe(pe).drive(ppi, isPending);
        }
    }

    /**
     * Compares what is excused: interrupts of the tables that overlap, and nothing else.
     *
     * @param entry first one of level 1 of two that name one table
     */
    void overlaps(final String stats, final int entry)
    {
        final Matcher first = FIRST_EXCUSED.matcher(stats);
        final boolean isExcused = first.find();
        findings.compare("excused", true, isExcused);
        if (isExcused)
        {
            final int lpi = Integer.parseInt(first.group(1));
            findings.compare("first excused: " + first.group(), entry >>> 1, lpi >>> (Gicv5Driver.L2_BITS + 1));
        }
    }

    /** Compares the accounts, and what is excused. */
    void accounts(final String stats)
    {
        accounts(stats, 0);
    }

    /**
     * Compares the accounts, and what is excused.
     *
     * @param owedByVms number of interrupts of VMs that owe an acknowledge
     */
    void accounts(final String stats, final long owedByVms)
    {
        final StringBuilder text = new StringBuilder();
        for (final String name : List.of("offered", "delivered", "coalesced", "pending", "untranslated", "unreachable",
            "withdrawn-cleared", "withdrawn-unmapped", "redelivered"))
        {
            text.append(text.length() == 0 ? "\"" : ",\"").append(name).append("\":")
                .append(TextSession.figure(stats, name));
        }
        findings.compare("accounts", host.account().text(host.owed() + owedByVms), text.toString());
        findings.compare("excused", host.lpis().stream().filter(PlainInterrupt::isStored).count(),
            TextSession.figure(stats, "excused"));
    }
}
